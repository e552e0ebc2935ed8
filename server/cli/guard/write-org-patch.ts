import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FieldNames } from '../../../src/domain/guard/automation.ts';
import { proposeForOrg } from '../../adapters/salesforce/automations/org-files.ts';
import type { SalesforceClient } from '../../adapters/salesforce/client.ts';
import type { MetadataDocument } from '../../adapters/salesforce/metadata/read-documents.ts';
import { tellProposals, writeProposals } from './write-proposals.ts';

/**
 * Writes the changes proposed to an org as one patch, beside the files it is for, as Salesforce gives them. Nothing is
 * deployed. Repeatable: former files of these names are replaced.
 *
 * @param out the folder; made when it is not there
 * @param documents what was read of the org
 * @throws CrmError `unavailable`
 */
export async function writeOrgPatch(
  out: string,
  client: SalesforceClient,
  documents: readonly MetadataDocument[],
  names: FieldNames,
): Promise<void> {
  const found = await proposeForOrg(client, documents, names);
  for (const { file } of found.proposals) {
    const path = join(out, file.file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, file.content);
  }
  await writeProposals(out, found, 'org');
  tellProposals(out, found);
}
