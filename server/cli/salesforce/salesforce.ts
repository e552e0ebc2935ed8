import { Command } from 'commander';
import { doctorCommand } from './doctor.ts';
import { installCommand } from './install.ts';
import { uninstallCommand } from './uninstall.ts';

/** `handrail salesforce`: Handrail in an org. */
export function salesforceCommand(): Command {
  return new Command('salesforce')
    .description('Installs, examines and uninstalls Handrail in a Salesforce org.')
    .addCommand(installCommand())
    .addCommand(doctorCommand())
    .addCommand(uninstallCommand());
}
