import { Command } from 'commander';
import { type RotationEntry, rotateTokens } from '../adapters/oauth/rotate-tokens.ts';
import { createVault } from '../adapters/system/vault.ts';
import { readTokenKeys } from '../env.ts';
import { EXIT } from './exit-codes.ts';
import { print, printJson } from './print.ts';
import { createProgress } from './progress.ts';
import { revokeCommand } from './revoke-org.ts';
import { withStore } from './with-store.ts';

export function tokensCommand(): Command {
  const rotate = new Command('rotate')
    .description(
      'Seals every stored token with the first key of HANDRAIL_TOKEN_KEYS. Put a new key in front, restart the servers, run this, then remove the old key. Safe to repeat and to break off. On a data directory the server must be stopped; on PostgreSQL it may run.',
    )
    .option('--json', 'print the result as JSON', false)
    .action(rotateAll);
  return new Command('tokens')
    .description(
      'Keeps the tokens of connected HubSpot accounts and Salesforce orgs, which are encrypted at rest.',
    )
    .addCommand(rotate)
    .addCommand(revokeCommand());
}

async function rotateAll({ json }: { json: boolean }): Promise<void> {
  const vault = createVault(readTokenKeys());
  const progress = createProgress();
  let seen = 0;
  const entries = await withStore((store) =>
    rotateTokens(store, vault, () => {
      seen += 1;
      progress.show(`${seen} accounts …`);
    }),
  );
  progress.done();
  const failed = entries.filter(({ outcome }) => outcome === 'failed');
  if (json) printJson({ key: vault.currentKeyId, complete: failed.length === 0, accounts: entries });
  else print(rotationInWords(vault.currentKeyId, entries));
  process.exitCode = failed.length === 0 ? EXIT.ok : EXIT.found;
}

function rotationInWords(key: string, entries: readonly RotationEntry[]): string {
  const count = (outcome: RotationEntry['outcome']) =>
    entries.filter((entry) => entry.outcome === outcome).length;
  const failures = entries
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ tenantId, why }) => `failed  ${tenantId}: ${why}`);
  const summary = `${count('rotated')} sealed anew with the key "${key}", ${count('current')} already were, ${count('failed')} failed.`;
  return [...failures, summary].join('\n');
}
