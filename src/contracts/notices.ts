/**
 * What people are told, how, and how far that has come. Part of the vocabulary, where everything takes it from.
 */

/** What people are told about a request. */
export const NOTICE_KINDS = [
  'asked',
  'reminded',
  'escalated',
  'fell_back',
  'handed_over',
  'stands_in',
  'question_asked',
  'answer_reminded',
  'question_answered',
  'approved',
  'rejected',
  'lapsed',
  'withdrawn',
  'ended',
  'skipped',
  'confirmed',
  'reverted',
  'extension_asked',
  'extension_approved',
  'extension_rejected',
  'extension_lapsed',
  'dispute_opened',
  'dispute_upheld',
  'dispute_dismissed',
  'dispute_closed',
  'needs_attention',
  'put_back_stopped',
  'two_writers',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** How people are told. */
export const NOTICE_CHANNELS = ['crm_task', 'slack', 'email'] as const;
export type NoticeChannel = (typeof NOTICE_CHANNELS)[number];

/** How far a notice has come; `dropped`: it had lost its point before it was sent. */
export const NOTICE_STATUSES = ['waiting', 'sent', 'dropped', 'failed'] as const;
export type NoticeStatus = (typeof NOTICE_STATUSES)[number];
