import { Command } from 'commander';
import { addCommand } from './add.ts';
import { endCommand } from './end.ts';
import { importCommand } from './import.ts';
import { listCommand } from './list.ts';

export function delegationCommand(): Command {
  return new Command('delegation')
    .description(
      'Says who decides in the place of approvers who are away. Needs the store: on a data directory the server must be stopped, on PostgreSQL (DATABASE_URL) it may run. Whose is said by HUBSPOT_PORTAL_ID; people are looked up with HUBSPOT_ACCESS_TOKEN and HUBSPOT_API_ORIGIN.',
    )
    .addCommand(listCommand())
    .addCommand(addCommand())
    .addCommand(endCommand())
    .addCommand(importCommand());
}
