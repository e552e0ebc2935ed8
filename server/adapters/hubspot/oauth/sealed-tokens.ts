import type { OpenTokens } from '../../oauth/leased-tokens.ts';
import type { StoredConnection } from '../../store/hubspot-connections.ts';
import type { Vault } from '../../system/vault.ts';

const REFRESH = 'hubspot-refresh-token';
const ACCESS = 'hubspot-access-token';

/** @throws VaultError; Error when a connection in use holds no refresh token */
export function openTokens(vault: Vault, tenantId: string, stored: StoredConnection): OpenTokens {
  if (stored.refreshToken === null) throw new Error('a connection without a refresh token (this is a bug)');
  return {
    refreshToken: vault.open(stored.refreshToken, { tenantId, purpose: REFRESH }),
    accessToken:
      stored.accessToken === null ? null : vault.open(stored.accessToken, { tenantId, purpose: ACCESS }),
  };
}

/** What of a connection to store for new tokens. */
export function sealTokens(
  vault: Vault,
  tenantId: string,
  tokens: OpenTokens,
): Pick<StoredConnection, 'refreshToken' | 'accessToken'> {
  return {
    refreshToken: vault.seal(tokens.refreshToken, { tenantId, purpose: REFRESH }),
    accessToken:
      tokens.accessToken === null ? null : vault.seal(tokens.accessToken, { tenantId, purpose: ACCESS }),
  };
}
