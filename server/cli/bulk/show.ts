import type { BulkItemView } from '@handrail/contracts/bulk';
import { BULK_ITEM_OUTCOMES, type BulkItemOutcome } from '@handrail/contracts/vocabulary';
import { Command, Option } from 'commander';
import { listBulks, readBulk, readBulkItems } from '../../../src/application/bulk/read-bulk.ts';
import type { AppContext, Caller } from '../../../src/application/context.ts';
import { presentBulk, presentBulkItem } from '../../http/presenters/present-bulk.ts';
import { positive } from '../positive.ts';
import { print, printJson } from '../print.ts';
import { asPerson } from './caller.ts';
import { byOption, type Common, jsonOption, tellBulk, tellingRefusals } from './common.ts';
import { CSV_HEAD, itemAsCsv, itemInWords, lineOf } from './in-words.ts';

const PAGE = 1_000;

export function bulkShowCommand(): Command {
  return new Command('show')
    .description('Shows one bulk request: who is asked and why, and how far its records have come.')
    .argument('<id>', 'the id of the bulk request')
    .addOption(byOption())
    .addOption(jsonOption())
    .action((bulkId: string, { by, json }: Common) =>
      tellBulk(json, () =>
        asPerson(by, async (context, caller) =>
          presentBulk(await readBulk(context, caller, bulkId), caller.email, context.clock.now()),
        ),
      ),
    );
}

export function bulkListCommand(): Command {
  return new Command('list')
    .description('Lists the newest bulk requests a person may see.')
    .option('--limit <number>', 'at most so many', positive, 50)
    .addOption(byOption())
    .addOption(jsonOption())
    .action(async ({ by, json, limit }: Common & { readonly limit: number }) => {
      const bulks = await asPerson(by, async (context, caller) => {
        const now = context.clock.now();
        return (await listBulks(context, caller, limit)).map((bulk) => presentBulk(bulk, caller.email, now));
      });
      if (json) printJson(bulks);
      else print(bulks.length === 0 ? 'There is no bulk request.' : bulks.map(lineOf).join('\n'));
    });
}

interface ItemsOptions extends Common {
  readonly only?: readonly BulkItemOutcome[];
  readonly csv: boolean;
}

export function bulkItemsCommand(): Command {
  return new Command('items')
    .description('Lists the records of a bulk request with what became of each and what to do about it.')
    .argument('<id>', 'the id of the bulk request')
    .addOption(new Option('--only <outcome...>', 'only records that stand so').choices(BULK_ITEM_OUTCOMES))
    .option('--csv', 'print CSV', false)
    .addOption(byOption())
    .addOption(new Option('--json', 'print one JSON object a line').default(false))
    .action((bulkId: string, { by, only, csv, json }: ItemsOptions) =>
      tellingRefusals(json, () =>
        asPerson(by, async (context, caller) => {
          if (csv) print(CSV_HEAD);
          const write = csv ? itemAsCsv : json ? (item: BulkItemView) => JSON.stringify(item) : itemInWords;
          await eachItem(context, caller, bulkId, only, (item) => print(write(item)));
        }),
      ),
    );
}

/** One page in memory at a time. */
async function eachItem(
  context: AppContext,
  caller: Caller,
  bulkId: string,
  outcomes: readonly BulkItemOutcome[] | undefined,
  take: (item: BulkItemView) => void,
): Promise<void> {
  let after: number | null = 0;
  while (after !== null) {
    const page = await readBulkItems(context, caller, bulkId, {
      limit: PAGE,
      after,
      ...(outcomes && { outcomes }),
    });
    for (const item of page.items) take(presentBulkItem(item));
    after = page.next;
  }
}
