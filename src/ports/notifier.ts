import type { NoticeChannel } from '@handrail/contracts/vocabulary';
import type { NoticeMessage } from '../domain/notice/message-of.ts';
import type { PlannedNotice } from '../domain/notice/notice.ts';
import type { RecordRef } from '../domain/policy/facts.ts';

/** One message to one person. */
export interface Delivery {
  readonly notice: Pick<PlannedNotice, 'noticeKey' | 'requestId' | 'to' | 'dueAt'>;
  readonly message: NoticeMessage;
  readonly record: RecordRef;
  /** ISO 8601 instant of this try. */
  readonly at: string;
}

/** What became of a delivery that went through. */
export interface Delivered {
  /** The id that the channel gave the message. */
  readonly reference?: string;
  /** An earlier try had delivered it: nothing was sent again. */
  readonly before?: boolean;
}

/** One way to tell people something. */
export interface Notifier {
  /**
   * Sends one message. At least once: a process that is killed between sending and recording sends again. A channel
   * that can find an earlier message by the notice's key (a CRM) sends none twice; e-mail carries a `Message-ID` made
   * of the key; Slack has nothing of the kind.
   *
   * @throws NotifierError `unavailable` (worth another try later), `refused` (this person will never get it)
   */
  deliver(delivery: Delivery): Promise<Delivered>;
}

/** The channels that are set up. */
export type Notifiers = Readonly<Partial<Record<NoticeChannel, Notifier>>>;

/** What went wrong in a channel, in terms that decide what to do next. `message` holds no personal text. */
export class NotifierError extends Error {
  override readonly name = 'NotifierError';
  readonly code: 'unavailable' | 'refused';
  /** Milliseconds the channel asked to be left alone for. */
  readonly retryAfterMs: number | undefined;

  constructor(
    code: 'unavailable' | 'refused',
    message: string,
    options: ErrorOptions & { readonly retryAfterMs?: number } = {},
  ) {
    super(message, options);
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
  }
}
