import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { bulkSubmissionSchema } from '@handrail/contracts/bulk';
import { OBJECT_TYPES } from '@handrail/contracts/vocabulary';
import { Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { readBulk } from '../../../src/application/bulk/read-bulk.ts';
import { submitBulk } from '../../../src/application/bulk/submit-bulk.ts';
import { presentBulk } from '../../http/presenters/present-bulk.ts';
import { positive } from '../positive.ts';
import { UsageError } from '../usage-error.ts';
import { asPerson } from './caller.ts';
import { byOption, type Common, jsonOption, tellBulk } from './common.ts';

const DAY = 24 * 60 * 60 * 1000;

interface SubmitOptions extends Common {
  readonly object: (typeof OBJECT_TYPES)[number];
  readonly ids?: string;
  readonly list?: string;
  readonly type: string;
  readonly reasonCode: string;
  readonly reason: string;
  readonly owner?: string;
  readonly stage?: string;
  readonly days?: number;
  readonly until?: string;
  readonly preview: boolean;
  readonly key?: string;
}

export function bulkSubmitCommand(): Command {
  return new Command('submit')
    .description(
      'Files one exception request for many records. The server looks at each, asks everybody whom any of them asks, and carries it out record by record.',
    )
    .addOption(new Option('--object <type>', 'the record type').choices(OBJECT_TYPES).default('deal'))
    .option(
      '--ids <file>',
      'a file with record ids, separated by white space or commas; - reads standard input',
    )
    .option('--list <id or name>', 'a list of the CRM, in place of --ids')
    .requiredOption('--type <id>', 'the exception type, such as data-fix')
    .requiredOption('--reason-code <id>', 'one of the reason codes of the type')
    .requiredOption('--reason <text>', 'why, in words the approvers read')
    .option('--owner <owner id>', 'the proposed owner')
    .option('--stage <stage id>', 'the proposed stage')
    .option('--days <number>', 'how long it lasts from now on', positive)
    .option('--until <instant>', 'when it ends, such as 2026-12-01T17:00:00Z, in place of --days', instant)
    .option('--preview', 'ask nobody before "handrail bulk ask"', false)
    .option(
      '--key <text>',
      'files once for one key, however often it is repeated; 16 to 64 letters and digits',
    )
    .addOption(byOption())
    .addOption(jsonOption())
    .action(submit);
}

async function submit(options: SubmitOptions): Promise<void> {
  const { by, json, object, type, reasonCode, reason, owner, stage, preview } = options;
  const now = Date.now();
  const expiresAt = options.until ?? (options.days && new Date(now + options.days * DAY).toISOString());
  if (!expiresAt) throw new UsageError('Say how long it lasts: --days or --until.');
  const parsed = bulkSubmissionSchema.safeParse({
    idempotencyKey: options.key ?? randomUUID(),
    objectType: object,
    records: await recordsOf(options),
    exceptionTypeId: type,
    reasonCode,
    reason,
    ...(owner !== undefined && { proposedOwnerId: owner }),
    ...(stage !== undefined && { proposedStageId: stage }),
    expiresAt,
    asks: preview ? 'after_preview' : 'at_once',
  });
  if (!parsed.success) throw new UsageError(`This cannot be filed:\n${z.prettifyError(parsed.error)}`);
  await tellBulk(json, () =>
    asPerson(by, async (context, caller) => {
      const { state } = await submitBulk(context, caller, parsed.data);
      const bulk = await readBulk(context, caller, state.bulk.bulkId);
      return presentBulk(bulk, caller.email, context.clock.now());
    }),
  );
}

async function recordsOf({ ids, list }: SubmitOptions) {
  if ((ids === undefined) === (list === undefined)) {
    throw new UsageError('Name the records: either --ids or --list.');
  }
  if (ids === undefined) return { list };
  const text = await readIds(ids);
  return { recordIds: text.split(/[\s,;]+/).filter((id) => id !== '') };
}

async function readIds(path: string): Promise<string> {
  try {
    return await readFile(path === '-' ? '/dev/stdin' : path, 'utf8');
  } catch {
    throw new UsageError(`The file ${path} cannot be read.`);
  }
}

function instant(text: string): string {
  const time = Date.parse(text);
  if (Number.isNaN(time))
    throw new InvalidArgumentError('It must be a date and time, such as 2026-12-01T17:00:00Z.');
  return new Date(time).toISOString();
}
