import type { NoticeChannel } from '@handrail/contracts/vocabulary';
import type { RequestEvent } from '../exception-request/events.ts';
import type { FiledState } from '../exception-request/state.ts';
import type { Notice, PlannedNotice } from './notice.ts';
import { NOTICE_WORDS } from './notice-kinds.ts';
import { heldUntil, type NoticeSettings } from './notice-settings.ts';
import { noticesOf } from './notices-of.ts';

/** What the notices of one change are planned from. */
export interface NoticeQuestion {
  readonly settings: NoticeSettings;
  /** Channels this installation can send through. */
  readonly available: ReadonlySet<NoticeChannel>;
  /** The version of the request that the change led to. */
  readonly version: number;
  readonly now: Date;
}

/**
 * The notices of everything that one change brought about: each person is told once, of what came last. When a
 * reminder and an escalation go off together, the manager gets the escalation only. Pure.
 */
export function planNotices(
  events: readonly RequestEvent[],
  state: FiledState,
  { settings, available, version, now }: NoticeQuestion,
): readonly PlannedNotice[] {
  const { requestId } = state.request;
  const byPerson = new Map<string, Notice>();
  for (const notice of events.flatMap((event) => noticesOf(event, state))) {
    // An owner who was chosen while the CRM was down has no address.
    if (notice.to.email !== '') byPerson.set(notice.to.email, notice);
  }
  return [...byPerson.values()].flatMap((notice, position) =>
    settings.channels[notice.kind]
      .filter((channel) => available.has(channel))
      .map((channel) => ({
        ...notice,
        noticeKey: `${requestId}:v${version}:${position}:${channel}`,
        requestId,
        channel,
        notBefore: heldUntil({ ...notice, channel }, settings, now).toISOString(),
      })),
  );
}

/**
 * True when the newer notice asks for the same as an older one that still waits: sent both, the person would be
 * asked twice for one decision.
 */
export function supersedes(newer: PlannedNotice, older: PlannedNotice): boolean {
  const { expects } = NOTICE_WORDS[newer.kind];
  return (
    expects !== 'nothing' &&
    expects === NOTICE_WORDS[older.kind].expects &&
    newer.requestId === older.requestId &&
    newer.channel === older.channel &&
    newer.to.email === older.to.email
  );
}
