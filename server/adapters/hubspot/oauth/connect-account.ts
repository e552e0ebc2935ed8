import type { Clock } from '../../../../src/ports/clock.ts';
import { SYSTEM_TENANT, tenantOfPortal } from '../../../tenant-names.ts';
import type { Store } from '../../store/open-store.ts';
import type { Vault } from '../../system/vault.ts';
import type { TokenFacts, TokenGrant } from './oauth-client.ts';
import { sealTokens } from './sealed-tokens.ts';

/** What keeping connections needs. */
export interface ConnectionParts {
  readonly store: Pick<Store, 'transact'>;
  readonly vault: Vault;
  readonly clock: Clock;
}

/**
 * Stores what HubSpot granted, sealed, in the place of an earlier connection of the same account. Audited with the
 * installer's HubSpot user id. Safe to repeat.
 *
 * @returns the account's tenant
 */
export async function connectAccount(
  { store, vault, clock }: ConnectionParts,
  grant: TokenGrant,
  { portalId, userId, scopes }: TokenFacts,
): Promise<string> {
  const tenantId = tenantOfPortal(portalId);
  const now = clock.now();
  // Listed first: a tenant that is listed and not connected is passed over, one that is not listed would be forgotten.
  await store.transact(SYSTEM_TENANT, (tx) => tx.installs.addTenant(tenantId));
  await store.transact(tenantId, async (tx) => {
    await tx.connection.lock();
    await tx.connection.save({
      portalId,
      installedBy: userId,
      scopes,
      state: 'connected',
      ...sealTokens(vault, tenantId, grant),
      accessExpiresAt: new Date(now.getTime() + grant.expiresInSeconds * 1000),
      lease: null,
      connectedAt: now,
    });
    await tx.appendAudit([
      {
        at: now.toISOString(),
        type: 'hubspot_connected',
        actor: { kind: 'user', userId },
        data: { portalId, scopes: [...scopes].sort() },
      },
    ]);
  });
  return tenantId;
}

/**
 * Forgets the tokens of an account that gives Handrail up, and takes it off the list of accounts that are served.
 * Requests and trail stay. Audited. Safe to repeat.
 */
export async function forgetAccount(
  { store, clock }: Pick<ConnectionParts, 'store' | 'clock'>,
  tenantId: string,
): Promise<void> {
  await store.transact(tenantId, async (tx) => {
    const connection = await tx.connection.lock();
    if (!connection || connection.state === 'uninstalled') return;
    await tx.connection.save({
      ...connection,
      state: 'uninstalled',
      refreshToken: null,
      accessToken: null,
      accessExpiresAt: null,
      lease: null,
    });
    await tx.appendAudit([
      {
        at: clock.now().toISOString(),
        type: 'hubspot_disconnected',
        actor: { kind: 'system' },
        data: { portalId: connection.portalId },
      },
    ]);
  });
  await store.transact(SYSTEM_TENANT, (tx) => tx.installs.removeTenant(tenantId));
}

/** Every account that was connected by OAuth and not given up. */
export function connectedTenants(store: Pick<Store, 'transact'>): Promise<readonly string[]> {
  return store.transact(SYSTEM_TENANT, (tx) => tx.installs.listTenants());
}
