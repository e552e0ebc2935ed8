import type { Patience, SalesforceClient } from './client.ts';
import { retrievedSchema, type SalesforceRecord } from './schema.ts';
import { isSalesforceId } from './sobjects.ts';

/** The most the call takes, in records. */
const MOST = 2000;

/**
 * Records of one object by their ids, in one call. What does not exist, or is deleted, is left out.
 *
 * @param fields API names that the object has: with another one Salesforce refuses the whole call
 * @returns by the id asked for
 * @throws SalesforceCallError
 */
export async function readRecords(
  client: SalesforceClient,
  objectName: string,
  {
    ids,
    fields,
    patience,
  }: { readonly ids: readonly string[]; readonly fields: readonly string[]; readonly patience: Patience },
): Promise<ReadonlyMap<string, SalesforceRecord>> {
  const found = new Map<string, SalesforceRecord>();
  const wanted = [...new Set(ids)].filter(isSalesforceId);
  for (let start = 0; start < wanted.length; start += MOST) {
    const chunk = wanted.slice(start, start + MOST);
    const records = await client.send({
      method: 'POST',
      path: `/composite/sobjects/${objectName}`,
      template: '/composite/sobjects/{object}',
      body: { ids: chunk, fields: [...new Set(fields)] },
      schema: retrievedSchema,
      purpose: `read records of ${objectName}`,
      patience,
    });
    for (const [at, id] of chunk.entries()) {
      const record = records[at];
      if (record) found.set(id, record);
    }
  }
  return found;
}
