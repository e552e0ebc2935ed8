import type { TenantScope } from './database.ts';
import type { ConnectionState } from './hubspot-connections.ts';

/** The connection of one tenant to its Salesforce org as stored. Tokens are sealed. */
export interface StoredOrgConnection {
  /** 18 characters. */
  readonly orgId: string;
  /** Where the org's API answers. */
  readonly instanceUrl: string;
  /** Salesforce's id of the user who connected it, and as whom Handrail works. */
  readonly installedBy: string;
  readonly scopes: readonly string[];
  readonly state: ConnectionState;
  readonly refreshToken: string | null;
  readonly accessToken: string | null;
  /** Somebody is getting a new access token until then, unless they are done before. */
  readonly lease: { readonly id: string; readonly until: Date } | null;
  readonly connectedAt: Date;
}

/** What a server transaction can do with the tenant's org, beside the ports of the core. */
export interface OrgConnectionTable {
  /** Null when the tenant never connected an org. */
  find(): Promise<StoredOrgConnection | null>;
  /** The same, and keeps the row from everybody else until the transaction ends. */
  lock(): Promise<StoredOrgConnection | null>;
  /** Puts the connection in the place of the one before. */
  save(connection: StoredOrgConnection): Promise<void>;
}

/** An org, and the tenant it belongs to. */
export interface ConnectedOrg {
  readonly orgId: string;
  readonly tenantId: string;
}

/** Which org belongs to which tenant: kept by the system's own tenant. */
export interface ConnectedOrgTable {
  /** In the order of the orgs' ids. */
  list(): Promise<readonly ConnectedOrg[]>;
  /**
   * Gives an org to a tenant, unless it belongs to one.
   *
   * @returns the tenant it belongs to from now on
   */
  claim(orgId: string, tenantId: string): Promise<string>;
  /** Takes an org from a tenant; nothing happens when it belongs to another one. */
  release(orgId: string, tenantId: string): Promise<void>;
}

export function orgConnectionTable(scope: TenantScope): OrgConnectionTable {
  return {
    find: () => read(scope, false),
    lock: () => read(scope, true),
    save: (connection) => save(scope, connection),
  };
}

async function read({ trx, tenantId }: TenantScope, lock: boolean): Promise<StoredOrgConnection | null> {
  const query = trx.selectFrom('salesforce_connection').selectAll().where('tenant_id', '=', tenantId);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  if (!row) return null;
  return {
    orgId: row.org_id,
    instanceUrl: row.instance_url,
    installedBy: row.installed_by,
    scopes: row.scopes,
    state: row.state,
    refreshToken: row.refresh_token,
    accessToken: row.access_token,
    lease: row.lease_id !== null && row.lease_until ? { id: row.lease_id, until: row.lease_until } : null,
    connectedAt: row.connected_at,
  };
}

async function save({ trx, tenantId }: TenantScope, connection: StoredOrgConnection): Promise<void> {
  const values = {
    org_id: connection.orgId,
    instance_url: connection.instanceUrl,
    installed_by: connection.installedBy,
    scopes: JSON.stringify(connection.scopes),
    state: connection.state,
    refresh_token: connection.refreshToken,
    access_token: connection.accessToken,
    lease_id: connection.lease?.id ?? null,
    lease_until: connection.lease?.until ?? null,
    connected_at: connection.connectedAt,
  };
  await trx
    .insertInto('salesforce_connection')
    .values({ tenant_id: tenantId, ...values })
    .onConflict((conflict) =>
      conflict.column('tenant_id').doUpdateSet((eb) => ({ ...values, updated_at: eb.fn<Date>('now') })),
    )
    .execute();
}

export function connectedOrgTable({ trx, tenantId }: TenantScope): ConnectedOrgTable {
  return {
    list: async () => {
      const rows = await trx
        .selectFrom('connected_org')
        .select(['org_id', 'belongs_to'])
        .where('tenant_id', '=', tenantId)
        .orderBy('org_id')
        .execute();
      return rows.map(({ org_id, belongs_to }) => ({ orgId: org_id, tenantId: belongs_to }));
    },
    claim: async (orgId, belongsTo) => {
      await trx
        .insertInto('connected_org')
        .values({ tenant_id: tenantId, org_id: orgId, belongs_to: belongsTo })
        .onConflict((conflict) => conflict.columns(['tenant_id', 'org_id']).doNothing())
        .execute();
      const { belongs_to } = await trx
        .selectFrom('connected_org')
        .select('belongs_to')
        .where('tenant_id', '=', tenantId)
        .where('org_id', '=', orgId)
        .executeTakeFirstOrThrow();
      return belongs_to;
    },
    release: async (orgId, belongsTo) => {
      await trx
        .deleteFrom('connected_org')
        .where('tenant_id', '=', tenantId)
        .where('org_id', '=', orgId)
        .where('belongs_to', '=', belongsTo)
        .execute();
    },
  };
}
