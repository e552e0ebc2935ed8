// What each function promises stands at its namesake in `HandoffTransaction`, src/ports/unit-of-work.ts.

import type { NoticeChannel } from '@handrail/contracts/vocabulary';
import { type Selectable, sql } from 'kysely';
import type { PlannedNotice } from '../../../src/domain/notice/notice.ts';
import type { HandoffTransaction, StoredNotice } from '../../../src/ports/unit-of-work.ts';
import type { Database, TenantScope } from './database.ts';

const COLUMNS = [
  'notice',
  'status',
  'attempts',
  'first_tried_at',
  'next_attempt_at',
  'settled_at',
  'note',
] as const;

type Row = Pick<Selectable<Database['notice']>, (typeof COLUMNS)[number]>;

export async function addNotices(
  { trx, tenantId }: TenantScope,
  notices: readonly PlannedNotice[],
): Promise<void> {
  if (notices.length === 0) return;
  await trx
    .insertInto('notice')
    .values(
      notices.map((notice) => ({
        tenant_id: tenantId,
        notice_key: notice.noticeKey,
        request_id: notice.requestId,
        channel: notice.channel,
        notice: JSON.stringify(notice),
        status: 'waiting' as const,
        next_attempt_at: notice.notBefore,
      })),
    )
    .execute();
}

export async function listNotices(
  { trx, tenantId }: TenantScope,
  requestId: string,
): Promise<readonly StoredNotice[]> {
  const rows = await trx
    .selectFrom('notice')
    .select(COLUMNS)
    .where('tenant_id', '=', tenantId)
    .where('request_id', '=', requestId)
    .orderBy('added')
    .execute();
  return rows.map(storedNotice);
}

/** A row that another worker has locked is that worker's: it is passed over, not waited for. */
export async function claimNotice(
  { trx, tenantId }: TenantScope,
  now: Date,
  leaseUntil: Date,
  { requestId, except }: { readonly requestId?: string; readonly except: readonly NoticeChannel[] },
): Promise<StoredNotice | null> {
  let due = trx
    .selectFrom('notice')
    .select('notice_key')
    .where('tenant_id', '=', tenantId)
    .where('next_attempt_at', '<=', now)
    .orderBy('next_attempt_at')
    .orderBy('added')
    .limit(1)
    .forUpdate()
    .skipLocked();
  if (requestId !== undefined) due = due.where('request_id', '=', requestId);
  if (except.length > 0) due = due.where('channel', 'not in', [...except]);
  const claimed = await trx
    .updateTable('notice')
    .set((eb) => ({
      attempts: eb('attempts', '+', 1),
      first_tried_at: sql<Date>`coalesce(first_tried_at, ${now}::timestamptz)`,
      next_attempt_at: leaseUntil,
    }))
    .where('tenant_id', '=', tenantId)
    .where('notice_key', '=', due)
    .returning(COLUMNS)
    .executeTakeFirst();
  return claimed ? storedNotice(claimed) : null;
}

export async function postponeNotice(
  { trx, tenantId }: TenantScope,
  noticeKey: string,
  until: Date,
  { tried, note }: { readonly tried: boolean; readonly note?: string },
): Promise<void> {
  await trx
    .updateTable('notice')
    .set({
      next_attempt_at: until,
      note: note ?? null,
      ...(!tried && {
        attempts: sql<number>`attempts - 1`,
        first_tried_at: sql<Date | null>`case when attempts > 1 then first_tried_at end`,
      }),
    })
    .where('tenant_id', '=', tenantId)
    .where('notice_key', '=', noticeKey)
    .where('status', '=', 'waiting')
    .execute();
}

/** The row lock of the update decides between two workers; the second one finds the notice settled. */
export async function settleNotice(
  { trx, tenantId }: TenantScope,
  noticeKey: string,
  { status, note }: Parameters<HandoffTransaction['settleNotice']>[1],
  at: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('notice')
    .set({ status, note: note ?? null, settled_at: at, next_attempt_at: null })
    .where('tenant_id', '=', tenantId)
    .where('notice_key', '=', noticeKey)
    .where('status', '=', 'waiting')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

function storedNotice(row: Row): StoredNotice {
  const { notice, status, attempts, first_tried_at, next_attempt_at, settled_at, note } = row;
  return {
    notice,
    status,
    attempts,
    ...(first_tried_at && { firstTriedAt: first_tried_at.toISOString() }),
    ...(next_attempt_at && { nextAttemptAt: next_attempt_at.toISOString() }),
    ...(settled_at && { settledAt: settled_at.toISOString() }),
    ...(note !== null && { note }),
  };
}
