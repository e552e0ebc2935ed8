import type { Clock } from '../../src/ports/clock.ts';
import { createHubSpotClient, type HubSpotLogger } from '../adapters/hubspot/client.ts';
import { createHubSpotCrm } from '../adapters/hubspot/crm.ts';
import { createHubSpotChanges } from '../adapters/hubspot/watch/record-changes.ts';
import type { StaticHubSpot } from '../env.ts';
import { tenantOfPortal } from '../tenant-names.ts';
import { notConnected, type Tenants } from './tenants.ts';

/** The one account whose token stands in the environment. */
export function createStaticTenant(
  { accessToken, apiOrigin, portalId }: StaticHubSpot,
  { logger, clock }: { readonly logger: HubSpotLogger; readonly clock: Clock },
): Tenants {
  const tenantId = tenantOfPortal(portalId);
  const client = createHubSpotClient({ accessToken, basePath: apiOrigin, logger });
  const crm = createHubSpotCrm({ client, logger, clock });
  const changes = createHubSpotChanges(client);
  const only = <T>(asked: string, value: T): T => {
    if (asked !== tenantId) throw notConnected('hubspot');
    return value;
  };
  return {
    list: async () => [tenantId],
    tenantOfPortal: async (asked) => (asked === portalId ? tenantId : null),
    vendorsOf: async (asked) => (asked === tenantId ? ['hubspot'] : []),
    salesforceOf: () => {
      throw notConnected('salesforce');
    },
    sessionsOf: () => {
      throw notConnected('salesforce');
    },
    clientOf: (asked) => only(asked, client),
    crmOf: (asked) => only(asked, crm),
    changesOf: (asked) => only(asked, changes),
  };
}
