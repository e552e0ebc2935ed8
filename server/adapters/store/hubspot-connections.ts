import type { TenantScope } from './database.ts';

/**
 * How a connection stands.
 * - `connected`: HubSpot gives access tokens.
 * - `refused`: HubSpot gives none any more; the app was uninstalled there, or the grant withdrawn.
 * - `uninstalled`: Handrail itself gave the connection up; it holds no token.
 */
export type ConnectionState = 'connected' | 'refused' | 'uninstalled';

/** The connection of one tenant as stored. Tokens are sealed. */
export interface StoredConnection {
  readonly portalId: string;
  /** HubSpot's id of the user who installed the app. */
  readonly installedBy: string;
  readonly scopes: readonly string[];
  readonly state: ConnectionState;
  readonly refreshToken: string | null;
  readonly accessToken: string | null;
  readonly accessExpiresAt: Date | null;
  /** Somebody is getting a new access token until then, unless they are done before. */
  readonly lease: { readonly id: string; readonly until: Date } | null;
  readonly connectedAt: Date;
}

/** What a server transaction can do with the tenant's connection, beside the ports of the core. */
export interface ConnectionTable {
  /** Null when the tenant was never connected. */
  find(): Promise<StoredConnection | null>;
  /** The same, and keeps the row from everybody else until the transaction ends. */
  lock(): Promise<StoredConnection | null>;
  /** Puts the connection in the place of the one before. */
  save(connection: StoredConnection): Promise<void>;
}

/** What the system's own tenant keeps about installations. */
export interface InstallTable {
  /** Every tenant that is connected, in the order of their names. */
  listTenants(): Promise<readonly string[]>;
  addTenant(tenantId: string): Promise<void>;
  removeTenant(tenantId: string): Promise<void>;
  /**
   * Marks the state of an installation as used, and forgets those that ended before `now`.
   *
   * @returns false when it was used before
   */
  useState(stateHash: string, expiresAt: Date, now: Date): Promise<boolean>;
}

export function connectionTable(scope: TenantScope): ConnectionTable {
  return {
    find: () => read(scope, false),
    lock: () => read(scope, true),
    save: (connection) => save(scope, connection),
  };
}

async function read({ trx, tenantId }: TenantScope, lock: boolean): Promise<StoredConnection | null> {
  const query = trx.selectFrom('hubspot_connection').selectAll().where('tenant_id', '=', tenantId);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  if (!row) return null;
  return {
    portalId: row.portal_id,
    installedBy: row.installed_by,
    scopes: row.scopes,
    state: row.state,
    refreshToken: row.refresh_token,
    accessToken: row.access_token,
    accessExpiresAt: row.access_expires_at,
    lease: row.lease_id !== null && row.lease_until ? { id: row.lease_id, until: row.lease_until } : null,
    connectedAt: row.connected_at,
  };
}

async function save({ trx, tenantId }: TenantScope, connection: StoredConnection): Promise<void> {
  const values = {
    portal_id: connection.portalId,
    installed_by: connection.installedBy,
    scopes: JSON.stringify(connection.scopes),
    state: connection.state,
    refresh_token: connection.refreshToken,
    access_token: connection.accessToken,
    access_expires_at: connection.accessExpiresAt,
    lease_id: connection.lease?.id ?? null,
    lease_until: connection.lease?.until ?? null,
    connected_at: connection.connectedAt,
  };
  await trx
    .insertInto('hubspot_connection')
    .values({ tenant_id: tenantId, ...values })
    .onConflict((conflict) =>
      conflict.column('tenant_id').doUpdateSet((eb) => ({ ...values, updated_at: eb.fn<Date>('now') })),
    )
    .execute();
}

export function installTable({ trx, tenantId }: TenantScope): InstallTable {
  return {
    listTenants: async () => {
      const rows = await trx
        .selectFrom('connected_tenant')
        .select('connected')
        .where('tenant_id', '=', tenantId)
        .orderBy('connected')
        .execute();
      return rows.map(({ connected }) => connected);
    },
    addTenant: async (connected) => {
      await trx
        .insertInto('connected_tenant')
        .values({ tenant_id: tenantId, connected })
        .onConflict((conflict) => conflict.columns(['tenant_id', 'connected']).doNothing())
        .execute();
    },
    removeTenant: async (connected) => {
      await trx
        .deleteFrom('connected_tenant')
        .where('tenant_id', '=', tenantId)
        .where('connected', '=', connected)
        .execute();
    },
    useState: async (stateHash, expiresAt, now) => {
      await trx
        .deleteFrom('used_install_state')
        .where('tenant_id', '=', tenantId)
        .where('expires_at', '<', now)
        .execute();
      const { numInsertedOrUpdatedRows } = await trx
        .insertInto('used_install_state')
        .values({ tenant_id: tenantId, state_hash: stateHash, expires_at: expiresAt })
        .onConflict((conflict) => conflict.columns(['tenant_id', 'state_hash']).doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },
  };
}
