import type { Writer } from '../../domain/watch/circumstances.ts';
import type { WatchedField } from '../../domain/watch/field-change.ts';
import { CrmError } from '../../ports/crm.ts';
import type { WaitingChange } from '../../ports/judgement-store.ts';
import type { JudgeContext } from './judge-context.ts';

/** The automations that may have written each field; null where the CRM does not let them be read. */
export type Writers = ReadonlyMap<WatchedField, readonly Writer[] | null>;

/**
 * Reads what may have written the fields of changes for which the CRM names only the user in whose name they were made.
 *
 * @throws CrmError `unavailable`: nobody is judged on a CRM that was down
 */
export async function writersFor(
  { watch }: Pick<JudgeContext, 'watch'>,
  tenantId: string,
  waiting: readonly WaitingChange[],
): Promise<Writers> {
  const writers = new Map<WatchedField, readonly Writer[] | null>();
  for (const { change } of waiting) {
    const { field, record, source } = change;
    if (source.kind !== 'running_user' || writers.has(field)) continue;
    writers.set(field, await read());
    async function read(): Promise<readonly Writer[] | null> {
      try {
        const found = await watch.writersOf(tenantId, record, field);
        return found.map(({ name, verdict }) => ({ name, respects: verdict === 'respects' }));
      } catch (error) {
        if (error instanceof CrmError && !error.retryable) return null;
        throw error;
      }
    }
  }
  return writers;
}
