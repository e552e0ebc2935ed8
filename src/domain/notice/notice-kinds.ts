import type { MatterKind, NoticeKind } from '@handrail/contracts/vocabulary';

/**
 * What a notice wants of whoever gets it: a decision on a matter, on whatever is open, or on an objection, an answer,
 * `repair` when something went wrong that a person must mend, or `peace` between what writes one field.
 */
export type NoticeExpects = MatterKind | 'decision' | 'dispute' | 'answer' | 'repair' | 'peace' | 'nothing';

interface NoticeWords {
  readonly expects: NoticeExpects;
  /** Begins the subject: `Decide: Strategic Logo for Acme renewal`. */
  readonly subject: string;
  /**
   * Why this person is told, as one sentence. `{by}` is who brought it about, `{requester}` who filed the request,
   * `{type}` its exception type.
   */
  readonly why: string;
}

/** What each kind of notice says and wants. */
export const NOTICE_WORDS: Readonly<Record<NoticeKind, NoticeWords>> = {
  asked: {
    expects: 'request',
    subject: 'Decide',
    why: '{requester} asks for {type}, and the policy names you as an approver.',
  },
  reminded: {
    expects: 'request',
    subject: 'Decide',
    why: 'This request of {requester} for {type} still waits for your decision.',
  },
  escalated: {
    expects: 'request',
    subject: 'Decide',
    why: 'This request of {requester} for {type} was escalated to you because nobody has decided.',
  },
  fell_back: {
    expects: 'request',
    subject: 'Decide',
    why: 'You may decide on this request of {requester} for {type} now because nobody else has.',
  },
  handed_over: {
    expects: 'request',
    subject: 'Decide',
    why: '{by} handed the decision on this request of {requester} for {type} over to you.',
  },
  stands_in: {
    expects: 'decision',
    subject: 'Decide',
    why: '{by} is away, and you decide in their place: {requester} asks for {type}.',
  },
  question_asked: {
    expects: 'answer',
    subject: 'Answer',
    why: '{by} asks you something before deciding on your request for {type}.',
  },
  answer_reminded: {
    expects: 'answer',
    subject: 'Answer',
    why: 'Your request for {type} still waits for your answer. The time to decide goes on meanwhile.',
  },
  question_answered: {
    expects: 'request',
    subject: 'Decide',
    why: '{by} has answered your question about the request of {requester} for {type}.',
  },
  approved: {
    expects: 'nothing',
    subject: 'Approved',
    why: 'Your request for {type} is approved. Handrail now makes the changes.',
  },
  rejected: {
    expects: 'nothing',
    subject: 'Rejected',
    why: 'Your request for {type} was rejected. The record stays under standard routing.',
  },
  lapsed: {
    expects: 'nothing',
    subject: 'Lapsed',
    why: 'Nobody decided on your request for {type} in time. You can file it again.',
  },
  withdrawn: {
    expects: 'nothing',
    subject: 'Withdrawn',
    why: '{by} took the request for {type} back. You need not decide any more.',
  },
  ended: {
    expects: 'nothing',
    subject: 'Ended',
    why: 'The exception {type} has ended.',
  },
  skipped: {
    expects: 'break_glass',
    subject: 'Review',
    why: '{requester} had {type} take effect without waiting for you. Confirm or refuse it: unless it is confirmed in time, its changes are taken back.',
  },
  confirmed: {
    expects: 'nothing',
    subject: 'Confirmed',
    why: 'Your {type}, which took effect at once, was reviewed and confirmed. It goes on until its end.',
  },
  reverted: {
    expects: 'nothing',
    subject: 'Taken back',
    why: 'Your {type}, which took effect at once, was taken back. The card says which fields were put back.',
  },
  extension_asked: {
    expects: 'extension',
    subject: 'Decide: longer',
    why: '{requester} asks to keep {type} longer. Undecided, the exception ends as it was granted.',
  },
  extension_approved: {
    expects: 'nothing',
    subject: 'Extended',
    why: 'Your extension of {type} is approved.',
  },
  extension_rejected: {
    expects: 'nothing',
    subject: 'Not extended',
    why: 'Your extension of {type} was rejected. The exception ends when it would have ended.',
  },
  extension_lapsed: {
    expects: 'nothing',
    subject: 'Not extended',
    why: 'Nobody decided on your extension of {type} before the exception came to its end.',
  },
  dispute_opened: {
    expects: 'dispute',
    subject: 'Decide the objection',
    why: '{by} objects to {type}, which {requester} holds, and the policy names you to decide. Uphold or dismiss the objection in the Handrail card on the record.',
  },
  dispute_upheld: {
    expects: 'nothing',
    subject: 'Objection upheld',
    why: '{by} upheld the objection to {type}: the exception ends.',
  },
  dispute_dismissed: {
    expects: 'nothing',
    subject: 'Objection dismissed',
    why: '{by} dismissed the objection to {type}: the exception goes on.',
  },
  dispute_closed: {
    expects: 'nothing',
    subject: 'Objection closed',
    why: 'The objection to {type} was closed before anybody decided on it. The card says what follows.',
  },
  needs_attention: {
    expects: 'repair',
    subject: 'Needs attention',
    why: 'A change under {type} could not be made. Open the card: it says what to mend, and tries again.',
  },
  put_back_stopped: {
    expects: 'peace',
    subject: 'Stopped putting back',
    why: 'Automation keeps changing a field that {type} holds, and Handrail does not fight for ever: it has stopped putting it back. Mend the workflow or end the exception.',
  },
  two_writers: {
    expects: 'peace',
    subject: 'Two systems write one field',
    why: 'Another system wrote a field that {type} holds. Handrail leaves what stands there: one system must own the field as long as the exception lives.',
  },
};
