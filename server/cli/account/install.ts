import { Command } from 'commander';
import { EXIT } from '../exit-codes.ts';
import { openHubSpot } from '../open-hubspot.ts';
import { print, printJson } from '../print.ts';
import { installEverything, installInWords } from './install-report.ts';
import { ACCESS_HELP, portalOption } from './options.ts';

export function installCommand(): Command {
  return new Command('install')
    .description(
      `Creates or repairs what Handrail writes to in the HubSpot account: its property group and properties on deals, contacts, companies and tickets. Safe to repeat: a second run writes nothing. A property of our name with another type is left alone and reported. Webhooks, the card and the pages come with the app's project files. ${ACCESS_HELP}`,
    )
    .addOption(portalOption())
    .option('--dry-run', 'only say what would be done', false)
    .option('--json', 'print the report as JSON', false)
    .action(install);
}

async function install({
  portal,
  dryRun,
  json,
}: {
  portal?: string;
  dryRun: boolean;
  json: boolean;
}): Promise<void> {
  const report = await installEverything(openHubSpot(portal).client, { dryRun });
  if (json) printJson(report);
  else print(installInWords(report));
  process.exitCode = report.complete ? EXIT.ok : EXIT.found;
}
