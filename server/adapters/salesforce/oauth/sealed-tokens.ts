import type { OpenTokens } from '../../oauth/leased-tokens.ts';
import type { StoredOrgConnection } from '../../store/salesforce-connections.ts';
import type { Vault } from '../../system/vault.ts';

const REFRESH = 'salesforce-refresh-token';
const ACCESS = 'salesforce-access-token';

/** @throws VaultError; Error when a connection in use holds no refresh token */
export function openOrgTokens(vault: Vault, tenantId: string, stored: StoredOrgConnection): OpenTokens {
  const { refreshToken, accessToken } = stored;
  if (refreshToken === null) throw new Error('a connection without a refresh token (this is a bug)');
  return {
    refreshToken: vault.open(refreshToken, { tenantId, purpose: REFRESH }),
    accessToken: accessToken === null ? null : vault.open(accessToken, { tenantId, purpose: ACCESS }),
  };
}

/** What of a connection to store for new tokens. */
export function sealOrgTokens(
  vault: Vault,
  tenantId: string,
  { refreshToken, accessToken }: OpenTokens,
): Pick<StoredOrgConnection, 'refreshToken' | 'accessToken'> {
  return {
    refreshToken: vault.seal(refreshToken, { tenantId, purpose: REFRESH }),
    accessToken: accessToken === null ? null : vault.seal(accessToken, { tenantId, purpose: ACCESS }),
  };
}
