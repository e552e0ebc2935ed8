import { sql } from 'kysely';
import type { HandrailDb, TenantScope } from './database.ts';

/** Keeps webhooks as they came in. */
export interface WebhookInbox {
  /** How many of these writes are worth having under way at once for one tenant, 1 or more. */
  readonly writesAtOnce: number;

  /**
   * Keeps bodies of one tenant in one statement and outside of any other transaction: when it resolves, they stay.
   *
   * @param bodies JSON, one a webhook
   */
  takeWebhooks(tenantId: string, bodies: readonly string[], now: Date): Promise<void>;
}

/** What the worker does with webhooks, within one transaction. */
export interface InboxTable {
  /** Takes out the oldest webhooks that nobody else is taking, at most `limit`. */
  takeOut(limit: number): Promise<readonly string[]>;
}

/** The intake of a store. @param queue runs statements as the connections allow */
export function webhookInbox(
  db: HandrailDb,
  queue: <T>(task: () => Promise<T>) => Promise<T>,
): WebhookInbox['takeWebhooks'] {
  return async (tenantId, bodies, now) => {
    if (tenantId === '') throw new TypeError('takeWebhooks: a tenant id is required (this is a bug).');
    await queue(() =>
      sql`select handrail.take_webhooks(${tenantId}, ${[...bodies]}::text[], ${now})`.execute(db),
    );
  };
}

export function inboxTable({ trx, tenantId }: TenantScope): InboxTable {
  return {
    takeOut: async (limit) => {
      const { rows } = await sql<{ body: string }>`
        with taken as (
          delete from handrail.webhook_inbox
          where tenant_id = ${tenantId} and added in (
            select added from handrail.webhook_inbox
            where tenant_id = ${tenantId} order by added limit ${limit} for update skip locked
          )
          returning added, body
        )
        select body from taken order by added`.execute(trx);
      return rows.map(({ body }) => body);
    },
  };
}
