import { z } from 'zod';
import type { SalesforceClient } from '../client.ts';
import { SalesforceCallError } from '../errors.ts';
import type { Member } from '../package/manifest.ts';
import type { SourceFile } from '../package/read-source.ts';
import { isPartType, type PackageComponent, toMetadataFormat } from '../package/to-metadata-format.ts';
import { pageSchema } from '../schema.ts';
import { CLIENT_APP_SETTINGS } from './client-app.ts';
import type { AdminOrg, PackageEntry } from './install-package.ts';
import type { DeployMessage } from './metadata-deploys.ts';
import { unassignPermissionSets } from './permission-assignments.ts';

/** What people wrote: their requests, and what they said about them. */
export const ROW_OBJECTS = ['Handoff_Exception__c', 'Handoff_Decision__c'] as const;

/** What stays with the rows: who may read them, and the rules by which nobody rewrites them. */
const KEPT_WITH_ROWS: ReadonlySet<string> = new Set([
  ...ROW_OBJECTS.map((name) => `CustomObject:${name}`),
  'CustomPermission:Handrail_Integration',
  'CustomTab:Handoff_Exception__c',
  'PermissionSet:Handrail_RevOps',
]);

/** What an uninstall did, or would do. */
export interface RemovalReport {
  readonly dryRun: boolean;
  /** `refused`: something of the org needs a component, and nothing was removed. */
  readonly outcome: 'removed' | 'absent' | 'refused';
  /** What went, or would go; when refused, what stands in the way. */
  readonly entries: readonly PackageEntry[];
  /** Permission sets that were taken from people. */
  readonly unassigned: number;
}

const versionSchema = z.object({
  VersionNumber: z.number(),
  Definition: z.object({ DeveloperName: z.string() }).nullish(),
});

/**
 * Takes the package out of an org. First a check: where automation or pages of the org need a component, nothing is
 * changed. Then people lose its permission sets, its flows are switched off, and everything goes at once. Safe to
 * repeat, also after it was broken off.
 *
 * @param keepRows leaves requests and decisions with all their rows
 * @throws CrmError
 */
export async function uninstallPackage(
  { client, deploys }: AdminOrg,
  sources: readonly SourceFile[],
  {
    keepRows,
    dryRun,
    show,
  }: { readonly keepRows: boolean; readonly dryRun: boolean; readonly show: (text: string) => void },
): Promise<RemovalReport> {
  const { components } = toMetadataFormat(sources);
  const flows = components.filter(({ type }) => type === 'Flow').map(({ fullName }) => fullName);
  const versions = await flowVersions(client, flows);
  const removed = [...removable(components, keepRows), ...versions];
  const nothing = { members: [], files: new Map<string, string>() };
  show('Looking whether something of the org needs the package …');
  const checked = await deploys.deploy({ ...nothing, removed }, { checkOnly: true });
  const inTheWay = checked.messages.filter(
    (message) => message.outcome === 'failed' && !isOursToMend(message, flows),
  );
  const common = { dryRun, unassigned: 0 };
  if (inTheWay.length > 0) return { ...common, outcome: 'refused', entries: inTheWay.map(entryOf) };
  if (dryRun) return { ...common, outcome: 'removed', entries: wouldGo(removed, checked.messages) };

  show('Taking the permission sets back …');
  const unassigned = await unassignPermissionSets(client);
  if (versions.length > 0) {
    show('Switching the flows off …');
    const off = await deploys.deploy(switchedOff(flows), { checkOnly: false });
    if (!off.succeeded) return { ...common, unassigned, outcome: 'refused', entries: failures(off.messages) };
  }
  show('Removing the package …');
  const done = await deploys.deploy({ ...nothing, removed }, { checkOnly: false });
  if (!done.succeeded) return { ...common, unassigned, outcome: 'refused', entries: failures(done.messages) };
  const entries = done.messages.filter(({ outcome }) => outcome === 'removed').map(entryOf);
  return { ...common, unassigned, outcome: entries.length === 0 ? 'absent' : 'removed', entries };
}

/**
 * How many requests people have written in an org.
 *
 * @returns undefined where the administrator may not see them; 0 where there is no such object
 * @throws SalesforceCallError
 */
