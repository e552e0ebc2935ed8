import { disputesOf } from '../exception-request/dispute.ts';
import { openExtension } from '../exception-request/extension.ts';
import type { ExceptionRequest, FiledState } from '../exception-request/state.ts';
import { rejectionInWords } from '../policy/ballots.ts';
import type { Notice } from './notice.ts';
import { NOTICE_WORDS } from './notice-kinds.ts';

/** What one person is told, without the marks of any channel. */
export interface NoticeMessage {
  readonly subject: string;
  /** One sentence. */
  readonly why: string;
  /** What it is about, in lines of a name and a value. */
  readonly lines: readonly { readonly label: string; readonly value: string }[];
  /** Where to go; absent when the channel is on the record already. */
  readonly link?: { readonly label: string; readonly url: string };
}

/**
 * Puts a notice into words: no more than what the person needs to know where to look. What people wrote stays out
 * unless the settings let it in, because a message leaves the CRM and is kept by others.
 */
export function messageOf(
  notice: Notice,
  state: FiledState,
  { includeTexts, recordUrl }: { readonly includeTexts: boolean; readonly recordUrl?: string },
): NoticeMessage {
  const { request } = state;
  const { subject, why } = NOTICE_WORDS[notice.kind];
  return {
    subject: `${subject}: ${request.exceptionType.label} for ${request.recordTitle}`,
    why: filled(why, notice, request),
    lines: [
      { label: 'Record', value: request.recordTitle },
      { label: 'Exception', value: request.exceptionType.label },
      { label: 'Filed by', value: request.requester.name },
      ...(notice.about ?? []),
      ...(includeTexts ? textsOf(notice, state) : []),
    ],
    ...(recordUrl !== undefined && { link: { label: 'Open the record', url: recordUrl } }),
  };
}

function filled(why: string, { by }: Notice, { requester, exceptionType }: ExceptionRequest): string {
  const values: Readonly<Record<string, string>> = {
    by: by?.name ?? 'Handrail',
    requester: requester.name,
    type: exceptionType.label,
  };
  return why.replaceAll(/\{(\w+)\}/g, (mark, name: string) => values[name] ?? mark);
}

/** What people wrote that this notice is about. */
function textsOf({ kind }: Notice, state: FiledState): NoticeMessage['lines'] {
  const { request, conversation, handOvers, reviews } = state;
  const reason = { label: 'Reason', value: `${request.reasonCode.label}: ${request.reason}` };
  const last = (wanted: 'question' | 'answer') =>
    conversation.findLast((message) => message.kind === wanted)?.text ?? '';
  const lines = (...all: NoticeMessage['lines']) => all.filter(({ value }) => value !== '');
  switch (kind) {
    case 'question_asked':
    case 'answer_reminded':
      return lines({ label: 'Question', value: last('question') });
    case 'question_answered':
      return lines(
        { label: 'Question', value: last('question') },
        { label: 'Answer', value: last('answer') },
      );
    case 'handed_over':
      return lines(reason, { label: 'Handed over because', value: handOvers.at(-1)?.reason ?? '' });
    case 'rejected':
      return lines(
        {
          label: 'Why',
          value: state.status === 'rejected' ? rejectionInWords(state.reason, state.roles) : '',
        },
        { label: 'Comment', value: reviews.findLast(({ outcome }) => outcome === 'reject')?.comment ?? '' },
      );
    case 'skipped':
      return lines(reason, { label: 'Why at once', value: request.breakGlass?.reason ?? '' });
    case 'extension_asked':
      return lines({ label: 'Why longer', value: openExtension(state)?.reason ?? '' });
    case 'dispute_opened':
      return lines({ label: 'Objection', value: disputesOf(state).at(-1)?.reason ?? '' });
    case 'dispute_upheld':
    case 'dispute_dismissed':
      return lines({ label: 'Comment', value: disputesOf(state).at(-1)?.comment ?? '' });
    case 'needs_attention':
      return lines({
        label: 'What failed',
        value: state.status === 'needs_attention' ? state.failure.message : '',
      });
    default:
      return [reason];
  }
}
