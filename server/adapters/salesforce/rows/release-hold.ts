import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import type { RecordRef } from '../../../../src/domain/policy/facts.ts';
import type { SalesforceClient } from '../client.ts';
import { tagField } from '../field-names.ts';
import { queryAll, quoted } from '../queries.ts';
import { readRecords } from '../read-records.ts';
import { acceptedSchema, foundSchema } from '../schema.ts';
import { objectOf } from '../sobjects.ts';
import { ROW_OBJECTS } from './row-objects.ts';

const HOLD = tagField(RECORD_PROPERTY.routingHold);
const HOLDER = tagField(RECORD_PROPERTY.exceptionId);

/**
 * Takes off the hold that the package's flow set for a row. A hold with the id of an exception belongs to that. A row
 * that is written meanwhile finds the hold set and does not set it: whether there is one is asked once more
 * afterwards, and the hold is put back for it.
 *
 * @throws CrmError `unavailable`, `refused`
 */
export async function releaseHold(client: SalesforceClient, rowId: string, record: RecordRef): Promise<void> {
  if (!(await isHeldByNobody(client, record))) return;
  if (await isNeeded(client, rowId, record)) return;
  await writeHold(client, record, false);
  if ((await isNeeded(client, rowId, record)) && !(await hasHolder(client, record))) {
    await writeHold(client, record, true);
  }
}

/** Another row that waits for its answer and had the hold set. */
async function isNeeded(client: SalesforceClient, rowId: string, { recordId }: RecordRef): Promise<boolean> {
  const { name, stateField, waiting } = ROW_OBJECTS.exception;
  const others = await queryAll(client, {
    soql: `SELECT Id FROM ${name} WHERE Record_Id__c = ${quoted(recordId)} AND ${stateField} = ${quoted(waiting)} AND Hold_Until__c != null AND Id != ${quoted(rowId)} LIMIT 1`,
    record: foundSchema,
    purpose: 'find other requests on the record',
    patience: 'job',
  });
  return others.length > 0;
}

async function isHeldByNobody(client: SalesforceClient, record: RecordRef): Promise<boolean> {
  const values = await read(client, record);
  return values?.[HOLD] === true && !values[HOLDER];
}

async function hasHolder(client: SalesforceClient, record: RecordRef): Promise<boolean> {
  return Boolean((await read(client, record))?.[HOLDER]);
}

async function read(client: SalesforceClient, record: RecordRef) {
  const { recordId } = record;
  const fields = ['Id', HOLD, HOLDER];
  const found = await readRecords(client, objectOf(record).name, {
    ids: [recordId],
    fields,
    patience: 'job',
  });
  return found.get(recordId);
}

async function writeHold(client: SalesforceClient, record: RecordRef, isHeld: boolean): Promise<void> {
  await client.send({
    method: 'PATCH',
    path: `/sobjects/${objectOf(record).name}/${record.recordId}`,
    template: '/sobjects/{object}/{recordId}',
    body: { [HOLD]: isHeld },
    schema: acceptedSchema,
    purpose: `${isHeld ? 'keep' : 'release'} the hold of a request on the ${record.objectType}`,
    namesRecord: true,
    patience: 'job',
    findEarlier: async () => ((await read(client, record))?.[HOLD] === isHeld ? {} : null),
  });
}
