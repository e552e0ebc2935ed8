import { Command } from 'commander';
import { CrmError } from '../../../src/ports/crm.ts';
import type { InstallReport } from '../../adapters/hubspot/install.ts';
import { EXIT } from '../exit-codes.ts';
import { openHubSpot } from '../open-hubspot.ts';
import { print, printJson } from '../print.ts';
import { examineAccounts, healthInWords } from './doctor.ts';
import { installEverything, installInWords } from './install-report.ts';
import { ACCESS_HELP, portalOption } from './options.ts';

export function repairCommand(): Command {
  return new Command('repair')
    .description(
      `Puts back what is missing or was changed of Handrail's properties in the HubSpot account, then examines the account as "handrail doctor" does and says what a person must still do. Safe to repeat. Never touches a property of our name with another type. ${ACCESS_HELP}`,
    )
    .addOption(portalOption())
    .option('--dry-run', 'only say what would be done', false)
    .option('--json', 'print repairs and findings as JSON', false)
    .action(repair);
}

async function repair({
  portal,
  dryRun,
  json,
}: {
  portal?: string;
  dryRun: boolean;
  json: boolean;
}): Promise<void> {
  const account = openHubSpot(portal);
  const repairs = await tryRepair(() => installEverything(account.client, { dryRun }));
  const reports = await examineAccounts(account.portalId);
  const isHealthy = reports.every(({ healthy }) => healthy);
  if (json) printJson({ repairs, healthy: isHealthy, accounts: reports });
  else print([repairsInWords(repairs), ...reports.map(healthInWords)].join('\n\n'));
  process.exitCode = isHealthy ? EXIT.ok : EXIT.found;
}

/** A HubSpot that does not let us in is a finding, not the end of the command. */
async function tryRepair(
  run: () => Promise<InstallReport>,
): Promise<InstallReport | { readonly problem: string }> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof CrmError)) throw error;
    return { problem: error.message };
  }
}

function repairsInWords(repairs: InstallReport | { readonly problem: string }): string {
  return 'problem' in repairs ? `Nothing could be repaired: ${repairs.problem}` : installInWords(repairs);
}
