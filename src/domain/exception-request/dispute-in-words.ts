import type { DisputeGround } from '@handrail/contracts/vocabulary';
import type { Dispute, DisputeStanding } from './dispute.ts';

/** A ground as a sentence. */
export const DISPUTE_GROUND_IN_WORDS: Readonly<Record<DisputeGround, string>> = {
  reason_not_true: 'the reason given for it is not true.',
  criteria_not_met: 'the record does not qualify for it.',
  own_work_affected: 'it takes over work in progress.',
  rule_not_followed: 'the policy was not followed.',
  other: 'another ground, given in the objection.',
};

/** What gives somebody the right to object. */
export const DISPUTE_STANDING_IN_WORDS: Readonly<Record<DisputeStanding, string>> = {
  owner: 'owner of the record',
  former_owner: 'owner of the record when the request was filed',
  lead: "lead of the owner's team",
};

/** What became of a dispute, in one sentence. */
export function disputeOutcomeInWords({ status, decidedBy, panel }: Dispute): string {
  switch (status) {
    case 'open':
      return `The objection waits for ${panel.label} to decide.`;
    case 'upheld':
      return `${decidedBy?.name ?? panel.label} upheld the objection: the exception ends.`;
    case 'dismissed':
      return `${decidedBy?.name ?? panel.label} dismissed the objection: the exception goes on.`;
    case 'stands':
      return 'Nobody decided on the objection in time: by the policy the exception goes on.';
    case 'ends':
      return 'Nobody decided on the objection in time: by the policy the exception ends.';
    case 'moot':
      return 'The exception ended before the objection was decided.';
  }
}
