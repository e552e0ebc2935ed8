import type { MendContext } from '../../../src/application/mending.ts';
import { Refusal } from '../../../src/application/refusal.ts';
import { tidyUp, undoMend } from '../../../src/application/undo-mend.ts';
import type { Mend } from '../../../src/domain/guard/mend/mend.ts';
import type { TidyOutcome } from '../../../src/ports/automations.ts';
import { CrmError } from '../../../src/ports/crm.ts';

/** What an uninstall did about mended workflows, or would do. */
export interface MendRemoval {
  readonly undone: readonly string[];
  /** Workflows that still hold our change, and why; the whole uninstall waits for them. */
  readonly left: readonly { readonly mendId: string; readonly name: string; readonly why: string }[];
  readonly list: TidyOutcome;
}

/** Mends whose change is in the CRM, as far as is known. */
export async function mendsInForce(
  { unitOfWork }: Pick<MendContext, 'unitOfWork'>,
  tenantId: string,
): Promise<readonly Mend[]> {
  const all = await unitOfWork.transact(tenantId, (tx) => tx.guard.listMends());
  return all.filter(({ status }) => status === 'applied' || status === 'proposed');
}

/**
 * Puts the former definitions back, newest mend first, and removes the list that mends made. With `dryRun` nothing is
 * changed.
 *
 * @param undo false to leave mended workflows as they are
 * @throws CrmError `unavailable`
 */
export async function removeMends(
  context: MendContext,
  tenantId: string,
  { undo, dryRun }: { readonly undo: boolean; readonly dryRun: boolean },
): Promise<MendRemoval> {
  const undone: string[] = [];
  const left: { mendId: string; name: string; why: string }[] = [];
  for (const { mendId, automationName: name } of undo ? await mendsInForce(context, tenantId) : []) {
    const why = dryRun ? null : await whyNotUndone(context, tenantId, mendId);
    if (why === null) undone.push(name);
    else left.push({ mendId, name, why });
  }
  return { undone, left, list: await tidyUp(context.mendingOf(tenantId), { dryRun }) };
}

/** Null once the workflow holds nothing of ours. */
async function whyNotUndone(context: MendContext, tenantId: string, mendId: string): Promise<string | null> {
  try {
    const result = await undoMend(context, tenantId, { mendId, by: null });
    if (result.outcome === 'refused') return result.message;
    return result.outcome === 'failed' ? (result.mend.trouble?.message ?? 'It could not be undone.') : null;
  } catch (error) {
    // One that turned out never to have arrived has left nothing.
    if (error instanceof Refusal) return error.code === 'mend_not_in_force' ? null : error.message;
    if (error instanceof CrmError && !error.retryable) return error.message;
    throw error;
  }
}
