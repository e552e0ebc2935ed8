import { z } from 'zod';
import type { Clock } from '../../../../src/ports/clock.ts';
import type { SalesforceClient } from '../client.ts';
import { SalesforceCallError } from '../errors.ts';
import { queryAll, quoted } from '../queries.ts';

const definitionSchema = z.object({
  QualifiedApiName: z.string(),
  IsFieldHistoryTracked: z.boolean().nullish(),
});

/** An admin switches tracking on or off rarely. */
const GOOD_FOR_MS = 10 * 60_000;

/**
 * Names of an object's fields, in small letters, whose history the org keeps; null when it does not say.
 *
 * @throws SalesforceCallError when it cannot be asked now
 */
export async function readTrackedFields(
  client: SalesforceClient,
  objectName: string,
): Promise<ReadonlySet<string> | null> {
  try {
    const definitions = await queryAll(client, {
      soql: `SELECT QualifiedApiName, IsFieldHistoryTracked FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = ${quoted(objectName)}`,
      record: definitionSchema,
      purpose: `read which fields of ${objectName} have a history`,
      patience: 'job',
    });
    const tracked = definitions.filter(({ IsFieldHistoryTracked }) => IsFieldHistoryTracked === true);
    return new Set(tracked.map(({ QualifiedApiName }) => QualifiedApiName.toLowerCase()));
  } catch (error) {
    if (error instanceof SalesforceCallError && !error.retryable) return null;
    throw error;
  }
}

/** Remembers what `readTrackedFields` says for ten minutes. */
export function rememberTracked(
  client: SalesforceClient,
  clock: Clock,
): (objectName: string) => Promise<ReadonlySet<string> | null> {
  const known = new Map<string, { readonly until: number; readonly fields: ReadonlySet<string> | null }>();
  return async (objectName) => {
    const now = clock.now().getTime();
    const kept = known.get(objectName);
    if (kept && kept.until > now) return kept.fields;
    const fields = await readTrackedFields(client, objectName);
    known.set(objectName, { until: now + GOOD_FOR_MS, fields });
    return fields;
  };
}
