import type { Clock } from '../../src/ports/clock.ts';
import type { CrmPort } from '../../src/ports/crm.ts';
import type { RecordChanges } from '../../src/ports/record-changes.ts';
import { createLinkedIds, type LinkedIds, type LinkProperties } from '../adapters/hubspot/linked-ids.ts';
import { createPortalCatalog } from '../adapters/hubspot/portal-catalog.ts';
import type { SalesforceClient, SalesforceLogger } from '../adapters/salesforce/client.ts';
import { createSalesforceCrm } from '../adapters/salesforce/crm.ts';
import type { SessionSource } from '../adapters/salesforce/jwt-sessions.ts';
import { createSalesforceChanges } from '../adapters/salesforce/watch/record-changes.ts';
import { combineChanges } from './combine-changes.ts';
import { combineCrms } from './combine-crms.ts';
import { remembered } from './remembered.ts';
import { notConnected, type Tenants } from './tenants.ts';

/** What an org is served with. */
export interface OrgParts {
  readonly logger: SalesforceLogger;
  readonly clock: Clock;
  /** Which HubSpot properties name the same record in the org. */
  readonly links: LinkProperties;
}

/** The orgs that tenants have. */
export interface Orgs {
  /** The tenants that have one now. */
  list(): Promise<readonly string[]>;
  /** False for a tenant that never has one. */
  mayHave(tenantId: string): boolean;
  has(tenantId: string): Promise<boolean>;
  /** @throws Error for a tenant that never has one; a call for one that has none now fails, saying so */
  clientOf(tenantId: string): SalesforceClient;
  /** As `clientOf`. */
  sessionsOf(tenantId: string): SessionSource;
}

/**
 * The accounts of HubSpot, with orgs of Salesforce beside them: a tenant has one of both, or both.
 *
 * @param hubspot undefined where no account of HubSpot is served
 */
export function withOrgs(
  hubspot: Tenants | undefined,
  orgs: Orgs,
  { logger, clock, links }: OrgParts,
): Tenants {
  const crms = new Map<string, CrmPort>();
  const changes = new Map<string, RecordChanges>();

  async function hubspotVendors(tenantId: string): Promise<readonly 'hubspot'[]> {
    const vendors = (await hubspot?.vendorsOf(tenantId)) ?? [];
    return vendors.includes('hubspot') ? ['hubspot'] : [];
  }

  /** The HubSpot accounts, if the tenant is among them now. */
  async function accountOf(tenantId: string): Promise<Tenants | undefined> {
    return (await hubspotVendors(tenantId)).length > 0 ? hubspot : undefined;
  }

  function bothCrms(tenantId: string): CrmPort {
    const salesforce = createSalesforceCrm({ client: orgs.clientOf(tenantId), logger, clock });
    let linkedIds: LinkedIds | undefined;
    return combineCrms(async () => {
      const beside = await accountOf(tenantId);
      // Without an account the org's own answer says what is missing.
      if (!beside) return { salesforce };
      if (!(await orgs.has(tenantId))) return { hubspot: beside.crmOf(tenantId) };
      linkedIds ??= createLinkedIds(
        beside.clientOf(tenantId),
        createPortalCatalog(beside.clientOf(tenantId), clock),
        links,
      );
      return { salesforce, hubspot: beside.crmOf(tenantId), links: linkedIds };
    });
  }

  function bothChanges(tenantId: string): RecordChanges {
    const salesforce = createSalesforceChanges(orgs.clientOf(tenantId), clock);
    return combineChanges(async () => {
      const beside = await accountOf(tenantId);
      if (!beside) return { salesforce };
      const hubspot = beside.changesOf(tenantId);
      return (await orgs.has(tenantId)) ? { salesforce, hubspot } : { hubspot };
    });
  }

  function accounts(): Tenants {
    if (hubspot) return hubspot;
    throw notConnected('hubspot');
  }

  return {
    list: async () => [...new Set([...((await hubspot?.list()) ?? []), ...(await orgs.list())])],
    tenantOfPortal: async (portalId) => (await hubspot?.tenantOfPortal(portalId)) ?? null,
    vendorsOf: async (tenantId) => [
      ...(await hubspotVendors(tenantId)),
      ...((await orgs.has(tenantId)) ? (['salesforce'] as const) : []),
    ],
    clientOf: (tenantId) => accounts().clientOf(tenantId),
    salesforceOf: (tenantId) => orgs.clientOf(tenantId),
    sessionsOf: (tenantId) => orgs.sessionsOf(tenantId),
    crmOf: (tenantId) =>
      orgs.mayHave(tenantId)
        ? remembered(crms, tenantId, () => bothCrms(tenantId))
        : accounts().crmOf(tenantId),
    changesOf: (tenantId) =>
      orgs.mayHave(tenantId)
        ? remembered(changes, tenantId, () => bothChanges(tenantId))
        : accounts().changesOf(tenantId),
  };
}
