import { createLeasedTokens, type LeasedTokensParts, type TokenKeeper } from '../../oauth/leased-tokens.ts';
import type { StoredConnection } from '../../store/hubspot-connections.ts';
import type { Vault } from '../../system/vault.ts';
import type { AccessTokens } from '../access-tokens.ts';
import type { OAuthClient, TokenGrant } from './oauth-client.ts';
import { openTokens, sealTokens } from './sealed-tokens.ts';

/** A token is used no longer than until this before its end: calls take time, and clocks differ. */
const MARGIN_MS = 60_000;

export interface ConnectionTokensParts extends LeasedTokensParts {
  readonly oauth: OAuthClient;
  readonly vault: Vault;
}

/**
 * Access tokens of one connected account, as `createLeasedTokens` takes turns for them. That HubSpot refuses the refresh
 * token for good is how an uninstall shows, because HubSpot announces none.
 */
export function createConnectionTokens(tenantId: string, parts: ConnectionTokensParts): AccessTokens {
  const tokens = createLeasedTokens(tenantId, hubspotKeeper(tenantId, parts), parts);
  return {
    get: async () => (await tokens.get()).token,
    discard: (token) => {
      tokens.discard(token);
      return true;
    },
  };
}

function hubspotKeeper(
  tenantId: string,
  { oauth, vault }: ConnectionTokensParts,
): TokenKeeper<StoredConnection, TokenGrant> {
  return {
    lock: (tx) => tx.connection.lock(),
    save: (tx, connection) => tx.connection.save(connection),
    open: (connection) => openTokens(vault, tenantId, connection),
    withGrant: (connection, grant, askedAt) => ({
      ...connection,
      ...sealTokens(vault, tenantId, grant),
      accessExpiresAt: new Date(askedAt + grant.expiresInSeconds * 1000),
    }),
    goodUntil: ({ accessExpiresAt }) => (accessExpiresAt?.getTime() ?? 0) - MARGIN_MS,
    refresh: (refreshToken) => oauth.refresh(refreshToken),
    refusedEntry: ({ portalId }, now) => ({
      at: now.toISOString(),
      type: 'hubspot_connection_refused',
      actor: { kind: 'system' },
      data: { portalId },
    }),
    words: {
      notConnected:
        'This HubSpot account is not connected. An administrator must open /install on the Handrail server.',
      refused:
        'HubSpot no longer accepts the connection to this account: the app was uninstalled there or its access withdrawn. An administrator must open /install on the Handrail server and connect it again.',
      cannotNow: 'HubSpot gives Handrail no access token at the moment.',
    },
  };
}
