import { Command } from 'commander';
import { giveOrgUp } from '../adapters/salesforce/oauth/connect-org.ts';
import { createOrgOAuthClient } from '../adapters/salesforce/oauth/oauth-client.ts';
import { systemClock } from '../adapters/system/system-clock.ts';
import { createVault } from '../adapters/system/vault.ts';
import { readSalesforceApp } from '../env.ts';
import { EXIT } from './exit-codes.ts';
import { print, printJson } from './print.ts';
import { UsageError } from './usage-error.ts';
import { withStore } from './with-store.ts';

export function revokeCommand(): Command {
  return new Command('revoke')
    .description(
      'Gives up the connection of a Salesforce org that was made at /salesforce/install: revokes its tokens in Salesforce and forgets them. Requests and trail stay. Exceptions in force keep their hold in the org: end them first. Safe to repeat. Needs SALESFORCE_CLIENT_ID, SALESFORCE_CLIENT_SECRET and HANDRAIL_TOKEN_KEYS. On a data directory the server must be stopped; on PostgreSQL it may run. Exit code 1: the tenant has no connection.',
    )
    .argument('<tenant>', 'the tenant, such as salesforce:00D...')
    .option('--json', 'print the result as JSON', false)
    .action(revoke);
}

async function revoke(tenantId: string, { json }: { json: boolean }): Promise<void> {
  const app = readSalesforceApp();
  if (!app) {
    throw new UsageError(
      'No app for connecting orgs is configured. Set SALESFORCE_CLIENT_ID, SALESFORCE_CLIENT_SECRET and HANDRAIL_TOKEN_KEYS.',
    );
  }
  const oauth = createOrgOAuthClient(app);
  const vault = createVault(app.tokenKeys);
  const revoked = await withStore((store) =>
    giveOrgUp({ store, vault, oauth, clock: systemClock }, tenantId),
  );
  if (json) printJson({ tenantId, revoked });
  else
    print(revoked ? `The org of ${tenantId} is connected no longer.` : `${tenantId} has no connected org.`);
  process.exitCode = revoked ? EXIT.ok : EXIT.found;
}
