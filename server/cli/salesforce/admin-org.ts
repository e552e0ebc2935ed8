import { InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { createSalesforceClient } from '../../adapters/salesforce/client.ts';
import { adminSession } from '../../adapters/salesforce/install/admin-session.ts';
import type { AdminOrg } from '../../adapters/salesforce/install/install-package.ts';
import { createMetadataDeploys } from '../../adapters/salesforce/install/metadata-deploys.ts';
import { longId } from '../../adapters/salesforce/long-id.ts';
import { queryAll } from '../../adapters/salesforce/queries.ts';
import { readAdminEnvironment } from '../../env.ts';
import { createLogger } from '../../logger.ts';
import { UsageError } from '../usage-error.ts';

/** An administrator's way into the org that a command works on. */
export interface OpenAdminOrg extends AdminOrg {
  /** 18 characters. */
  readonly orgId: string;
}

/** What every command with an administrator's session says about where it comes from. */
export const ADMIN_HELP =
  'Works with the session of an administrator of the org: --instance-url, and the access token in SF_ACCESS_TOKEN, as "sf org display --verbose" shows both. With SALESFORCE_ORG_ID set, no other org is touched.';

/** Where the org answers. */
export function instanceOption(): Option {
  return new Option('--instance-url <url>', 'where the org answers, such as https://acme.my.salesforce.com')
    .argParser(instanceUrl)
    .makeOptionMandatory();
}

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

function instanceUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !(url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname)))) {
    throw new InvalidArgumentError('It must be an https address.');
  }
  if (/\.(lightning\.force|salesforce-setup)\.com$/.test(url.hostname)) {
    throw new InvalidArgumentError(
      'That is the address of pages. Take the one that ends in .my.salesforce.com, as "sf org display" shows it.',
    );
  }
  return url.origin;
}

const organizationSchema = z.object({ Id: z.string().transform(longId) });

/**
 * Opens an org as its administrator, and makes sure that it is the one that was meant.
 *
 * @throws EnvironmentError; UsageError for another org; CrmError when the session is over or is of another org
 */
export async function openAdminOrg(url: string): Promise<OpenAdminOrg> {
  const { accessToken, orgId } = readAdminEnvironment();
  const session = { accessToken, instanceUrl: url };
  const client = createSalesforceClient({ sessions: adminSession(session), logger: createLogger('fatal') });
  const [organization] = await queryAll(client, {
    soql: 'SELECT Id FROM Organization',
    record: organizationSchema,
    purpose: 'read which org this is',
    patience: 'person',
  });
  const found = organization?.Id ?? '';
  if (orgId !== undefined && orgId !== found) {
    throw new UsageError(
      `SALESFORCE_ORG_ID is ${orgId}, and the session is of the org ${found}. Nothing was done. Set the one that is meant.`,
    );
  }
  return { session, client, deploys: createMetadataDeploys(session, client), orgId: found };
}
