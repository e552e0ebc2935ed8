// What the function promises stands at its namesake in `HandoffTransaction`, src/ports/unit-of-work.ts.

import { NOTICE_CHANNELS, type NoticeChannel } from '@handrail/contracts/vocabulary';
import type { ChannelRecord } from '../../../src/ports/unit-of-work.ts';
import type { TenantScope } from './database.ts';

/** One short look for each, so that indexes answer whatever the number of notices. */
export async function findChannelRecords(scope: TenantScope): Promise<readonly ChannelRecord[]> {
  const records: ChannelRecord[] = [];
  for (const channel of NOTICE_CHANNELS) {
    const [sent, given, waiting] = [
      await newestSettled(scope, channel, 'sent'),
      await newestSettled(scope, channel, 'failed'),
      await newestWaiting(scope, channel),
    ];
    const failure = [given, waiting]
      .flatMap((one) => (one ? [one] : []))
      .toSorted((a, b) => b.at.getTime() - a.at.getTime())[0];
    records.push({
      channel,
      lastSentAt: sent?.at.toISOString() ?? null,
      lastFailure: failure
        ? { at: failure.at.toISOString(), note: failure.note, willBeTriedAgain: failure === waiting }
        : null,
    });
  }
  return records;
}

interface Found {
  readonly at: Date;
  readonly note: string;
}

async function newestSettled(
  { trx, tenantId }: TenantScope,
  channel: NoticeChannel,
  status: 'sent' | 'failed',
): Promise<Found | null> {
  const row = await trx
    .selectFrom('notice')
    .select(['settled_at', 'note'])
    .where('tenant_id', '=', tenantId)
    .where('channel', '=', channel)
    .where('status', '=', status)
    .where('settled_at', 'is not', null)
    .orderBy('settled_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.settled_at ? { at: row.settled_at, note: row.note ?? '' } : null;
}

/** A notice that waits and has a note was tried before, and the channel did not take it. */
async function newestWaiting({ trx, tenantId }: TenantScope, channel: NoticeChannel): Promise<Found | null> {
  const row = await trx
    .selectFrom('notice')
    .select(['first_tried_at', 'note'])
    .where('tenant_id', '=', tenantId)
    .where('channel', '=', channel)
    .where('status', '=', 'waiting')
    .where('note', 'is not', null)
    .where('first_tried_at', 'is not', null)
    .orderBy('first_tried_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.first_tried_at ? { at: row.first_tried_at, note: row.note ?? '' } : null;
}
