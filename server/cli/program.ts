import { Command, CommanderError } from 'commander';
import { CrmError } from '../../src/ports/crm.ts';
import { OAuthError } from '../adapters/oauth/token-endpoint.ts';
import { PolicyFileError } from '../adapters/policy-catalog/policy-file-error.ts';
import { PackageError } from '../adapters/salesforce/package/package-error.ts';
import { StoreError } from '../adapters/store/store-error.ts';
import { VaultError } from '../adapters/system/vault.ts';
import { EnvironmentError } from '../env.ts';
import { doctorCommand } from './account/doctor.ts';
import { installCommand } from './account/install.ts';
import { repairCommand } from './account/repair.ts';
import { uninstallCommand } from './account/uninstall.ts';
import { auditCommand } from './audit.ts';
import { bulkCommand } from './bulk/bulk.ts';
import { delegationCommand } from './delegation/delegation.ts';
import { EXIT, EXIT_HELP } from './exit-codes.ts';
import { guardCommand } from './guard/guard.ts';
import { policyCommand } from './policy/policy.ts';
import { rolesCommand } from './roles.ts';
import { salesforceCommand } from './salesforce/salesforce.ts';
import { scopesCommand } from './scopes.ts';
import { tokensCommand } from './tokens.ts';
import { UsageError } from './usage-error.ts';

/** Errors whose message says all that an administrator needs. */
const TOLD = [
  EnvironmentError,
  PackageError,
  PolicyFileError,
  StoreError,
  CrmError,
  OAuthError,
  UsageError,
  VaultError,
];

/** The `handrail` command. Its `parseAsync` sets the process's exit code. */
export function buildProgram(): Pick<Command, 'helpInformation'> & {
  parseAsync(argv?: string[]): Promise<void>;
} {
  const program = new Command('handrail')
    .description(
      'Administers Handrail: installs, examines, repairs and uninstalls it in the CRM, looks for automation that ignores it, checks, simulates and publishes the policy, checks the people behind it, says who stands in for whom, files and follows bulk requests, reads and verifies the audit trail.',
    )
    .addCommand(installCommand())
    .addCommand(doctorCommand())
    .addCommand(repairCommand())
    .addCommand(uninstallCommand())
    .addCommand(salesforceCommand())
    .addCommand(tokensCommand())
    .addCommand(scopesCommand())
    .addCommand(guardCommand())
    .addCommand(policyCommand())
    .addCommand(rolesCommand())
    .addCommand(delegationCommand())
    .addCommand(bulkCommand())
    .addCommand(auditCommand());
  prepare(program);
  return {
    helpInformation: () => program.helpInformation(),
    parseAsync: async (argv = process.argv) => {
      try {
        await program.parseAsync(argv);
      } catch (error) {
        process.exitCode = tell(error);
      }
    },
  };
}

/** Each command tells the exit codes, and hands wrong usage back instead of ending the process. */
function prepare(command: Command): void {
  command.addHelpText('after', EXIT_HELP).exitOverride().showHelpAfterError('(--help shows how to use it)');
  for (const child of command.commands) prepare(child);
}

function tell(error: unknown): number {
  // Commander has told the user already; asking for help is no failure.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.failed;
  const told = TOLD.some((kind) => error instanceof kind);
  const text =
    error instanceof Error ? (told ? error.message : (error.stack ?? error.message)) : String(error);
  process.stderr.write(`handrail: ${text}\n`);
  return EXIT.failed;
}
