import type { ObjectType } from '@handrail/contracts/vocabulary';
import { CrmError, type RecordList } from '../../../src/ports/crm.ts';
import type { SalesforceClient } from './client.ts';
import { SalesforceCallError } from './errors.ts';
import { queryAll, quoted } from './queries.ts';
import { addressedSchema, listViewQuerySchema, listViewSchema, pageSchema } from './schema.ts';
import { isSalesforceId, objectOfType } from './sobjects.ts';

/** Records a page; Salesforce takes 200 to 2,000. */
const PAGE_SIZE = 250;

/** A list view by its id, else by its exact name. @throws SalesforceCallError */
export async function findRecordList(
  client: SalesforceClient,
  objectType: ObjectType,
  idOrName: string,
): Promise<RecordList | null> {
  const { name: objectName } = objectOfType(objectType);
  const byId = isSalesforceId(idOrName) ? `Id = ${quoted(idOrName)} OR ` : '';
  const found = await queryAll(client, {
    soql: `SELECT Id, Name, SobjectType FROM ListView WHERE SobjectType = ${quoted(objectName)} AND (${byId}Name = ${quoted(idOrName)})`,
    record: listViewSchema,
    purpose: 'look the list view up',
    patience: 'person',
  });
  const view =
    found.find(({ Id }) => Id.slice(0, 15) === idOrName.slice(0, 15)) ??
    found.find(({ Name }) => Name === idOrName);
  return view ? { listId: view.Id, name: view.Name } : null;
}

/**
 * One page of a list view's records: the query behind the view is run, because the view's own results end at 2,000.
 *
 * @throws SalesforceCallError; CrmError `record_not_found` for a list that is gone
 */
export async function readRecordList(
  client: SalesforceClient,
  listId: string,
  after: string | undefined,
): Promise<{ recordIds: readonly string[]; next?: string }> {
  const first = after === undefined;
  const page = await client.send({
    method: 'GET',
    path: after ?? '/query',
    template: first ? '/query' : '/query/{locator}',
    ...(first && { query: { q: await queryOf(client, listId) } }),
    headers: { 'Sforce-Query-Options': `batchSize=${PAGE_SIZE}` },
    schema: pageSchema(addressedSchema),
    purpose: 'read the records of the list view',
    patience: 'job',
  });
  const next = page.nextRecordsUrl;
  return { recordIds: page.records, ...(next !== undefined && { next }) };
}

async function queryOf(client: SalesforceClient, listId: string): Promise<string> {
  const [view] = isSalesforceId(listId)
    ? await queryAll(client, {
        soql: `SELECT Id, Name, SobjectType FROM ListView WHERE Id = ${quoted(listId)}`,
        record: listViewSchema,
        purpose: 'look the list view up',
        patience: 'job',
      })
    : [];
  if (!view) throw gone('no such list view');
  try {
    const { query } = await client.send({
      method: 'GET',
      path: `/sobjects/${view.SobjectType}/listviews/${view.Id}/describe`,
      template: '/sobjects/{object}/listviews/{id}/describe',
      schema: listViewQuerySchema,
      purpose: 'read what the list view shows',
      namesRecord: true,
      patience: 'job',
    });
    return query;
  } catch (error) {
    if (error instanceof SalesforceCallError && error.code === 'record_not_found') throw gone(error.internal);
    throw error;
  }
}

function gone(internal: string): CrmError {
  return new CrmError('record_not_found', 'The list view is not in Salesforce any more.', internal);
}
