import { z } from 'zod';
import { sha256 } from '../../system/sha256.ts';
import type { SalesforceClient } from '../client.ts';
import type { MetadataDocument } from '../metadata/read-documents.ts';
import { queryAll } from '../queries.ts';
import { isRefusal, unreadableKind } from './refusals.ts';

const rowSchema = z.object({
  Name: z.string(),
  Status: z.string().nullish(),
  Body: z.string().nullish(),
  NamespacePrefix: z.string().nullish(),
});

/** What the org tells in place of the code of a managed trigger. */
const HIDDEN = '(hidden)';

/** All Apex triggers with their code. @throws CrmError `unavailable` */
export async function readTriggers(client: SalesforceClient): Promise<readonly MetadataDocument[]> {
  try {
    const rows = await queryAll(client, {
      soql: 'SELECT Name, Status, Body, NamespacePrefix FROM ApexTrigger',
      record: rowSchema,
      purpose: 'list the Apex triggers',
      patience: 'job',
      tooling: true,
    });
    return rows.map(triggerOf);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return [unreadableKind('trigger', error)];
  }
}

function triggerOf({ Name, Status, Body, NamespacePrefix }: z.infer<typeof rowSchema>): MetadataDocument {
  const name = NamespacePrefix ? `${NamespacePrefix}__${Name}` : Name;
  const common = { kind: 'trigger', name, source: `${name} (Apex trigger)` } as const;
  if (!Body || Body === HIDDEN) {
    const owner = NamespacePrefix ? `the managed package ${NamespacePrefix}` : 'its package';
    return { ...common, why: `${owner} hides its code` };
  }
  const isInactive = Status === 'Inactive' || Status === 'Deleted';
  return { ...common, code: Body, isInactive, revision: sha256(`${Status} ${Body}`).slice(0, 16) };
}
