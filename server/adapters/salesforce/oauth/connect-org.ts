import type { Clock } from '../../../../src/ports/clock.ts';
import { SYSTEM_TENANT } from '../../../tenant-names.ts';
import type { Store } from '../../store/open-store.ts';
import type { ConnectedOrg } from '../../store/salesforce-connections.ts';
import type { Vault } from '../../system/vault.ts';
import type { FirstGrant, OrgOAuthClient } from './oauth-client.ts';
import { openOrgTokens, sealOrgTokens } from './sealed-tokens.ts';

/** What keeping connections needs. */
export interface OrgConnectionParts {
  readonly store: Pick<Store, 'transact'>;
  readonly vault: Vault;
  readonly clock: Clock;
}

/** What became of an org that was to be connected. */
export type ConnectResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: 'org_taken' | 'tenant_taken' };

/**
 * Stores what Salesforce granted, sealed, in the place of an earlier connection of the same org. An org belongs to one
 * tenant, and a tenant has one org; another one is refused and changes nothing. Audited with the user's Salesforce id.
 * Safe to repeat.
 */
export async function connectOrg(
  { store, vault, clock }: OrgConnectionParts,
  tenantId: string,
  grant: FirstGrant,
): Promise<ConnectResult> {
  const { orgId, userId, instanceUrl, scopes } = grant;
  const now = clock.now();
  // Claimed first: an org that is claimed and not connected is passed over, one that is not claimed would be forgotten.
  const claim = () => store.transact(SYSTEM_TENANT, (tx) => tx.orgs.claim(orgId, tenantId));
  let owner = await claim();
  if (owner !== tenantId && !(await isInUse(store, owner, orgId))) {
    await releaseOrg(store, orgId, owner);
    owner = await claim();
  }
  if (owner !== tenantId) return { ok: false, why: 'org_taken' };
  const isDone = await store.transact(tenantId, async (tx) => {
    const present = await tx.orgConnection.lock();
    if (present && present.orgId !== orgId && present.state !== 'uninstalled') return false;
    await tx.orgConnection.save({
      orgId,
      instanceUrl,
      installedBy: userId,
      scopes,
      state: 'connected',
      ...sealOrgTokens(vault, tenantId, grant),
      lease: null,
      connectedAt: now,
    });
    await tx.appendAudit([
      {
        at: now.toISOString(),
        type: 'salesforce_connected',
        actor: { kind: 'user', userId },
        data: { orgId, scopes: [...scopes].sort() },
      },
    ]);
    return true;
  });
  if (isDone) return { ok: true };
  await releaseOrg(store, orgId, tenantId);
  return { ok: false, why: 'tenant_taken' };
}

/**
 * Forgets the tokens of an org that gives Handrail up; it is served no longer, and may be connected to another tenant.
 * Requests and trail stay. Audited. Safe to repeat.
 */
export async function forgetOrg(
  { store, clock }: Pick<OrgConnectionParts, 'store' | 'clock'>,
  tenantId: string,
): Promise<void> {
  const orgId = await store.transact(tenantId, async (tx) => {
    const connection = await tx.orgConnection.lock();
    if (!connection) return null;
    if (connection.state !== 'uninstalled') {
      await tx.orgConnection.save({
        ...connection,
        state: 'uninstalled',
        refreshToken: null,
        accessToken: null,
        lease: null,
      });
      await tx.appendAudit([
        {
          at: clock.now().toISOString(),
          type: 'salesforce_disconnected',
          actor: { kind: 'system' },
          data: { orgId: connection.orgId },
        },
      ]);
    }
    return connection.orgId;
  });
  if (orgId !== null) await releaseOrg(store, orgId, tenantId);
}

/** A tenant that claimed an org and was interrupted does not keep it. */
async function isInUse(
  store: OrgConnectionParts['store'],
  tenantId: string,
  orgId: string,
): Promise<boolean> {
  const connection = await store.transact(tenantId, (tx) => tx.orgConnection.find());
  return connection?.orgId === orgId && connection.state !== 'uninstalled';
}

function releaseOrg(store: OrgConnectionParts['store'], orgId: string, tenantId: string): Promise<void> {
  return store.transact(SYSTEM_TENANT, (tx) => tx.orgs.release(orgId, tenantId));
}

/** Every org that was connected by OAuth and not given up, with its tenant. */
export function connectedOrgs(store: Pick<Store, 'transact'>): Promise<readonly ConnectedOrg[]> {
  return store.transact(SYSTEM_TENANT, (tx) => tx.orgs.list());
}

/**
 * Gives the connection of a tenant's org up: Salesforce first, because a token that is forgotten here could not be revoked
 * any more; then as `forgetOrg`. Safe to repeat.
 *
 * @returns false for a tenant without a connection
 * @throws OAuthError when Salesforce does not answer; VaultError for tokens that do not open. Nothing is forgotten then
 */
export async function giveOrgUp(
  parts: OrgConnectionParts & { readonly oauth: Pick<OrgOAuthClient, 'revoke'> },
  tenantId: string,
): Promise<boolean> {
  const connection = await parts.store.transact(tenantId, (tx) => tx.orgConnection.find());
  if (!connection || connection.state === 'uninstalled') return false;
  const { refreshToken } = openOrgTokens(parts.vault, tenantId, connection);
  await parts.oauth.revoke(refreshToken);
  await forgetOrg(parts, tenantId);
  return true;
}
