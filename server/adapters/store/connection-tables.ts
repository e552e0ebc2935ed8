import type { Generated, JSONColumnType } from 'kysely';
import type { Instant } from './database.ts';
import type { ConnectionState } from './hubspot-connections.ts';

/** Tables of what connects CRM accounts. */
export interface ConnectionTables {
  hubspot_connection: HubSpotConnectionTable;
  connected_tenant: ConnectedTenantTable;
  used_install_state: UsedInstallStateTable;
  salesforce_connection: SalesforceConnectionTable;
  connected_org: ConnectedOrgTable;
}

/** Tokens are sealed texts. */
interface HubSpotConnectionTable {
  tenant_id: string;
  portal_id: string;
  installed_by: string;
  scopes: JSONColumnType<readonly string[]>;
  state: ConnectionState;
  refresh_token: string | null;
  access_token: string | null;
  access_expires_at: Date | null;
  lease_id: string | null;
  lease_until: Date | null;
  connected_at: Instant;
  updated_at: Generated<Date>;
}

/** Rows of the system's own tenant. */
interface ConnectedTenantTable {
  tenant_id: string;
  connected: string;
}

/** Rows of the system's own tenant. */
interface UsedInstallStateTable {
  tenant_id: string;
  state_hash: string;
  expires_at: Instant;
}

/** Tokens are sealed texts. */
interface SalesforceConnectionTable {
  tenant_id: string;
  org_id: string;
  instance_url: string;
  installed_by: string;
  scopes: JSONColumnType<readonly string[]>;
  state: ConnectionState;
  refresh_token: string | null;
  access_token: string | null;
  lease_id: string | null;
  lease_until: Date | null;
  connected_at: Instant;
  updated_at: Generated<Date>;
}

/** Rows of the system's own tenant. */
interface ConnectedOrgTable {
  tenant_id: string;
  org_id: string;
  belongs_to: string;
}
