import { Command } from 'commander';
import type { PublishedVersion } from '../../../src/ports/unit-of-work.ts';
import { readTenant } from '../../env.ts';
import { print, printJson } from '../print.ts';
import { withStore } from '../with-store.ts';

export function historyCommand(): Command {
  return new Command('history')
    .description('Lists the published versions, newest first: who, when and why.')
    .option('--json', 'print the versions as JSON', false)
    .action(history);
}

async function history({ json }: { json: boolean }): Promise<void> {
  const versions = await withStore((store) => store.transact(readTenant(), (tx) => tx.listPolicyVersions()));
  if (json) printJson(versions);
  else print(versions.length === 0 ? 'No policy was published yet.' : versions.map(inWords).join('\n'));
}

function inWords({ version, hash, publishedBy, reason, publishedAt }: PublishedVersion): string {
  const why = reason === '' ? 'no reason was kept' : reason;
  return `${String(version).padStart(4)}  ${publishedAt}  ${publishedBy}: ${why} (${hash.slice(0, 12)})`;
}
