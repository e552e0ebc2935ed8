import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Command } from 'commander';
import { coverageOf, reportOf } from '../../../src/application/check-coverage.ts';
import type { AutomationReading } from '../../../src/ports/automations.ts';
import { hubspotFieldNames } from '../../adapters/hubspot/flows/field-names.ts';
import { type ListReading, listBook, listIdOf, readList } from '../../adapters/hubspot/flows/lists.ts';
import { type FlowReadingOptions, readFlow } from '../../adapters/hubspot/flows/read-flow.ts';
import { createProgress } from '../progress.ts';
import { UsageError } from '../usage-error.ts';
import { CHECK_ACTION_HELP, checkActionsNamed, collectCheckAction } from './check-actions.ts';
import { collect, ROUTE_HELP } from './route-option.ts';
import { tellReport } from './tell-report.ts';

export function scanCommand(): Command {
  return new Command('scan')
    .description(
      'The same for a folder of workflow documents as HubSpot answers them, one JSON file each, for instance from a backup. Lists they look at are read from its subfolder "lists". Needs no account. Exit code 1 when a workflow that is on ignores the routing hold.',
    )
    .argument('<dir>', 'the folder')
    .option('--route <property>', ROUTE_HELP, collect, [])
    .option('--check-action <type>', CHECK_ACTION_HELP, collectCheckAction, [])
    .option('--all', 'also list workflows that write no governed field', false)
    .option('--json', 'print the report as JSON', false)
    .action(scan);
}

interface ScanOptions {
  readonly route: readonly string[];
  readonly checkAction: readonly string[];
  readonly all: boolean;
  readonly json: boolean;
}

async function scan(dir: string, { route, checkAction, all, json }: ScanOptions): Promise<void> {
  const files = await jsonFiles(dir);
  if (files.length === 0) throw new UsageError(`There is no folder ${dir}, or no JSON file in it.`);
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