export async function countRows(client: SalesforceClient): Promise<number | undefined> {
  try {
    const { totalSize } = await client.send({
      method: 'GET',
      path: '/query',
      template: '/query',
      query: { q: `SELECT COUNT() FROM ${ROW_OBJECTS[0]}` },
      schema: z.object({ totalSize: z.number() }),
      purpose: 'count the requests in the org',
      patience: 'job',
    });
    return totalSize;
  } catch (error) {
    if (!(error instanceof SalesforceCallError) || error.code === 'unavailable') throw error;
    return error.errorCode === 'INVALID_TYPE' ? 0 : undefined;
  }
}

/**
 * The members to remove. What an object holds goes with it, and some of it, such as record types, can go in no other
 * way. Labels go one by one.
 */
function removable(components: readonly PackageComponent[], keepRows: boolean): readonly Member[] {
  const objects = new Set(
    components.filter(({ type }) => type === 'CustomObject').map(({ fullName }) => fullName),
  );
  const isInside = ({ type, fullName }: Member) =>
    (isPartType(type) && objects.has(fullName.split('.')[0] ?? '')) ||
    (type === 'Layout' && objects.has(fullName.split('-')[0] ?? ''));
  return [...components, CLIENT_APP_SETTINGS]
    .filter(({ type }) => type !== 'CustomLabels' && type !== 'Flow')
    .filter((one) => !isInside(one))
    .filter(({ type, fullName }) => !keepRows || !KEPT_WITH_ROWS.has(`${type}:${fullName}`))
    .map(({ type, fullName }) => ({ type, fullName: fullName.replace(/\/$/, '') }));
}

/** A flow is removed version by version. */
async function flowVersions(client: SalesforceClient, flows: readonly string[]): Promise<readonly Member[]> {
  const names = flows.map((name) => `'${name}'`).join(',');
  const { records } = await client.send({
    method: 'GET',
    path: '/tooling/query',
    template: '/tooling/query',
    query: {
      q: `SELECT VersionNumber, Definition.DeveloperName FROM Flow WHERE Definition.DeveloperName IN (${names})`,
    },
    schema: pageSchema(versionSchema),
    purpose: 'read the versions of the flows',
    patience: 'job',
  });
  return records.flatMap(({ VersionNumber, Definition }) =>
    Definition ? [{ type: 'Flow', fullName: `${Definition.DeveloperName}-${VersionNumber}` }] : [],
  );
}

function switchedOff(flows: readonly string[]) {
  const text = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<FlowDefinition xmlns="http://soap.sforce.com/2006/04/metadata">',
    '    <activeVersionNumber>0</activeVersionNumber>',
    '</FlowDefinition>',
    '',
  ].join('\n');
  return {
    members: flows.map((fullName) => ({ type: 'FlowDefinition', fullName })),
    files: new Map(flows.map((name) => [`flowDefinitions/${name}.flowDefinition`, text])),
  };
}

/** What the steps before the removal mend: permission sets that people hold, and flows of ours that are active. */
function isOursToMend({ type, problem = '' }: DeployMessage, flows: readonly string[]): boolean {
  return type === 'PermissionSet' || type === 'Flow' || flows.some((name) => problem.includes(name));
}

function wouldGo(removed: readonly Member[], messages: readonly DeployMessage[]): readonly PackageEntry[] {
  const absent = new Set(
    messages.filter(({ outcome }) => outcome === 'warning').map(({ problem = '' }) => problem),
  );
  return removed
    .filter(
      ({ type, fullName }) => ![...absent].some((text) => text.includes(type) && text.includes(fullName)),
    )
    .map(({ type, fullName }) => ({ type, name: fullName, outcome: 'removed' }));
}

function failures(messages: readonly DeployMessage[]): readonly PackageEntry[] {
  return messages.filter(({ outcome }) => outcome === 'failed').map(entryOf);
}

function entryOf({ type, fullName, outcome, problem }: DeployMessage): PackageEntry {
  return {
    type,
    name: fullName,
    outcome,
    ...(problem !== undefined && {
      problem,
      next: 'Take it out of what Salesforce names, then run this again.',
    }),
  };
}
