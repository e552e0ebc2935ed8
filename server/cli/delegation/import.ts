import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { DelegationsRefused, setDelegations } from '../../../src/application/set-delegations.ts';
import { print, printJson } from '../print.ts';
import { UsageError } from '../usage-error.ts';
import { actAs, FOLLOWING, refuse } from './context.ts';
import { COLUMNS, readDelegationFile } from './delegation-file.ts';
import { byOption, jsonOption, timeZoneOption } from './options.ts';

export function importCommand(): Command {
  return new Command('import')
    .description(
      `Sets the absences of a CSV file, such as an export of a leave planner: all of its lines, or none when one is wrong. Columns: ${COLUMNS.join(', ')}. Audited. Safe to repeat: lines that stand already are left as they are.`,
    )
    .argument('<file>', 'the CSV file, in UTF-8')
    .addOption(byOption())
    .addOption(timeZoneOption())
    .addOption(jsonOption())
    .action(importFile);
}

interface ImportOptions {
  readonly by: string;
  readonly timeZone: string;
  readonly json: boolean;
}

async function importFile(path: string, { by, timeZone, json }: ImportOptions): Promise<void> {
  const file = readDelegationFile(await readText(path), timeZone);
  if (!file.ok)
    return refuse(
      file.faults.map((fault) => ({ code: 'file_invalid', ...fault })),
      json,
    );
  await actAs(by, json, async ({ context, tenantId, actor }) => {
    try {
      const wishes = file.lines.map(({ wish }) => wish);
      const delegations = await setDelegations(context, tenantId, actor, wishes);
      if (json) printJson({ ok: true, delegations });
      else {
        print(`Delegations of ${path} that stand now: ${delegations.length}.`);
        print(FOLLOWING);
      }
    } catch (error) {
      if (!(error instanceof DelegationsRefused)) throw error;
      const faults = error.refused.map(({ index, rejection }) => ({
        line: file.lines[index]?.line ?? 0,
        ...rejection,
      }));
      refuse(faults, json);
    }
  });
}

async function readText(path: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch {
    throw new UsageError(`The file ${path} cannot be read as text in UTF-8.`);
  }
}
