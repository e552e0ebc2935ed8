import { z } from 'zod';
import type { SalesforceClient } from '../client.ts';
import type { XmlObject } from '../metadata/xml-shape.ts';

/** Salesforce takes ten names a call. */
export const MOST_NAMES = 10;

const recordSchema = z.record(z.string(), z.unknown());
const readSchema = z.preprocess(
  (result) => (result === null || result === '' ? {} : result),
  z.object({
    records: z.preprocess(
      (records) => (Array.isArray(records) ? records : records === undefined ? [] : [records]),
      z.array(z.unknown()),
    ),
  }),
);

/**
 * Components of one type by their names, as the Metadata API gives them. What it does not have or hides is left out.
 *
 * @param type such as `AssignmentRules`
 * @throws SalesforceCallError
 */
export async function readRecords(
  client: SalesforceClient,
  type: string,
  fullNames: readonly string[],
): Promise<ReadonlyMap<string, XmlObject>> {
  const found = new Map<string, XmlObject>();
  for (let from = 0; from < fullNames.length; from += MOST_NAMES) {
    const { records } = await client.callMetadata({
      operation: 'readMetadata',
      message: { type, fullNames: fullNames.slice(from, from + MOST_NAMES) },
      purpose: `read ${type}`,
      schema: readSchema,
    });
    for (const one of records) {
      const record = recordSchema.safeParse(one);
      if (!record.success) continue;
      // What belongs to the reply alone is no part of the component.
      const { $: _, fullName, ...document } = record.data;
      if (typeof fullName === 'string') found.set(fullName, document);
    }
  }
  return found;
}
