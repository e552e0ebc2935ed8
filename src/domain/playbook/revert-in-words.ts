import type { RevertReason } from '@handrail/contracts/vocabulary';

/** Why a break-glass exception was taken back, as the end of a sentence. */
export const REVERT_REASON_IN_WORDS: Readonly<Record<RevertReason, string>> = {
  refused: 'the review refused it',
  not_reviewed: 'nobody reviewed it in time',
  closed: 'the requester closed it before it was reviewed',
  revoked: 'an approver revoked it before it was reviewed',
};
