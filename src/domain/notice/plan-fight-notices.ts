import type { NoticeChannel } from '@handrail/contracts/vocabulary';
import type { Person } from '../policy/facts.ts';
import type { Notice, PlannedNotice } from './notice.ts';
import { heldUntil, type NoticeSettings } from './notice-settings.ts';

/** What is told of something that fights an exception. */
export interface FightQuestion {
  readonly kind: 'put_back_stopped' | 'two_writers';
  readonly requestId: string;
  /** The change that brought it about: one message a person and change. */
  readonly changeId: string;
  readonly people: readonly Person[];
  readonly about: NonNullable<Notice['about']>;
  readonly settings: NoticeSettings;
  /** Channels this installation can send through. */
  readonly available: ReadonlySet<NoticeChannel>;
  readonly now: Date;
}

/** Notices about a fight over a field: no event of the request, so they are planned beside those. Pure. */
export function planFightNotices(question: FightQuestion): readonly PlannedNotice[] {
  const { kind, requestId, changeId, people, about, settings, available, now } = question;
  return people
    .filter(({ email }) => email !== '')
    .flatMap((to, position) =>
      settings.channels[kind]
        .filter((channel) => available.has(channel))
        .map((channel) => ({
          kind,
          to,
          about,
          noticeKey: `${requestId}:c${changeId}:${position}:${channel}`,
          requestId,
          channel,
          notBefore: heldUntil({ kind, channel, to }, settings, now).toISOString(),
        })),
    );
}
