import { Command } from 'commander';
import { checkCommand } from './check.ts';
import { diffCommand } from './diff.ts';
import { documentCommand } from './document.ts';
import { evaluateCommand } from './evaluate.ts';
import { historyCommand } from './history.ts';
import { lintCommand } from './lint.ts';
import { publishCommand } from './publish.ts';
import { showCommand } from './show.ts';
import { simulateCommand } from './simulate.ts';

export function policyCommand(): Command {
  return new Command('policy')
    .description(
      'Works on the policy: its files, and the versions that were published. What reads versions needs the store: on a data directory the server must be stopped, on PostgreSQL (DATABASE_URL) it may run. Whose policy is said by HUBSPOT_PORTAL_ID.',
    )
    .addCommand(checkCommand())
    .addCommand(lintCommand())
    .addCommand(showCommand())
    .addCommand(diffCommand())
    .addCommand(simulateCommand())
    .addCommand(evaluateCommand())
    .addCommand(publishCommand())
    .addCommand(historyCommand())
    .addCommand(documentCommand());
}
