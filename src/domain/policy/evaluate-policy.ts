import type {
  ConditionsResult,
  DecisionRightResult,
  PolicyDecision,
  ResolvedRequirement,
} from './decision.ts';
import type { Directory } from './directory.ts';
import { evaluateConditions, unknownFactsOf } from './evaluate-conditions.ts';
import type { FactMap } from './facts.ts';
import type { DecisionRight, ExceptionType, PolicyVersion } from './policy.ts';
import type { RoleRequirement } from './requirement.ts';
import { resolveRequirement } from './resolve-role.ts';
import { factNameInWords, listInWords, sourceInWords } from './words.ts';

/** What one evaluation looks at. Everything is given: nothing is fetched. */
export interface PolicyQuestion {
  readonly policy: PolicyVersion;
  readonly exceptionType: ExceptionType;
  readonly facts: FactMap;
  readonly directory: Directory;
}

/**
 * Answers who must approve an exception request, and why. Pure: the same question always gets the same answer, so
 * preview, submit and simulation are one call.
 *
 * Every decision right that cannot be excluded adds its approvers; none subtracts, so the order of rows cannot
 * weaken control and an unknown fact never relaxes one. `requirement` is null when no row is left: a gap in the
 * policy, which a caller must refuse.
 */
export function evaluatePolicy({ policy, exceptionType, facts, directory }: PolicyQuestion): PolicyDecision {
  const context = { policy: policy.policy, facts, directory };
  const criteria = evaluateConditions(exceptionType.criteria.when, facts);
  const rows = exceptionType.decisionRights.map((row): DecisionRightResult => {
    const when = evaluateConditions(row.when, facts);
    return {
      id: row.id,
      label: row.label,
      truth: when.truth,
      when,
      require: resolveRequirement(row.require, context),
      because: because(row, when, sourceInWords(policy.version, exceptionType.label, row.label)),
    };
  });
  const kept = rows.filter(({ truth }) => truth !== 'false');
  return {
    policyVersion: policy.version,
    policyHash: policy.hash,
    exceptionTypeId: exceptionType.id,
    criteria,
    rows,
    requirement: combine(kept.map(({ require }) => require)),
    unknownFacts: [...new Set([criteria, ...rows.map(({ when }) => when)].flatMap(unknownFactsOf))],
  };
}

/** ANDs requirements, and asks a role that several rows name once, on the strictest terms of them all. */
function combine(requirements: readonly ResolvedRequirement[]): ResolvedRequirement | null {
  const roles = new Map<string, RoleRequirement>();
  const trees: ResolvedRequirement[] = [];
  for (const requirement of requirements.flatMap((part) => (part.kind === 'all_of' ? part.of : [part]))) {
    if (requirement.kind !== 'role') {
      trees.push(requirement);
      continue;
    }
    const known = roles.get(requirement.role);
    roles.set(requirement.role, known ? strictest(known, requirement) : requirement);
  }
  const parts = [...roles.values(), ...trees];
  return parts.length === 0 ? null : { kind: 'all_of', of: parts };
}

function strictest(one: RoleRequirement, other: RoleRequirement): RoleRequirement {
  return {
    ...one,
    approve: Math.max(one.approve, other.approve),
    deny: Math.min(one.deny, other.deny),
    distinctFrom: [...new Set([...one.distinctFrom, ...other.distinctFrom])].sort(),
    delegable: one.delegable && other.delegable,
  };
}

function because(row: DecisionRight, when: ConditionsResult, source: string): string {
  if (row.when.length === 0) return `Always asked: ${source}.`;
  if (when.truth === 'true') {
    const met = when.groups.find(({ truth }) => truth === 'true')?.conditions ?? [];
    return `Asked because ${listInWords(met.map(({ wanted, saw }) => `${wanted} (it is ${saw})`))}: ${source}.`;
  }
  if (when.truth === 'unknown') {
    const open = when.groups.filter(({ truth }) => truth === 'unknown');
    const missing = open.flatMap(({ conditions }) => conditions.filter(({ truth }) => truth === 'unknown'));
    const seen = missing.map(({ condition, saw }) => `${factNameInWords(condition.property)} is ${saw}`);
    return `Asked because the row cannot be excluded: ${listInWords([...new Set(seen)])}: ${source}.`;
  }
  const failed = when.groups.map(({ conditions }) =>
    listInWords(
      conditions
        .filter(({ truth }) => truth === 'false')
        .map(({ wanted, saw }) => `${wanted} (it is ${saw})`),
    ),
  );
  return `Not asked: needs that ${listInWords(failed, 'or')}: ${source}.`;
}
