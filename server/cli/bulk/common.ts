import type { BulkView } from '@handrail/contracts/bulk';
import { Option } from 'commander';
import { Refusal } from '../../../src/application/refusal.ts';
import { EXIT } from '../exit-codes.ts';
import { print, printJson } from '../print.ts';
import { bulkInWords } from './in-words.ts';

/** What every bulk command takes. */
export interface Common {
  readonly by: string;
  readonly json: boolean;
}

export function byOption(): Option {
  return new Option('--by <e-mail>', 'who asks, as the CRM knows them')
    .argParser((text: string) => text.trim().toLowerCase())
    .makeOptionMandatory();
}

export function jsonOption(): Option {
  return new Option('--json', 'print the result as JSON').default(false);
}

/** Prints the bulk request that `work` leaves, or why it was refused. */
export async function tellBulk(json: boolean, work: () => Promise<BulkView>): Promise<void> {
  await tellingRefusals(json, async () => {
    const bulk = await work();
    if (json) printJson(bulk);
    else print(bulkInWords(bulk));
  });
}

/** A refusal is a finding: it is told on standard output, and the command ends with 1. */
export async function tellingRefusals(json: boolean, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, message } = error;
    if (json) printJson({ ok: false, code, message });
    else print(`Refused (${code}). ${message}`);
    process.exitCode = EXIT.found;
  }
}
