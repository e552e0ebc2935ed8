import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Command } from 'commander';
import { coverageOf, reportOf } from '../../../src/application/check-coverage.ts';
import type { AutomationReading } from '../../../src/ports/automations.ts';
import { hubspotFieldNames } from '../../adapters/hubspot/flows/field-names.ts';
import { type ListReading, listBook, listIdOf, readList } from '../../adapters/hubspot/flows/lists.ts';
import { type FlowReadingOptions, readFlow } from '../../adapters/hubspot/flows/read-flow.ts';
import { salesforceFieldNames } from '../../adapters/salesforce/metadata/field-names.ts';
import { proposeGuards } from '../../adapters/salesforce/metadata/patch/propose-guards.ts';
import { readMetadata } from '../../adapters/salesforce/metadata/read-metadata.ts';
import { createProgress } from '../progress.ts';
import { UsageError } from '../usage-error.ts';
import { CHECK_ACTION_HELP, checkActionsNamed, collectCheckAction } from './check-actions.ts';
import { readMetadataFolder } from './metadata-folder.ts';
import { collect, ROUTE_HELP } from './route-option.ts';
import { tellReport } from './tell-report.ts';
import { tellProposals, writeProposals } from './write-proposals.ts';

export function scanCommand(): Command {
  return new Command('scan')
    .description(
      'The same for a folder, without an account: Salesforce metadata in source format, such as a project (flows, processes, assignment, escalation and workflow rules, approval processes, Apex triggers); or, where there is none, workflow documents as HubSpot answers them, one JSON file each, with the lists they look at in the subfolder "lists". Exit code 1 when automation that is on ignores the routing hold.',
    )
    .argument('<dir>', 'the folder')
    .option(
      '--patch <out>',
      'for Salesforce metadata: write the proposed changes to this folder, as a patch with instructions; nothing is deployed',
    )
    .option('--route <property>', ROUTE_HELP, collect, [])
    .option('--check-action <type>', CHECK_ACTION_HELP, collectCheckAction, [])
    .option('--all', 'also list workflows that write no governed field', false)
    .option('--json', 'print the report as JSON', false)
    .action(scan);
}

interface ScanOptions {
  readonly route: readonly string[];
  readonly patch?: string;
  readonly checkAction: readonly string[];
  readonly all: boolean;
  readonly json: boolean;
}

async function scan(dir: string, options: ScanOptions): Promise<void> {
  if (await scanMetadata(dir, options)) return;
  if (options.patch !== undefined)
    throw new UsageError(`--patch needs Salesforce metadata, and there is none in ${dir}.`);
  await scanDocuments(dir, options);
}

/** False when the folder holds no Salesforce automation. */
async function scanMetadata(dir: string, { route, patch, all, json }: ScanOptions): Promise<boolean> {
  const progress = createProgress();
  const files = await readMetadataFolder(dir, (done, total) =>
    progress.show(`${done} of ${total} metadata files read …`),
  );
  progress.done();
  if (files.length === 0) return false;
  const names = salesforceFieldNames(route);
  const report = reportOf(coverageOf(readMetadata(files, names), names));
  tellReport(report, { json, all, withWay: false, noun: ['automation', 'automations'] });
  if (patch === undefined) return true;
  const found = proposeGuards(files, names);
  await writeProposals(patch, found);
  tellProposals(patch, found);
  return true;
}

async function scanDocuments(dir: string, { route, checkAction, all, json }: ScanOptions): Promise<void> {
  const files = await jsonFiles(dir);
  if (files.length === 0)
    throw new UsageError(`There is no folder ${dir}, or neither Salesforce metadata nor a JSON file in it.`);
  const progress = createProgress();
  const lists = await readLists(join(dir, 'lists'));
  const checkActions = checkActionsNamed(checkAction);
  const readings: AutomationReading[] = [];
  for (const file of files) {
    readings.push(await readOne(file, { lists, checkActions }));
    progress.show(`${readings.length} of ${files.length} documents read …`);
  }
  progress.done();
  tellReport(reportOf(coverageOf(readings, hubspotFieldNames(route))), { json, all, withWay: false });
}

async function readOne(file: string, options: FlowReadingOptions): Promise<AutomationReading> {
  const name = basename(file);
  const document = await readJson(file);
  if (document === undefined) return { kind: 'unreadable', id: name, name, why: 'the file holds no JSON' };
  const reading = readFlow(document, options);
  if (reading.kind === 'read') return reading;
  return reading.id === 'unknown' ? { ...reading, id: name, name } : reading;
}

async function readLists(dir: string): Promise<ReturnType<typeof listBook>> {
  const lists = new Map<string, ListReading>();
  for (const file of await jsonFiles(dir)) {
    const document = await readJson(file);
    lists.set(listIdOf(document) ?? basename(file, '.json'), readList(document));
  }
  return listBook(lists);
}

/** The JSON files of a folder by name; none when there is no such folder. */
async function jsonFiles(dir: string): Promise<readonly string[]> {
  try {
    const names = await readdir(dir);
    return names
      .filter((name) => name.endsWith('.json'))
      .toSorted()
      .map((name) => join(dir, name));
  } catch {
    return [];
  }
}

/** Undefined for a file that cannot be read or holds no JSON. */
async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}
