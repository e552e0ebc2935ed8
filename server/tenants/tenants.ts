import type { CrmPort } from '../../src/ports/crm.ts';
import type { RecordChanges } from '../../src/ports/record-changes.ts';
import type { HubSpotClient } from '../adapters/hubspot/client.ts';
import type { SalesforceClient } from '../adapters/salesforce/client.ts';
import type { SessionSource } from '../adapters/salesforce/jwt-sessions.ts';
import type { Vendor } from './vendors.ts';

/** The CRM accounts this server serves. A tenant has an account of HubSpot, an org of Salesforce, or both. */
export interface Tenants {
  /** Every tenant that is served now. */
  list(): Promise<readonly string[]>;
  /** Whose signed requests of this HubSpot account are; null for an account that is not served. */
  tenantOfPortal(portalId: string): Promise<string | null>;
  /** The CRMs that a tenant has connected now; none for a tenant that is not served. */
  vendorsOf(tenantId: string): Promise<readonly Vendor[]>;
  /** The way to the tenant's HubSpot account. A call of a tenant that has none fails, saying so. */
  clientOf(tenantId: string): HubSpotClient;
  /** The way to the tenant's org. A call of a tenant that has none fails, saying so. */
  salesforceOf(tenantId: string): SalesforceClient;
  /** Sessions of the tenant's org, for what goes beside its client. A call of a tenant that has none fails. */
  sessionsOf(tenantId: string): SessionSource;
  /** All of the tenant's CRMs as one: each record is looked for where its id comes from. */
  crmOf(tenantId: string): CrmPort;
  changesOf(tenantId: string): RecordChanges;
}

/** What a server asks of a tenant whose CRM it does not have. */
export function notConnected(vendor: Vendor): Error {
  const name = vendor === 'hubspot' ? 'a HubSpot account' : 'a Salesforce org';
  return new Error(`this server is not connected to ${name} of that tenant`);
}
