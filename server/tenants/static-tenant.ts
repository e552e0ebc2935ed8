import type { Clock } from '../../src/ports/clock.ts';
import { createHubSpotClient, type HubSpotLogger } from '../adapters/hubspot/client.ts';
import { createHubSpotCrm } from '../adapters/hubspot/crm.ts';
import { createHubSpotChanges } from '../adapters/hubspot/watch/record-changes.ts';
import type { StaticHubSpot } from '../env.ts';
import { tenantOfPortal } from '../tenant-names.ts';
import type { Tenants } from './tenants.ts';

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
    if (asked !== tenantId) throw new Error('this server is not connected to the CRM of that tenant');
    return value;
  };
  return {
    list: async () => [tenantId],
    tenantOfPortal: async (asked) => (asked === portalId ? tenantId : null),
    clientOf: (asked) => only(asked, client),
    crmOf: (asked) => only(asked, crm),
    changesOf: (asked) => only(asked, changes),
  };
}
