// What each function promises stands at its namesake in `HandoffTransaction`, src/ports/unit-of-work.ts.

import type { PlaybookPhase } from '@handrail/contracts/vocabulary';
import type { PlannedStep } from '../../../src/domain/playbook/step.ts';
import type { HandoffTransaction, StoredStep } from '../../../src/ports/unit-of-work.ts';
import type { TenantScope } from './database.ts';

export async function addSteps({ trx, tenantId }: TenantScope, steps: readonly PlannedStep[]): Promise<void> {
  if (steps.length === 0) return;
  await trx
    .insertInto('playbook_step')
    .values(
      steps.map((step) => ({
        tenant_id: tenantId,
        step_key: step.stepKey,
        request_id: step.requestId,
        phase: step.phase,
        step: JSON.stringify(step),
        status: 'waiting',
      })),
    )
    .execute();
}

export async function listSteps(
  { trx, tenantId }: TenantScope,
  requestId: string,
): Promise<readonly StoredStep[]> {
  const rows = await trx
    .selectFrom('playbook_step')
    .select(['step', 'status', 'outcome', 'note'])
    .where('tenant_id', '=', tenantId)
    .where('request_id', '=', requestId)
    .orderBy('added')
    .execute();
  return rows.map(({ step, status, outcome, note }) => ({
    step,
    status,
    ...(outcome === null ? {} : { outcome }),
    ...(note === null ? {} : { note }),
  }));
}

/** The row lock of the update decides between two workers; the second one finds the step done. */
export async function finishStep(
  { trx, tenantId }: TenantScope,
  stepKey: string,
  result: Parameters<HandoffTransaction['finishStep']>[1],
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('playbook_step')
    .set({
      status: result.status,
      outcome: result.status === 'done' ? result.outcome : null,
      note: result.note ?? null,
    })
    .where('tenant_id', '=', tenantId)
    .where('step_key', '=', stepKey)
    .where('status', '<>', 'done')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function resetFailedSteps(
  { trx, tenantId }: TenantScope,
  requestId: string,
  phase: PlaybookPhase,
): Promise<void> {
  await trx
    .updateTable('playbook_step')
    .set({ status: 'waiting', note: null })
    .where('tenant_id', '=', tenantId)
    .where('request_id', '=', requestId)
    .where('phase', '=', phase)
    .where('status', '=', 'failed')
    .execute();
}
