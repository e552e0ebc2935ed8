import { createLeasedTokens, type LeasedTokensParts, type TokenKeeper } from '../../oauth/leased-tokens.ts';
import type { StoredOrgConnection } from '../../store/salesforce-connections.ts';
import type { Vault } from '../../system/vault.ts';
import type { SessionSource } from '../jwt-sessions.ts';
import type { OrgGrant, OrgOAuthClient } from './oauth-client.ts';
import { openOrgTokens, sealOrgTokens } from './sealed-tokens.ts';

export interface ConnectedSessionsParts extends LeasedTokensParts {
  readonly oauth: OrgOAuthClient;
  readonly vault: Vault;
}

/**
 * Sessions of an org that was connected by an administrator, as `createLeasedTokens` takes turns for them. Salesforce does
 * not say for how long a session lives, so one is used until the org refuses it. A refresh token that is used twice ends
 * the connection at Salesforce; it is marked `refused` and the trail says so.
 */
export function createConnectedSessions(tenantId: string, parts: ConnectedSessionsParts): SessionSource {
  const tokens = createLeasedTokens(tenantId, orgKeeper(tenantId, parts), parts);
  return {
    async begin(refused) {
      if (refused !== undefined) tokens.discard(refused);
      const { token, connection } = await tokens.get();
      return { accessToken: token, instanceUrl: connection.instanceUrl };
    },
  };
}

function orgKeeper(
  tenantId: string,
  { oauth, vault }: ConnectedSessionsParts,
): TokenKeeper<StoredOrgConnection, OrgGrant> {
  return {
    lock: (tx) => tx.orgConnection.lock(),
    save: (tx, connection) => tx.orgConnection.save(connection),
    open: (connection) => openOrgTokens(vault, tenantId, connection),
    withGrant: (connection, grant) => ({
      ...connection,
      ...sealOrgTokens(vault, tenantId, grant),
      instanceUrl: grant.instanceUrl,
    }),
    goodUntil: () => Number.POSITIVE_INFINITY,
    refresh: (refreshToken) => oauth.refresh(refreshToken),
    refusedEntry: ({ orgId }, now) => ({
      at: now.toISOString(),
      type: 'salesforce_connection_refused',
      actor: { kind: 'system' },
      data: { orgId },
    }),
    words: {
      notConnected:
        'This Salesforce org is not connected. An administrator must open /salesforce/install on the Handrail server.',
      refused:
        'Salesforce no longer accepts the connection to this org: its access was withdrawn, or a token was used a second time, which Salesforce takes for theft. An administrator must open /salesforce/install on the Handrail server and connect it again.',
      cannotNow: 'Salesforce gives Handrail no session at the moment.',
    },
  };
}
