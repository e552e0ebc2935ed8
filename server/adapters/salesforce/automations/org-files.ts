import type { FieldNames } from '../../../../src/domain/guard/automation.ts';
import type { Coverage } from '../../../../src/domain/guard/coverage.ts';
import type { SalesforceClient } from '../client.ts';
import { type GuardProposals, proposeGuards } from '../metadata/patch/propose-guards.ts';
import { isSameMetadata, writeMetadata } from '../metadata/patch/write-metadata.ts';
import type { MetadataDocument, MetadataKind } from '../metadata/read-documents.ts';
import { METADATA_FILES, type MetadataFile } from '../metadata/read-metadata.ts';
import type { XmlObject } from '../metadata/xml-shape.ts';
import { readRecords } from './read-components.ts';
import { isRefusal } from './refusals.ts';

/** What is proposed for an org: a patch of the files that Salesforce gives for it. */
export interface OrgProposals extends GuardProposals {
  /** Flows whose newest version is another than the active one, so a file of them is not what runs. */
  readonly notNewest: readonly Coverage[];
}

/** Where Salesforce's own tools put what they retrieve. */
const ROOT_FOLDER = 'force-app/main/default';

const FOLDERS: Readonly<Partial<Record<MetadataKind, string>>> = {
  flow: 'flows',
  assignmentRules: 'assignmentRules',
  workflow: 'workflows',
  escalationRules: 'escalationRules',
  approvalProcess: 'approvalProcesses',
  entitlementProcess: 'entitlementProcesses',
};

/**
 * Proposes changes to what was read of an org, as patches of its source files; nothing is deployed. A flow is proposed
 * a change only when its file, as Salesforce gives it to anybody who retrieves it, is the version that was judged.
 *
 * @param documents all that was read
 * @throws CrmError `unavailable`
 */
export async function proposeForOrg(
  client: SalesforceClient,
  documents: readonly MetadataDocument[],
  names: FieldNames,
): Promise<OrgProposals> {
  const files = new Map(documents.flatMap(fileOf));
  const first = proposeGuards([...files.values()], names);
  const flows = documents.filter(
    (one) => one.kind === 'flow' && first.proposals.some(({ file }) => file.file === files.get(one)?.file),
  );
  const newest = await newestVersions(client, flows);
  const stale = new Set<string>();
  for (const flow of flows) {
    const document = newest.get(flow.name);
    const file = files.get(flow);
    if (!('document' in flow) || !file) continue;
    // What Salesforce writes into a file is in its own order of elements, which a patch has to meet.
    if (document && isSameMetadata(document, flow.document))
      files.set(flow, { ...file, content: writeMetadata('Flow', document) });
    else stale.add(flow.name);
  }
  const { proposals, byHand } = proposeGuards([...files.values()], names);
  const isStale = ({ automationId }: Coverage): boolean => stale.has(automationId);
  return {
    proposals: proposals.filter(({ mends }) => !mends.some(isStale)),
    byHand,
    notNewest: proposals.flatMap(({ mends }) => mends.filter(isStale)),
  };
}

function fileOf(one: MetadataDocument): readonly (readonly [MetadataDocument, MetadataFile])[] {
  const folder = FOLDERS[one.kind];
  if (folder === undefined || !('document' in one)) return [];
  const { end, root } = METADATA_FILES[one.kind];
  // Names come from the org: none may lead out of the folder.
  const name = one.name.replace(/[^\w.-]/g, encodeURIComponent);
  const file = `${ROOT_FOLDER}/${folder}/${name}${end}-meta.xml`;
  return [[one, { file, content: writeMetadata(root, one.document) }]];
}

/** Flows as the Metadata API gives them: the newest version of each. None where it gives nothing. */
async function newestVersions(
  client: SalesforceClient,
  flows: readonly MetadataDocument[],
): Promise<ReadonlyMap<string, XmlObject>> {
  try {
    return await readRecords(
      client,
      'Flow',
      flows.map(({ name }) => name),
    );
  } catch (error) {
    if (isRefusal(error)) return new Map();
    throw error;
  }
}
