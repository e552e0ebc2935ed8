import type { NoticeChannel, NoticeKind } from '@handrail/contracts/vocabulary';
import type { Person } from '../policy/facts.ts';

/** One person is to be told one thing about a request. Texts people wrote are not in it: see `message-of.ts`. */
export interface Notice {
  readonly kind: NoticeKind;
  readonly to: Person;
  /** Who brought it about, when it was a person. */
  readonly by?: Person;
  /** ISO 8601 instant by which something is to be done; a task is due then. */
  readonly dueAt?: string;
  /** What it is about beside the request, in lines of a name and a value. */
  readonly about?: readonly { readonly label: string; readonly value: string }[];
}

/** A notice on its way through one channel. Immutable; how far it has come is kept beside it in the store. */
export interface PlannedNotice extends Notice {
  /** `<requestId>:v<version>:<position>:<channel>`: the idempotency key of the message. */
  readonly noticeKey: string;
  readonly requestId: string;
  readonly channel: NoticeChannel;
  /** ISO 8601 instant of the first try: now, or when the quiet hours of the person end. */
  readonly notBefore: string;
}
