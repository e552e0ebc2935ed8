import {
  createSalesforceClient,
  type SalesforceClient,
  type SalesforceLogger,
} from '../adapters/salesforce/client.ts';
import { createJwtSessions, type SessionSource } from '../adapters/salesforce/jwt-sessions.ts';
import type { SalesforceEnvironment } from '../env.ts';
import { notConnected, type Tenants } from './tenants.ts';
import { type OrgParts, withOrgs } from './with-orgs.ts';

/** The client of the org that the environment names. */
export function openOrg(org: SalesforceEnvironment, logger: SalesforceLogger): SalesforceClient {
  return createSalesforceClient({ sessions: sessionsOfOrg(org), logger });
}

function sessionsOfOrg({ loginUrl, clientId, username, privateKey }: SalesforceEnvironment): SessionSource {
  return createJwtSessions({ loginUrl, clientId, username, privateKey });
}

/**
 * The accounts of HubSpot, with the org of the environment beside them. The org's tenant is served whether or not it
 * has a HubSpot account.
 *
 * @param hubspot undefined where no account of HubSpot is served
 */
export function withOrg(
  hubspot: Tenants | undefined,
  { tenantId, ...org }: SalesforceEnvironment & { readonly tenantId: string },
  parts: OrgParts,
): Tenants {
  const client = openOrg(org, parts.logger);
  return withOrgs(
    hubspot,
    {
      list: async () => [tenantId],
      mayHave: (asked) => asked === tenantId,
      has: async (asked) => asked === tenantId,
      clientOf: (asked) => {
        if (asked !== tenantId) throw notConnected('salesforce');
        return client;
      },
      sessionsOf: (asked) => {
        if (asked !== tenantId) throw notConnected('salesforce');
        return sessionsOfOrg(org);
      },
    },
    parts,
  );
}
