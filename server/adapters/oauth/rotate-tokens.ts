import { connectedTenants } from '../hubspot/oauth/connect-account.ts';
import { openTokens, sealTokens } from '../hubspot/oauth/sealed-tokens.ts';
import { connectedOrgs } from '../salesforce/oauth/connect-org.ts';
import { openOrgTokens, sealOrgTokens } from '../salesforce/oauth/sealed-tokens.ts';
import type { Store } from '../store/open-store.ts';
import type { StoreTransaction } from '../store/transaction.ts';
import { type Vault, VaultError } from '../system/vault.ts';

/** What became of one tenant's tokens. */
export interface RotationEntry {
  readonly tenantId: string;
  /** `failed`: they do not open; `why` says what to do. */
  readonly outcome: 'rotated' | 'current' | 'failed';
  readonly why: string;
}

/**
 * Seals every stored token with the current key. Each tenant is one transaction, so the work can be broken off and
 * repeated at any time; a second run changes nothing. Once it has gone through, older keys may be removed.
 *
 * @param onEntry called after each tenant
 */
export async function rotateTokens(
  store: Pick<Store, 'transact'>,
  vault: Vault,
  onEntry: (entry: RotationEntry) => void = () => {},
): Promise<readonly RotationEntry[]> {
  const entries: RotationEntry[] = [];
  const orgs = await connectedOrgs(store);
  const tenants = new Set([...(await connectedTenants(store)), ...orgs.map(({ tenantId }) => tenantId)]);
  for (const tenantId of tenants) {
    const entry = await rotateOne(store, vault, tenantId);
    entries.push(entry);
    onEntry(entry);
  }
  return entries;
}

async function rotateOne(
  store: Pick<Store, 'transact'>,
  vault: Vault,
  tenantId: string,
): Promise<RotationEntry> {
  try {
    const outcome = await store.transact(tenantId, async (tx) => {
      const isAnew = [await sealAccountAnew(tx, vault, tenantId), await sealOrgAnew(tx, vault, tenantId)];
      return isAnew.includes(true) ? 'rotated' : 'current';
    });
    return { tenantId, outcome, why: '' };
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    return { tenantId, outcome: 'failed', why: error.message };
  }
}

async function sealAccountAnew(tx: StoreTransaction, vault: Vault, tenantId: string): Promise<boolean> {
  const connection = await tx.connection.lock();
  if (!connection || !isStale(vault, connection)) return false;
  const tokens = openTokens(vault, tenantId, connection);
  await tx.connection.save({ ...connection, ...sealTokens(vault, tenantId, tokens) });
  return true;
}

async function sealOrgAnew(tx: StoreTransaction, vault: Vault, tenantId: string): Promise<boolean> {
  const connection = await tx.orgConnection.lock();
  if (!connection || !isStale(vault, connection)) return false;
  const tokens = openOrgTokens(vault, tenantId, connection);
  await tx.orgConnection.save({ ...connection, ...sealOrgTokens(vault, tenantId, tokens) });
  return true;
}

function isStale(
  vault: Vault,
  {
    refreshToken,
    accessToken,
  }: { readonly refreshToken: string | null; readonly accessToken: string | null },
): boolean {
  return [refreshToken, accessToken].some((text) => text !== null && vault.isStale(text));
}
