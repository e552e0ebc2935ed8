import { auditOfBulkEvent } from '../../domain/audit/audit-of-bulk-event.ts';
import type { BulkCommand } from '../../domain/bulk-request/commands.ts';
import { decideBulk } from '../../domain/bulk-request/decide-bulk.ts';
import type { BulkEvent } from '../../domain/bulk-request/events.ts';
import { evolveBulkAll } from '../../domain/bulk-request/evolve-bulk.ts';
import type { StoredBulk } from '../../ports/bulk-requests.ts';
import type { HandoffTransaction } from '../../ports/unit-of-work.ts';
import type { AppContext } from '../context.ts';
import { Refusal } from '../refusal.ts';

/** Events after which there is work to do in the background. */
const STARTS_WORK: ReadonlySet<BulkEvent['type']> = new Set([
  'bulk_submitted',
  'bulk_approved',
  'bulk_retried',
]);

/**
 * Carries out one command on a bulk request inside a transaction: state, audit entries and the job that goes on are
 * committed together or not at all.
 *
 * @param stored the bulk request as loaded in this transaction; null for a submit
 * @throws Refusal when the command is refused; ConcurrencyConflict from the store
 */
export async function applyBulkCommand(
  { clock, sha256 }: Pick<AppContext, 'clock' | 'sha256'>,
  tx: HandoffTransaction,
  stored: StoredBulk | null,
  command: BulkCommand,
): Promise<StoredBulk> {
  const before = stored?.state ?? ({ status: 'none' } as const);
  const outcome = decideBulk(command, before, clock.now());
  if (!outcome.ok) throw new Refusal(outcome.rejection);
  if (stored && outcome.events.length === 0) return stored;

  const after = evolveBulkAll(before, outcome.events);
  if (after.status === 'none') throw new Error('a command left no bulk request behind (this is a bug)');
  const version = stored?.version ?? 0;
  const { bulkId } = after.bulk;
  await tx.saveBulk(after, version);
  await tx.appendAudit(outcome.events.map((event) => auditOfBulkEvent(bulkId, event, sha256)));
  if (outcome.events.some(({ type }) => type === 'bulk_retried')) await tx.reopenFailedItems(bulkId);
  if (outcome.events.some(({ type }) => STARTS_WORK.has(type))) {
    await tx.enqueue({ kind: 'advance_bulk', bulkId });
  }
  return { state: after, version: version + 1 };
}
