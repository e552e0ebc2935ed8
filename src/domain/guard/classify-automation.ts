import type { CoverageVerdict, GuardMechanism } from '@handrail/contracts/vocabulary';
import type { Automation, FieldNames, ForkNode, WrittenField } from './automation.ts';
import { combineCoverages } from './combine-coverages.ts';
import type { Coverage, CoverageReason } from './coverage.ts';
import {
  associatedInWords,
  branchedInWords,
  excludedInWords,
  keptOutInWords,
  opaqueInWords,
  pathInWords,
  threatInWords,
} from './coverage-in-words.ts';
import { mechanismOf, partialMechanism } from './guard-mechanism.ts';
import { type GuardStrength, judgeCondition, NOTHING_SEEN, negate, strengthOf } from './judge-condition.ts';
import { type Portal, type Reach, writtenField } from './reach.ts';
import { type Threat, threatsOf, touchesGoverned } from './threats.ts';
import type { Arrival } from './walk-automation.ts';

type Finding = Pick<Coverage, 'verdict' | 'reason' | 'mechanism' | 'evidence' | 'path'>;

/** A finding before it is put into words: a big automation has many, and only the worst is told. */
interface Candidate {
  readonly verdict: CoverageVerdict;
  readonly tell: () => Omit<Finding, 'verdict'>;
}

const WORST_FIRST: readonly CoverageVerdict[] = [
  'ignores',
  'partly',
  'needs_review',
  'not_visible',
  'respects',
  'does_not_write',
];

/**
 * Says whether an automation leaves records on hold alone. `respects` is given only when nothing speaks against it:
 * whatever is not understood makes it `needs_review` at best. Of several findings the worst is told.
 *
 * Never throws; takes time in proportion to the number of connections between its actions.
 */
export function classifyAutomation(automation: Automation, portal: Portal): Coverage {
  return combineCoverages(automation, (one) => classifyOne(one, portal));
}

function classifyOne(automation: Automation, portal: Portal): Coverage {
  const reach = portal.reach(automation);
  const candidates = [
    ...heldFindings(automation, reach, portal),
    ...insideFindings(automation, reach, portal),
    ...otherRecordFindings(automation, reach, portal),
    ...doubtFindings(automation),
  ];
  const worst = worstOf(candidates);
  const finding = worst ? { verdict: worst.verdict, ...worst.tell() } : harmless(automation, reach, portal);
  const { id, name, revision, enabled, recordKind } = automation;
  return {
    automationId: id,
    name,
    revision,
    enabled,
    recordKind,
    ...finding,
    writes: fieldsWritten(automation, reach, portal),
  };
}

function worstOf(candidates: readonly Candidate[]): Candidate | undefined {
  for (const verdict of WORST_FIRST) {
    const found = candidates.find((candidate) => candidate.verdict === verdict);
    if (found) return found;
  }
  return undefined;
}

/** What happens to a record that was held before it came. */
function heldFindings(automation: Automation, reach: Reach, portal: Portal): readonly Candidate[] {
  const threats = threatsOf(reach.held, automation, portal);
  if (threats.length === 0) return [];
  const { entry } = automation;
  const { names } = portal;
  const judgement = entry.condition
    ? negate(judgeCondition(entry.condition, { names, seen: NOTHING_SEEN }))
    : null;
  const entryStrength: GuardStrength = judgement ? strengthOf(judgement) : 'none';
  const entryMechanism = mechanismOf(entry);
  return threats.map((threat) => {
    if (threat.kind === 'opaque') return review(automation, threat);
    if (reach.exclusion.strength === 'cannot_tell')
      return unclear(automation, threat, reach.exclusion.doubts, names, reach.exclusion.exclusion?.label);
    if (threat.comers === 'unclear') return unclear(automation, threat, threat.doubts, names, 'a branch');
    if (entryStrength === 'sure') {
      const reason = entry.removesWhenUnmet ? 'entry_by_hand_not_guarded' : 'guards_entry_only';
      return told(automation, threat, 'partly', reason, entryMechanism, names);
    }
    if (entryStrength === 'cannot_tell')
      return unclear(
        automation,
        threat,
        judgement?.notUnderstood ?? [],
        names,
        automation.words?.entry ?? 'its enrolment condition',
      );
    const entryGuard = entryStrength === 'partial' ? entryMechanism : null;
    if (reach.exclusion.strength !== 'partial' && threat.comers !== 'some' && entryGuard === null)
      return told(automation, threat, 'ignores', 'unguarded', null, names);
    return {
      verdict: 'partly',
      tell: () => {
        const mechanism = partialMechanism(automation, reach, threat, entryGuard);
        const reason =
          mechanism === 'check_and_branch' ? 'check_without_answer_passes' : 'some_held_records_pass';
        return told(automation, threat, 'partly', reason, mechanism, names).tell();
      },
    };
  });
}

