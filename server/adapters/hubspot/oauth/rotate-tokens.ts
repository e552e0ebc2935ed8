import type { Store } from '../../store/open-store.ts';
import { type Vault, VaultError } from '../../system/vault.ts';
import { connectedTenants } from './connect-account.ts';
import { openTokens, sealTokens } from './sealed-tokens.ts';

/** What became of one account's tokens. */
export interface RotationEntry {
  readonly tenantId: string;
  /** `failed`: they do not open; `why` says what to do. */
  readonly outcome: 'rotated' | 'current' | 'failed';
  readonly why: string;
}

/**
 * Seals every stored token with the current key. Each account is one transaction, so the work can be broken off and
 * repeated at any time; a second run changes nothing. Once it has gone through, older keys may be removed.
 *
 * @param onEntry called after each account
 */
export async function rotateTokens(
  store: Pick<Store, 'transact'>,
  vault: Vault,
  onEntry: (entry: RotationEntry) => void = () => {},
): Promise<readonly RotationEntry[]> {
  const entries: RotationEntry[] = [];
  for (const tenantId of await connectedTenants(store)) {
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
      const connection = await tx.connection.lock();
      const sealed = [connection?.refreshToken, connection?.accessToken].filter(
        (text) => typeof text === 'string',
      );
      if (!connection || !sealed.some((text) => vault.isStale(text))) return 'current';
      const tokens = openTokens(vault, tenantId, connection);
      await tx.connection.save({ ...connection, ...sealTokens(vault, tenantId, tokens) });
      return 'rotated';
    });
    return { tenantId, outcome, why: '' };
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    return { tenantId, outcome: 'failed', why: error.message };
  }
}
