import type { CrmPort } from '../../src/ports/crm.ts';
import type { RecordChanges } from '../../src/ports/record-changes.ts';
import type { HubSpotClient } from '../adapters/hubspot/client.ts';

/** The CRM accounts this server serves: one with a static token, or all that are connected by OAuth. */
export interface Tenants {
  /** Every tenant that is served now. */
  list(): Promise<readonly string[]>;
  /** Whose signed requests of this HubSpot account are; null for an account that is not served. */
  tenantOfPortal(portalId: string): Promise<string | null>;
  /** The way to the tenant's account. A call of a tenant that is not connected fails, saying so. */
  clientOf(tenantId: string): HubSpotClient;
  crmOf(tenantId: string): CrmPort;
  changesOf(tenantId: string): RecordChanges;
}
