import { COVERAGE_VERDICTS } from '@handrail/contracts/vocabulary';
import type { Automation, AutomationNode } from './automation.ts';
import type { Condition } from './condition.ts';
import type { Coverage } from './coverage.ts';

/**
 * What is said of an automation and of all that it does to other records: the worst of it. Where held records are
 * spared for some users only, that is said instead of "ignores".
 *
 * @param classify judges one automation without its `others`
 */
export function combineCoverages(
  automation: Automation,
  classify: (automation: Automation) => Coverage,
): Coverage {
  const parts = [automation, ...(automation.others ?? [])];
  const worst = worstOf(parts.map(classify));
  const { id, name, revision, enabled, recordKind } = automation;
  const told: Coverage = { ...worst, automationId: id, name, revision, enabled, recordKind };
  if (told.verdict !== 'ignores') return told;
  const permissions = [...new Set(parts.flatMap(permissionsOf))];
  if (permissions.length === 0) return told;
  const bypassed = worstOf(parts.map((one) => classify(assumeBypass(one))));
  if (bypassed.verdict === 'ignores') return told;
  const evidence = `Only runs by users with the permission ${permissions.join(' or ')} leave held records alone; whoever else saves the record sets it off: ${told.evidence}`;
  return { ...told, verdict: 'partly', reason: 'guards_some_users', mechanism: 'user_permission', evidence };
}

function worstOf(coverages: readonly Coverage[]): Coverage {
  const rank = ({ verdict }: Coverage) => COVERAGE_VERDICTS.indexOf(verdict);
  const [worst] = coverages.toSorted((a, b) => rank(a) - rank(b));
  if (!worst) throw new Error('no automation to judge (this is a bug)');
  return { ...worst, writes: [...new Set(coverages.flatMap(({ writes }) => writes))] };
}

function permissionsOf(automation: Automation): readonly string[] {
  return conditionsOf(automation).flatMap(usersIn);
}

function conditionsOf({ entry, exclusions, nodes }: Automation): readonly Condition[] {
  return [
    ...(entry.condition ? [entry.condition] : []),
    ...exclusions.map(({ condition }) => condition),
    ...[...nodes.values()].flatMap((node) =>
      node.kind === 'fork' ? node.arms.map(({ condition }) => condition) : [],
    ),
  ];
}

function usersIn(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.flatMap(usersIn);
    case 'not':
      return usersIn(condition.of);
    case 'user':
      return [condition.what];
    default:
      return [];
  }
}

/** The same automation, run by a user who has every permission that it asks for. */
function assumeBypass(automation: Automation): Automation {
  const nodes = new Map(
    [...automation.nodes].map(([id, node]): [string, AutomationNode] => [
      id,
      node.kind === 'fork'
        ? { ...node, arms: node.arms.map((arm) => ({ ...arm, condition: withBypass(arm.condition) })) }
        : node,
    ]),
  );
  const { entry } = automation;
  return {
    ...automation,
    nodes,
    entry: { ...entry, condition: entry.condition && withBypass(entry.condition) },
    exclusions: automation.exclusions.map((one) => ({ ...one, condition: withBypass(one.condition) })),
  };
}

function withBypass(condition: Condition): Condition {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return { kind: condition.kind, of: condition.of.map(withBypass) };
    case 'not':
      return { kind: 'not', of: withBypass(condition.of) };
    case 'user':
      return { kind: 'certain', holds: true };
    default:
      return condition;
  }
}
