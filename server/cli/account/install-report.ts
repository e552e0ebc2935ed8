import { OBJECT_TYPES } from '@handrail/contracts/vocabulary';
import type { HubSpotClient } from '../../adapters/hubspot/client.ts';
import { type InstallEntry, type InstallReport, installProperties } from '../../adapters/hubspot/install.ts';
import { createProgress } from '../progress.ts';

/** Installs the properties of all record types and shows how far it has come. @throws CrmError */
export async function installEverything(
  client: HubSpotClient,
  { dryRun }: { readonly dryRun: boolean },
): Promise<InstallReport> {
  const progress = createProgress();
  const entries: InstallEntry[] = [];
  try {
    for (const objectType of OBJECT_TYPES) {
      progress.show(`${dryRun ? 'Checking' : 'Installing'} ${objectType} properties …`);
      entries.push(...(await installProperties(client, [objectType], { dryRun })).entries);
    }
  } finally {
    progress.done();
  }
  return { dryRun, entries, complete: entries.every(({ outcome }) => outcome !== 'conflict') };
}

/** What was done, or would be; what stood already is only counted. */
export function installInWords({ dryRun, entries }: InstallReport): string {
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
