import { SALESFORCE_CUSTOM_OBJECTS } from '@handrail/contracts/salesforce-objects';
import { z } from 'zod';
import { CrmError } from '../../../../src/ports/crm.ts';
import type { SalesforceClient } from '../client.ts';
import { fieldsMissing, SalesforceCallError } from '../errors.ts';
import type { Fields } from '../field-names.ts';
import { describeSchema } from '../schema.ts';

/** The objects of the package that Handrail writes for people to read. */
export const ROW_OBJECTS = ['Handoff_Exception__c', 'Handoff_Seat__c', 'Handoff_Policy__c'] as const;
export type RowObject = (typeof ROW_OBJECTS)[number];

/** The fields of those objects, as the integration user has them. */
export type PackageFields = Readonly<Record<RowObject, Fields>>;

const writableSchema = z.object({
  fields: z.array(z.object({ name: z.string(), createable: z.boolean(), updateable: z.boolean() })),
});

/** Fields that people fill as well. On rows of theirs Handrail writes only the others. */
const NEVER_WRITTEN: ReadonlySet<string> = new Set(['Hold_Until__c', 'Problem_Code__c', 'Problem_Detail__c']);

/**
 * Reads which fields of the package the integration user can write, before a row is sent: a field that is hidden from
 * it makes Salesforce refuse whole calls, and then names one field at most.
 *
 * @throws CrmError `properties_missing` that names every field; SalesforceCallError
 */
export async function readPackageFields(client: SalesforceClient): Promise<PackageFields> {
  const read = await Promise.all(
    ROW_OBJECTS.map(async (name) => [name, await readFields(client, name)] as const),
  );
  return Object.fromEntries(read) as PackageFields;
}

async function readFields(client: SalesforceClient, objectName: RowObject): Promise<Fields> {
  const body = await describe(client, objectName);
  const writable = new Set(
    writableSchema
      .parse(body)
      .fields.filter(({ createable, updateable }) => createable || updateable)
      .map(({ name }) => name),
  );
  const definition = SALESFORCE_CUSTOM_OBJECTS.find(({ name }) => name === objectName);
  const missing = (definition?.fields ?? [])
    .map(({ name }) => name)
    .filter((name) => !(writable.has(name) || NEVER_WRITTEN.has(name)));
  if (missing.length > 0) throw notReady(objectName, missing);
  return new Map(describeSchema.parse(body).fields.map((field) => [field.name.toLowerCase(), field]));
}

async function describe(client: SalesforceClient, objectName: RowObject): Promise<unknown> {
  try {
    return await client.send({
      method: 'GET',
      path: `/sobjects/${objectName}/describe`,
      template: '/sobjects/{object}/describe',
      // Both shapes are read from it.
      schema: z.unknown().refine((body) => writableSchema.safeParse(body).success),
      purpose: `read which fields ${objectName} has`,
      patience: 'job',
    });
  } catch (error) {
    if (error instanceof SalesforceCallError && error.errorCode === 'NOT_FOUND') {
      throw notReady(objectName, ['at all']);
    }
    throw error;
  }
}

function notReady(objectName: RowObject, missing: readonly string[]): CrmError {
  return new CrmError(
    'properties_missing',
    fieldsMissing(objectName, missing),
    `${objectName} lacks ${missing.join(', ')}`,
  );
}