/** What happens to a record that is tagged while it waits inside. */
function insideFindings(automation: Automation, reach: Reach, portal: Portal): readonly Candidate[] {
  const { strength, doubts, exclusion } = reach.exclusion;
  const { names } = portal;
  const mechanism = reach.keptOut ? 'start_condition' : 'branch';
  return threatsOf(reach.inside, automation, portal).map((threat) => {
    if (threat.kind === 'opaque') return review(automation, threat);
    if (strength === 'cannot_tell') return unclear(automation, threat, doubts, names, exclusion?.label);
    if (threat.comers === 'unclear') return unclear(automation, threat, threat.doubts, names, 'a branch');
    return told(automation, threat, 'partly', 'tagged_while_inside', mechanism, names);
  });
}

/** What it does to other records than the one inside, which no guard of its own looks at; and what nobody can see. */
function otherRecordFindings(automation: Automation, reach: Reach, portal: Portal): readonly Candidate[] {
  return reach.any.flatMap((arrival): readonly Candidate[] => {
    const { node } = arrival;
    if (node.kind === 'opaque') {
      return [
        needsReview('opaque_action', arrival, () =>
          opaqueInWords(automation, node.what, node.id, reach.exclusion),
        ),
      ];
    }
    if (node.kind === 'enrol') return elsewhere(automation, node.automationId, arrival, portal);
    const write = writtenField(node, automation, portal.names);
    if (write?.node.target.kind !== 'associated') return [];
    const evidence = () => associatedInWords(automation, write);
    if (write.node.target.recordKind === 'unknown') return [needsReview('not_understood', arrival, evidence)];
    return [
      {
        verdict: 'ignores',
        tell: () => ({
          reason: 'changes_associated_records',
          mechanism: null,
          evidence: evidence(),
          path: pathInWords(arrival),
        }),
      },
    ];
  });
}

/** Enrolment in an automation of other records: the hold of this record says nothing about theirs. */
function elsewhere(
  automation: Automation,
  targetId: string,
  arrival: Arrival,
  portal: Portal,
): readonly Candidate[] {
  const target = portal.find(targetId);
  if (!target || target.recordKind === automation.recordKind) return [];
  if (portal.reach(target).exclusion.strength === 'sure') return [];
  const what = `enrolment in "${target.name}" (it works on other records)`;
  const { exclusion } = portal.reach(automation);
  return [
    needsReview('opaque_action', arrival, () => opaqueInWords(automation, what, arrival.node.id, exclusion)),
  ];
}

function needsReview(reason: CoverageReason, arrival: Arrival, evidence: () => string): Candidate {
  return {
    verdict: 'needs_review',
    tell: () => ({ reason, mechanism: null, evidence: evidence(), path: pathInWords(arrival) }),
  };
}

