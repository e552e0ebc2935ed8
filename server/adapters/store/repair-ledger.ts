// What each function promises stands at its namesake in `JudgementStore`, src/ports/judgement-store.ts.

import type { RecordRef } from '../../../src/domain/policy/facts.ts';
import type { WatchedField } from '../../../src/domain/watch/field-change.ts';
import { EMPTY_LEDGER, type RepairLedger } from '../../../src/domain/watch/put-back.ts';
import type { JudgementStore } from '../../../src/ports/judgement-store.ts';
import type { TenantScope } from './database.ts';

/** Which field of which record a ledger is about. */
interface LedgerKey {
  readonly record: RecordRef;
  readonly field: WatchedField;
  readonly property: string;
}

/** The row is made first, so that there is one to lock. */
export async function lockLedger(scope: TenantScope, key: LedgerKey): Promise<RepairLedger> {
  const { trx, tenantId } = scope;
  await trx
    .insertInto('repair_ledger')
    .values({ ...columnsOf(scope, key), ledger: JSON.stringify(EMPTY_LEDGER) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await trx
    .selectFrom('repair_ledger')
    .select('ledger')
    .where('tenant_id', '=', tenantId)
    .where('object_type', '=', key.record.objectType)
    .where('record_id', '=', key.record.recordId)
    .where('field', '=', key.field)
    .where('property', '=', key.property)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return row.ledger;
}

export async function readLedgers(
  { trx, tenantId }: TenantScope,
  record: RecordRef,
): ReturnType<JudgementStore['readLedgers']> {
  return trx
    .selectFrom('repair_ledger')
    .select(['field', 'property', 'ledger'])
    .where('tenant_id', '=', tenantId)
    .where('object_type', '=', record.objectType)
    .where('record_id', '=', record.recordId)
    .execute();
}

export async function saveLedger(scope: TenantScope, key: LedgerKey, ledger: RepairLedger): Promise<void> {
  await scope.trx
    .updateTable('repair_ledger')
    .set({ ledger: JSON.stringify(ledger) })
    .where('tenant_id', '=', scope.tenantId)
    .where('object_type', '=', key.record.objectType)
    .where('record_id', '=', key.record.recordId)
    .where('field', '=', key.field)
    .where('property', '=', key.property)
    .execute();
}

function columnsOf({ tenantId }: TenantScope, { record, field, property }: LedgerKey) {
  return {
    tenant_id: tenantId,
    object_type: record.objectType,
    record_id: record.recordId,
    field,
    property,
  };
}
