import type { NoticeKind } from '@handrail/contracts/vocabulary';

/** What a notice wants of whoever gets it. `repair`: something went wrong that a person must mend. */
export type NoticeExpects = 'decision' | 'answer' | 'repair' | 'nothing';

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
    expects: 'decision',
    subject: 'Decide',
    why: '{requester} asks for {type}, and the policy names you as an approver.',
  },
  reminded: {
    expects: 'decision',
    subject: 'Decide',
    why: 'This request of {requester} for {type} still waits for your decision.',
  },
  escalated: {
    expects: 'decision',
    subject: 'Decide',
    why: 'This request of {requester} for {type} was escalated to you because nobody has decided.',
  },
  fell_back: {
    expects: 'decision',
    subject: 'Decide',
    why: 'You may decide on this request of {requester} for {type} now because nobody else has.',
  },
  handed_over: {
    expects: 'decision',
    subject: 'Decide',
    why: '{by} handed the decision on this request of {requester} for {type} over to you.',
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
    expects: 'decision',
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
  needs_attention: {
    expects: 'repair',
    subject: 'Needs attention',
    why: 'A change under {type} could not be made. Open the card: it says what to mend, and tries again.',
  },
};
