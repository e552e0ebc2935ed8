import { OBJECT_TYPES } from '@handrail/contracts/vocabulary';
import { Command } from 'commander';
import { createHubSpotClient } from '../adapters/hubspot/client.ts';
import { type InstallEntry, type InstallReport, installProperties } from '../adapters/hubspot/install.ts';
import { readHubSpotEnvironment } from '../env.ts';
import { createLogger } from '../logger.ts';
import { EXIT } from './exit-codes.ts';
import { print, printJson } from './print.ts';
import { createProgress } from './progress.ts';

export function installCommand(): Command {
  return new Command('install')
    .description(
      'Creates or repairs what Handrail writes to in the HubSpot account: its property group and properties on deals, contacts, companies and tickets. Safe to repeat. Reads HUBSPOT_ACCESS_TOKEN and HUBSPOT_API_ORIGIN.',
    )
    .option('--dry-run', 'only say what would be done', false)
    .option('--json', 'print the report as JSON', false)
    .action(install);
}

async function install({ dryRun, json }: { dryRun: boolean; json: boolean }): Promise<void> {
  const { accessToken, apiOrigin } = readHubSpotEnvironment();
  const client = createHubSpotClient({ accessToken, basePath: apiOrigin, logger: createLogger('error') });
  const progress = createProgress();
  const entries: InstallEntry[] = [];
  for (const objectType of OBJECT_TYPES) {
    progress.show(`${dryRun ? 'Checking' : 'Installing'} ${objectType} properties …`);
    entries.push(...(await installProperties(client, [objectType], { dryRun })).entries);
  }
  progress.done();
  const report: InstallReport = {
    dryRun,
    entries,
    complete: entries.every(({ outcome }) => outcome !== 'conflict'),
  };
  if (json) printJson(report);
  else print(reportInWords(report));
  process.exitCode = report.complete ? EXIT.ok : EXIT.found;
}

function reportInWords({ dryRun, entries }: InstallReport): string {
  const counts = Map.groupBy(entries, ({ outcome }) => outcome);
  const count = (outcome: InstallEntry['outcome']) => counts.get(outcome)?.length ?? 0;
  const lines = entries
    .filter(({ outcome }) => outcome !== 'unchanged')
    .map(
      ({ objectType, kind, name, outcome, detail }) =>
        `${outcome.padEnd(9)} ${objectType} ${kind} ${name}${detail === '' ? '' : `: ${detail}`}`,
    );
  const summary = `${count('created')} created, ${count('updated')} updated, ${count('unchanged')} unchanged, ${count('conflict')} in conflict`;
  return [...lines, dryRun ? `Dry run, nothing was written. Would be: ${summary}.` : `${summary}.`].join(
    '\n',
  );
}