function doubtFindings({ doubts }: Automation): readonly Candidate[] {
  if (doubts.length === 0) return [];
  const evidence = `It is not understood in full (${doubts.slice(0, 3).join('; ')}${doubts.length > 3 ? '; and more' : ''}), so a person must look at it.`;
  return [
    {
      verdict: 'needs_review',
      tell: () => ({ reason: 'not_understood', mechanism: null, evidence, path: [] }),
    },
  ];
}

function told(
  automation: Automation,
  threat: Threat,
  verdict: CoverageVerdict,
  reason: CoverageReason,
  mechanism: GuardMechanism | null,
  names: FieldNames,
): Candidate {
  return {
    verdict,
    tell: () => ({
      reason,
      mechanism,
      evidence: threatInWords(automation, threat, reason, names),
      path: pathInWords(threat.arrival, threat.through),
    }),
  };
}

function review(automation: Automation, { what, arrival, through }: Threat): Candidate {
  return {
    verdict: 'needs_review',
    tell: () => ({
      reason: 'opaque_action',
      mechanism: null,
      evidence: opaqueInWords(automation, what, arrival.node.id, null),
      path: pathInWords(arrival, through),
    }),
  };
}

function unclear(
  automation: Automation,
  threat: Threat,
  doubts: readonly string[],
  names: FieldNames,
  where = 'its guard',
): Candidate {
  const candidate = told(automation, threat, 'needs_review', 'guard_not_understood', null, names);
  return {
    verdict: 'needs_review',
    tell: () => {
      const finding = candidate.tell();
      const what = doubts.slice(0, 2).join(' and ');
      const evidence = `${finding.evidence.replace(/\.$/, '')}, and ${where} cannot be judged because of ${what}.`;
      return { ...finding, evidence };
    },
  };
}

/** Nothing speaks against it. */
function harmless(automation: Automation, reach: Reach, portal: Portal): Finding {
  if (!touchesGoverned(automation, portal)) {
    const evidence = 'It changes no governed field, so there is nothing to guard.';
    return { verdict: 'does_not_write', reason: 'nothing_governed', mechanism: null, evidence, path: [] };
  }
  const target = reach.any.find(
    ({ node }) => node.kind === 'enrol' || writtenField(node, automation, portal.names) !== null,
  );
  const path = target ? pathInWords(target) : [];
  if (reach.exclusion.strength === 'sure' && reach.exclusion.exclusion) {
    const { exclusion } = reach.exclusion;
    const mechanism = exclusion.means === 'list' ? 'exclusion_list' : 'exclusion_filter';
    const evidence = excludedInWords(automation, exclusion, target, portal);
    return { verdict: 'respects', reason: 'excluded', mechanism, evidence, path };
  }
  if (reach.keptOut) {
    const evidence = keptOutInWords(automation, target, portal);
    return { verdict: 'respects', reason: 'kept_out_at_start', mechanism: 'start_condition', evidence, path };
  }
  const fork = target ? divertingFork(automation, target, reach) : null;
  const isChecked = fork?.arms.some(({ condition }) => condition.kind === 'answer') ?? false;
  return {
    verdict: 'respects',
    reason: isChecked ? 'checked_and_branched_off' : 'branched_off',
    mechanism: isChecked ? 'check_and_branch' : 'branch',
    evidence: branchedInWords(automation, fork, target, portal),
    path,
  };
}

/** The last fork on the way that a held record comes to: it leaves the way there. */
function divertingFork(automation: Automation, arrival: Arrival, reach: Reach): ForkNode | null {
  const held = new Set(reach.held.map(({ node }) => node.id));
  const forks = arrival.path().flatMap(({ nodeId }) => {
    const node = automation.nodes.get(nodeId);
    return node?.kind === 'fork' && held.has(nodeId) ? [node] : [];
  });
  return forks.at(-1) ?? null;
}

function fieldsWritten(automation: Automation, reach: Reach, portal: Portal): readonly WrittenField[] {
  const fields = reach.any.flatMap(({ node }) => writtenField(node, automation, portal.names)?.field ?? []);
  return [...new Set(fields)];
}
