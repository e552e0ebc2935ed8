import { readdirSync, readFileSync } from 'node:fs';
import { hubspotFieldNames } from '../../server/adapters/hubspot/flows/field-names.ts';
import {
  type ListBook,
  type ListReading,
  listBook,
  readList,
} from '../../server/adapters/hubspot/flows/lists.ts';
import type { CheckAction } from '../../server/adapters/hubspot/flows/read-action.ts';
import { readFlow } from '../../server/adapters/hubspot/flows/read-flow.ts';
import type { Automation } from '../../src/domain/guard/automation.ts';
import { classifyAutomation } from '../../src/domain/guard/classify-automation.ts';
import { type Coverage, coverageOfUnreadable } from '../../src/domain/guard/coverage.ts';
import { createPortal } from '../../src/domain/guard/reach.ts';

const FOLDER = new URL('corpus/', import.meta.url);

/** The action that asks Handrail, as it is named in the corpus. */
export const CHECK_ACTION: CheckAction = { actionTypeId: '1-3700100', output: 'on_hold' };

/** Every document of the corpus by the name of its file. */
export function readCorpus(): ReadonlyMap<string, unknown> {
  return new Map(
    readdirSync(FOLDER)
      .filter((file) => file.endsWith('.json'))
      .map((file) => [file.replace('.json', ''), JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'))]),
  );
}

/** The lists of the corpus. Two of them had another id before the lists API. */
export function readCorpusLists(): ListBook {
  const folder = new URL('lists/', FOLDER);
  const lists = new Map<string, ListReading>(
    readdirSync(folder).map((file) => [
      file.replace('.json', ''),
      readList(JSON.parse(readFileSync(new URL(file, folder), 'utf8'))),
    ]),
  );
  return listBook(
    lists,
    new Map([
      ['905', '31'],
      ['33', '34'],
    ]),
  );
}

/** Analyses documents as one portal. */
export function analyse(
  documents: ReadonlyMap<string, unknown>,
  lists: ListBook,
): ReadonlyMap<string, Coverage> {
  const readings = [...documents].map(
    ([name, document]) => [name, readFlow(document, { lists, checkActions: [CHECK_ACTION] })] as const,
  );
  const automations = readings.flatMap(([, reading]): readonly Automation[] =>
    reading.kind === 'read' ? [reading.automation] : [],
  );
  const portal = createPortal(automations, hubspotFieldNames());
  return new Map(
    readings.map(([name, reading]) => [
      name,
      reading.kind === 'read'
        ? classifyAutomation(reading.automation, portal)
        : coverageOfUnreadable(reading),
    ]),
  );
}
