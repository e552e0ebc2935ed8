import { type ChainHead, chainEntry, GENESIS } from '../../../src/domain/audit/audit-chain.ts';
import type { AuditDraft, AuditEntry } from '../../../src/domain/audit/audit-entry.ts';
import type { Sha256 } from '../../../src/ports/digest.ts';
import type { TenantScope } from './database.ts';

/** What one transaction adds to the trail. */
export interface TrailOfTransaction {
  collect(drafts: readonly AuditDraft[]): void;
  /** Appends what was collected since the last call. */
  append(): Promise<void>;
}

/**
 * Collects a transaction's entries, so that they are appended right before the commit: all writers of a tenant wait
 * for the lock on the chain's head, so it is held for as few round trips as can be.
 */
export function collectTrail(scope: TenantScope, sha256: Sha256): TrailOfTransaction {
  let collected: AuditDraft[] = [];
  return {
    collect: (drafts) => {
      collected.push(...drafts);
    },
    append: async () => {
      const drafts = collected;
      collected = [];
      await appendAudit(scope, drafts, sha256);
    },
  };
}

/**
 * Appends to the tenant's chain. Its head stays locked until the transaction ends, so that no other entry can get
 * the same predecessor and a rollback leaves no gap.
 */
async function appendAudit(scope: TenantScope, drafts: readonly AuditDraft[], sha256: Sha256): Promise<void> {
  if (drafts.length === 0) return;
  const { trx, tenantId } = scope;
  let head = await lockHead(scope);
  const rows = drafts.map((draft) => {
    const entry = chainEntry(tenantId, head, draft, sha256);
    head = entry;
    return {
      tenant_id: tenantId,
      seq: entry.seq,
      request_id: draft.requestId ?? null,
      at: draft.at,
      body: entry.body,
      hash: entry.hash,
    };
  });
  await trx
    .with('appended', (db) => db.insertInto('audit_entry').values(rows))
    .updateTable('audit_head')
    .set({ seq: head.seq, hash: head.hash })
    .where('tenant_id', '=', tenantId)
    .execute();
}

/** Entries in order of their number. */
export async function readAudit(
  { trx, tenantId }: TenantScope,
  options: { requestId?: string; fromSeq?: number; limit: number },
): Promise<readonly AuditEntry[]> {
  let query = trx
    .selectFrom('audit_entry')
    .select(['seq', 'body', 'hash'])
    .where('tenant_id', '=', tenantId)
    .where('seq', '>=', options.fromSeq ?? 1);
  if (options.requestId !== undefined) query = query.where('request_id', '=', options.requestId);
  return query.orderBy('seq').limit(options.limit).execute();
}

async function lockHead(scope: TenantScope): Promise<ChainHead> {
  const head = await selectHeadForUpdate(scope);
  if (head) return head;
  await scope.trx
    .insertInto('audit_head')
    .values({ tenant_id: scope.tenantId, seq: 0, hash: GENESIS })
    .onConflict((conflict) => conflict.column('tenant_id').doNothing())
    .execute();
  const created = await selectHeadForUpdate(scope);
  if (!created) throw new Error('The head of the audit trail vanished while it was created (this is a bug).');
  return created;
}

function selectHeadForUpdate({ trx, tenantId }: TenantScope): Promise<ChainHead | undefined> {
  return trx
    .selectFrom('audit_head')
    .select(['seq', 'hash'])
    .where('tenant_id', '=', tenantId)
    .forUpdate()
    .executeTakeFirst();
}
