import type { RequestView } from '@handrail/contracts/card-view';
import type { NoticeChannel, NoticeKind } from '@handrail/contracts/vocabulary';
import type { StoredNotice } from '../../../src/ports/unit-of-work.ts';

const KINDS: Readonly<Record<NoticeKind, string>> = {
  asked: 'asked to decide',
  reminded: 'reminded to decide',
  escalated: 'asked to decide after an escalation',
  fell_back: 'asked to decide because nobody else has',
  handed_over: 'asked to decide in place of somebody else',
  stands_in: 'asked to decide in place of somebody who is away',
  question_asked: 'asked for information',
  answer_reminded: 'reminded to answer',
  question_answered: 'told of an answer',
  approved: 'told of the approval',
  rejected: 'told of the rejection',
  lapsed: 'told that the request lapsed',
  withdrawn: 'told that the request was withdrawn',
  ended: 'told that the exception ended',
  skipped: 'told of what took effect without them',
  confirmed: 'told that it was confirmed',
  reverted: 'told that it was taken back',
  extension_asked: 'asked for an extension',
  extension_approved: 'told of the extension',
  extension_rejected: 'told that there is no extension',
  extension_lapsed: 'told that nobody decided the extension',
  dispute_opened: 'asked to decide on an objection',
  dispute_upheld: 'told that the objection was upheld',
  dispute_dismissed: 'told that the objection was dismissed',
  dispute_closed: 'told that nobody decided on the objection',
  needs_attention: 'told that something failed',
  put_back_stopped: 'told that automation keeps changing a field',
  two_writers: 'told that another system writes a field',
};

const CHANNELS: Readonly<Record<NoticeChannel, string>> = {
  crm_task: 'by a task in the CRM',
  slack: 'by Slack',
  email: 'by e-mail',
};

/** "reminded to decide, by Slack". */
export function noticeInWords(kind: NoticeKind, channel: NoticeChannel): string {
  return `${KINDS[kind]}, ${CHANNELS[channel]}`;
}

/** One notice and how far it has come. The reference of a sent one tells a person nothing. */
export function presentNotice({
  notice,
  status,
  settledAt,
  nextAttemptAt,
  note,
}: StoredNotice): RequestView['notices'][number] {
  const at = settledAt ?? nextAttemptAt;
  return {
    to: notice.to.name,
    words: noticeInWords(notice.kind, notice.channel),
    status,
    ...(at !== undefined && { at }),
    ...(note !== undefined && status !== 'sent' && { note }),
  };
}
