import { Command } from 'commander';
import { OAUTH_SCOPE, SCOPES, scopesDocument } from '../adapters/hubspot/scopes.ts';
import { print, printJson } from './print.ts';

export function scopesCommand(): Command {
  return new Command('scopes')
    .description('Prints every permission Handrail asks HubSpot for, and why, as Markdown: docs/scopes.md.')
    .option('--json', 'print the table as JSON', false)
    .action(({ json }: { json: boolean }) => {
      if (json) printJson([OAUTH_SCOPE, ...SCOPES]);
      else print(scopesDocument().trimEnd());
    });
}
