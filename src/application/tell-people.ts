import type { RequestEvent } from '../domain/exception-request/events.ts';
import { planNotices, supersedes } from '../domain/notice/plan-notices.ts';
import type { HandoffTransaction, StoredRequest } from '../ports/unit-of-work.ts';
import type { AppContext } from './context.ts';

/**
 * Adds what people are to be told of one change to the outbox, in the transaction of the change. A notice that still
 * waits and asks the same of the same person is dropped: when a channel comes back after a day, nobody is asked twice
 * for one decision.
 */
export async function tellPeople(
  { notifications }: AppContext,
  tx: HandoffTransaction,
  { state, version }: StoredRequest,
  events: readonly RequestEvent[],
  now: Date,
): Promise<void> {
  const { requestId } = state.request;
  const planned = planNotices(events, state, {
    settings: notifications.settings,
    available: notifications.channels,
    version,
    now,
  });
  if (planned.length === 0) return;
  // A request that was filed just now has no older notice.
  for (const { notice, status } of version === 1 ? [] : await tx.listNotices(requestId)) {
    if (status !== 'waiting' || !planned.some((newer) => supersedes(newer, notice))) continue;
    await tx.settleNotice(
      notice.noticeKey,
      { status: 'dropped', note: 'a newer notice took its place' },
      now,
    );
  }
  await tx.addNotices(planned);
  await tx.enqueue({ kind: 'deliver_notices', requestId });
}
