import type { NoticeChannel } from '@handrail/contracts/vocabulary';
import type { FiledState } from '../domain/exception-request/state.ts';
import { messageOf } from '../domain/notice/message-of.ts';
import { heldUntil } from '../domain/notice/notice-settings.ts';
import { isStillWanted } from '../domain/notice/still-wanted.ts';
import { type Delivered, NotifierError } from '../ports/notifier.ts';
import type { HandoffTransaction, StoredNotice } from '../ports/unit-of-work.ts';
import type { AppContext } from './context.ts';
import { followInRow } from './follow-in-row.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A worker that was killed while it sent leaves the notice to others after this time. */
const LEASE = 5 * MINUTE;
/** A channel is tried for three days, which covers a weekend of quiet hours; then the notice has failed. */
const GIVE_UP_AFTER = 72 * HOUR;
const FIRST_PAUSE = MINUTE;
const LONGEST_PAUSE = 30 * MINUTE;
/** Notices of one round; the next round goes on. */
const MOST = 200;

/** What one round came to. */
export type Outcome = 'sent' | 'failed' | 'postponed';
export type DeliveryCounts = Readonly<Record<NoticeChannel, Readonly<Record<Outcome, number>>>>;

/** Marks an error that no channel is known to throw. */
class Unforeseen extends Error {
  override readonly name = 'Unforeseen';
}

interface Claimed extends StoredNotice {
  readonly state: FiledState;
}

/**
 * Sends the notices that are due: of one request, or of a tenant. A channel that is down costs its patience once a
 * round and keeps no other channel waiting; its notices are tried again with growing pauses for three days. Safe to
 * repeat, to break off and to run on several instances.
 *
 * @returns how many of each channel were sent, failed for good, or are tried again later
 * @throws what is no matter of a channel: a store that is down at once, an error nobody foresaw after all others had
 * their turn
 */
export async function deliverNotices(
  context: AppContext,
  tenantId: string,
  requestId?: string,
): Promise<DeliveryCounts> {
  const counts = noCounts();
  const down = new Set<NoticeChannel>();
  const unforeseen: unknown[] = [];
  for (let round = 0; round < MOST; round += 1) {
    const claimed = await claimNext(context, tenantId, {
      except: [...down],
      ...(requestId !== undefined && { requestId }),
    });
    if (!claimed) break;
    const { channel } = claimed.notice;
    const result = await tryToDeliver(context, tenantId, claimed);
    if (result instanceof NotifierError && result.cause instanceof Unforeseen)
      unforeseen.push(result.cause.cause);
    if (result instanceof NotifierError && result.code === 'unavailable') down.add(channel);
    const outcome = await context.unitOfWork.transact(tenantId, (tx) => record(context, tx, claimed, result));
    counts[channel][outcome] += 1;
  }
  if (unforeseen.length > 0) throw unforeseen[0];
  return counts;
}

/** The next notice that is due, still has a point, and may be sent at this hour. */
async function claimNext(
  { unitOfWork, clock, notifications }: AppContext,
  tenantId: string,
  options: Parameters<HandoffTransaction['claimNotice']>[2],
): Promise<Claimed | null> {
  return unitOfWork.transact(tenantId, async (tx) => {
    for (;;) {
      const now = clock.now();
      const claimed = await tx.claimNotice(now, new Date(now.getTime() + LEASE), options);
      if (!claimed) return null;
      const { notice } = claimed;
      const stored = await tx.findRequest(notice.requestId);
      if (!stored || !isStillWanted(notice, stored.state, now)) {
        await tx.settleNotice(notice.noticeKey, { status: 'dropped', note: 'it had lost its point' }, now);
        continue;
      }
      const held = heldUntil(notice, notifications.settings, now);
      if (held > now) {
        await tx.postponeNotice(notice.noticeKey, held, { tried: false, note: 'quiet hours' });
        continue;
      }
      return { ...claimed, state: stored.state };
    }
  });
}

async function tryToDeliver(
  { notifications, clock }: AppContext,
  tenantId: string,
  { notice, state }: Claimed,
): Promise<Delivered | NotifierError> {
  const { settings, recordUrl, notifiersOf } = notifications;
  const { record } = state.request;
  const notifier = notifiersOf(tenantId)[notice.channel];
  if (!notifier) return new NotifierError('refused', 'this channel is not set up any more');
  const url = recordUrl?.(tenantId, record);
  const message = messageOf(notice, state, {
    includeTexts: settings.includeTexts,
    ...(url !== undefined && { recordUrl: url }),
  });
  try {
    return await notifier.deliver({ notice, message, record, at: clock.now().toISOString() });
  } catch (error) {
    if (error instanceof NotifierError) return error;
    // It counts as a try, so that it too comes to an end.
    const cause = new Unforeseen('unforeseen', { cause: error });
    return new NotifierError('unavailable', 'the channel failed in a way nobody foresaw', { cause });
  }
}

async function record(
  { clock }: AppContext,
  tx: HandoffTransaction,
  { notice, attempts, firstTriedAt, state }: Claimed,
  result: Delivered | NotifierError,
): Promise<Outcome> {
  const now = clock.now();
  const { noticeKey } = notice;
  if (!(result instanceof NotifierError)) {
    const { reference } = result;
    const settled = await tx.settleNotice(
      noticeKey,
      { status: 'sent', ...(reference !== undefined && { note: reference }) },
      now,
    );
    if (settled) {
      await audit(tx, notice, now, 'notice_sent', {});
      await followInRow(tx, state.request, now);
    }
    return 'sent';
  }
  const since = now.getTime() - Date.parse(firstTriedAt ?? now.toISOString());
  if (result.code === 'unavailable' && since < GIVE_UP_AFTER) {
    const pause = Math.max(result.retryAfterMs ?? 0, pauseAfter(attempts));
    const until = new Date(now.getTime() + pause);
    await tx.postponeNotice(noticeKey, until, { tried: true, note: result.message });
    return 'postponed';
  }
  const failed = { status: 'failed', note: result.message } as const;
  if (await tx.settleNotice(noticeKey, failed, now)) {
    await audit(tx, notice, now, 'notice_failed', { code: result.code });
    await followInRow(tx, state.request, now);
  }
  return 'failed';
}

/** Milliseconds: 1, 2, 4 … 30 minutes. @param attempts tries so far, from 1 */
function pauseAfter(attempts: number): number {
  return Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(attempts - 1, 10));
}

async function audit(
  tx: HandoffTransaction,
  { requestId, kind, channel, to }: Claimed['notice'],
  now: Date,
  type: 'notice_sent' | 'notice_failed',
  more: Readonly<Record<string, unknown>>,
): Promise<void> {
  const data = { kind, channel, to: to.userId ?? 'unknown', ...more };
  await tx.appendAudit([{ at: now.toISOString(), type, requestId, actor: { kind: 'system' }, data }]);
}

function noCounts(): Record<NoticeChannel, Record<Outcome, number>> {
  const none = () => ({ sent: 0, failed: 0, postponed: 0 });
  return { crm_task: none(), slack: none(), email: none() };
}
