import { Command } from 'commander';
import { loadNotificationSettings } from '../../adapters/policy-catalog/load-notification-settings.ts';
import { loadPolicyFiles } from '../../adapters/policy-catalog/load-policy-files.ts';
import { PolicyFileError } from '../../adapters/policy-catalog/policy-file-error.ts';
import { EXIT } from '../exit-codes.ts';
import { print, printJson } from '../print.ts';

export function checkCommand(): Command {
  return new Command('check')
    .description('Reads the policy files of a folder and names every problem with file, line and field.')
    .argument('[dir]', 'the configuration folder', 'config')
    .option('--json', 'print the result as JSON', false)
    .action(checkPolicy);
}

async function checkPolicy(dir: string, { json }: { json: boolean }): Promise<void> {
  try {
    const { exceptionTypes, playbooks, roles, standardHandoffs, calendars } = await loadPolicyFiles(dir);
    await loadNotificationSettings(dir, calendars);
    if (json) printJson({ ok: true, problems: [] });
    else
      print(
        `The policy files of ${dir} are in order: ${exceptionTypes.length} exception types, ${playbooks.length} playbooks, ${roles.length} roles, ${standardHandoffs.length} standard handoffs.`,
      );
  } catch (error) {
    if (!(error instanceof PolicyFileError)) throw error;
    if (json) printJson({ ok: false, problems: error.problems });
    else print(error.message);
    process.exitCode = EXIT.found;
  }
}
