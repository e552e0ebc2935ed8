import type { PreviewReply } from '@handrail/contracts/card-view';
import type { Caller } from '../../../src/application/context.ts';
import type { Draft, EvaluatedDraft } from '../../../src/application/evaluate-draft.ts';
import { isSatisfiable, without } from '../../../src/domain/policy/requirement.ts';
import { presentDecision } from './present-decision.ts';

const DAY = 24 * 60 * 60 * 1000;

/** Who would be asked, and what a submit of the draft as it stands would meet. */
export function presentPreview(
  evaluated: EvaluatedDraft,
  draft: Draft,
  caller: Caller,
  now: Date,
): Omit<Extract<PreviewReply, { ok: true }>, 'ok'> {
  const { decision } = evaluated;
  const requirement = decision.requirement && without(decision.requirement, caller.email);
  return {
    decision: presentDecision(decision, requirement),
    warnings: [
      ...readinessWarnings(evaluated),
      ...expiryWarnings(evaluated, draft, now),
      ...(requirement
        ? isSatisfiable(requirement)
          ? []
          : ['Nobody but you could approve this, and nobody decides on their own request. Ask RevOps.']
        : [
            'The policy names no approver for this request. Ask RevOps to add a decision right that covers it.',
          ]),
    ],
  };
}

function readinessWarnings({ handoff, decision, exceptionType }: EvaluatedDraft): string[] {
  const notMet = decision.criteria.truth === 'false';
  return [
    ...(handoff.notReady === undefined ? [] : [handoff.notReady]),
    ...(notMet
      ? [`This record does not qualify for ${exceptionType.label}: ${exceptionType.criteria.words}`]
      : []),
  ];
}

function expiryWarnings({ exceptionType }: EvaluatedDraft, { expiresAt }: Draft, now: Date): string[] {
  if (expiresAt === undefined) return [];
  const { maxDays } = exceptionType.validity;
  const lasts = Date.parse(expiresAt) - now.getTime();
  if (lasts <= 0) return ['The end date has passed already.'];
  return lasts > maxDays * DAY ? [`${exceptionType.label} may last at most ${maxDays} days.`] : [];
}
