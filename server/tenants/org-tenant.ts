import type { Clock } from '../../src/ports/clock.ts';
import { createLinkedIds, type LinkedIds, type LinkProperties } from '../adapters/hubspot/linked-ids.ts';
import { createPortalCatalog } from '../adapters/hubspot/portal-catalog.ts';
import {
  createSalesforceClient,
  type SalesforceClient,
  type SalesforceLogger,
} from '../adapters/salesforce/client.ts';
import { createSalesforceCrm } from '../adapters/salesforce/crm.ts';
import { createJwtSessions, type SessionSource } from '../adapters/salesforce/jwt-sessions.ts';
import { createSalesforceChanges } from '../adapters/salesforce/watch/record-changes.ts';
import type { SalesforceEnvironment } from '../env.ts';
import { combineChanges } from './combine-changes.ts';
import { combineCrms } from './combine-crms.ts';
import { notConnected, type Tenants } from './tenants.ts';

/** What an org is served with. */
export interface OrgParts {
  readonly logger: SalesforceLogger;
  readonly clock: Clock;
  /** Which HubSpot properties name the same record in the org. */
  readonly links: LinkProperties;
}

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
  { logger, clock, links }: OrgParts,
): Tenants {
  const client = openOrg(org, logger);
  const salesforce = createSalesforceCrm({ client, logger, clock });
  const changes = createSalesforceChanges(client, clock);

  async function hubspotVendors(asked: string): Promise<readonly 'hubspot'[]> {
    const vendors = (await hubspot?.vendorsOf(asked)) ?? [];
    return vendors.includes('hubspot') ? ['hubspot'] : [];
  }

  /** The HubSpot accounts, if the org's tenant is among them now. */
  async function besideOrg(): Promise<Tenants | undefined> {
    return (await hubspotVendors(tenantId)).length > 0 ? hubspot : undefined;
  }

  let linkedIds: LinkedIds | undefined;
  const both = combineCrms(async () => {
    const beside = await besideOrg();
    if (!beside) return { salesforce };
    linkedIds ??= createLinkedIds(
      beside.clientOf(tenantId),
      createPortalCatalog(beside.clientOf(tenantId), clock),
      links,
    );
    return { salesforce, hubspot: beside.crmOf(tenantId), links: linkedIds };
  });
  const bothChanges = combineChanges(async () => {
    const beside = await besideOrg();
    return { salesforce: changes, ...(beside && { hubspot: beside.changesOf(tenantId) }) };
  });

  function accounts(): Tenants {
    if (hubspot) return hubspot;
    throw notConnected('hubspot');
  }

  return {
    list: async () => [...new Set([...((await hubspot?.list()) ?? []), tenantId])],
    tenantOfPortal: async (portalId) => (await hubspot?.tenantOfPortal(portalId)) ?? null,
    vendorsOf: async (asked) => [
      ...(await hubspotVendors(asked)),
      ...(asked === tenantId ? (['salesforce'] as const) : []),
    ],
    clientOf: (asked) => accounts().clientOf(asked),
    salesforceOf: (asked) => {
      if (asked !== tenantId) throw notConnected('salesforce');
      return client;
    },
    sessionsOf: (asked) => {
      if (asked !== tenantId) throw notConnected('salesforce');
      return sessionsOfOrg(org);
    },
    crmOf: (asked) => (asked === tenantId ? both : accounts().crmOf(asked)),
    changesOf: (asked) => (asked === tenantId ? bothChanges : accounts().changesOf(asked)),
  };
}
