import { Command } from 'commander';
import { bulkChangeCommands } from './change.ts';
import { bulkItemsCommand, bulkListCommand, bulkShowCommand } from './show.ts';
import { bulkSubmitCommand } from './submit.ts';

export function bulkCommand(): Command {
  const command = new Command('bulk')
    .description(
      'Works on bulk requests: one exception request for many records, decided once. Everything is done in the name of a person the CRM knows (--by) and audited. On a data directory the server must be stopped and goes on with the work when it starts; on PostgreSQL (DATABASE_URL) it may run.',
    )
    .addCommand(bulkSubmitCommand())
    .addCommand(bulkListCommand())
    .addCommand(bulkShowCommand())
    .addCommand(bulkItemsCommand());
  for (const change of bulkChangeCommands()) command.addCommand(change);
  return command;
}
