import { Command } from 'commander';
import { askBulk, retryBulk, withdrawBulk } from '../../../src/application/bulk/change-bulk.ts';
import { readBulk } from '../../../src/application/bulk/read-bulk.ts';
import type { AppContext, Caller } from '../../../src/application/context.ts';
import type { StoredBulk } from '../../../src/ports/bulk-requests.ts';
import { presentBulk } from '../../http/presenters/present-bulk.ts';
import { asPerson } from './caller.ts';
import { byOption, type Common, jsonOption, tellBulk } from './common.ts';

type Change = (context: AppContext, caller: Caller, bulkId: string) => Promise<StoredBulk>;

/** Commands that change one bulk request and print it as it is then. */
export function bulkChangeCommands(): readonly Command[] {
  return [
    changeCommand('ask', 'Puts a prepared bulk request to its approvers.', askBulk),
    changeCommand('retry', 'Tries the records that failed again; what is done stays as it is.', retryBulk),
    changeCommand('withdraw', 'Takes back a bulk request that nobody has decided.', withdrawBulk),
  ];
}

function changeCommand(name: string, description: string, change: Change): Command {
  return new Command(name)
    .description(description)
    .argument('<id>', 'the id of the bulk request')
    .addOption(byOption())
    .addOption(jsonOption())
    .action((bulkId: string, { by, json }: Common) =>
      tellBulk(json, () =>
        asPerson(by, async (context, caller) => {
          await change(context, caller, bulkId);
          const bulk = await readBulk(context, caller, bulkId);
          return presentBulk(bulk, caller.email, context.clock.now());
        }),
      ),
    );
}
