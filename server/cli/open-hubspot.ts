import { fixedToken } from '../adapters/hubspot/access-tokens.ts';
import { createHubSpotClient, type HubSpotClient } from '../adapters/hubspot/client.ts';
import { createConnectionTokens } from '../adapters/hubspot/oauth/connection-tokens.ts';
import { createOAuthClient, type OAuthClient } from '../adapters/hubspot/oauth/oauth-client.ts';
import type { Store } from '../adapters/store/open-store.ts';
import { systemClock } from '../adapters/system/system-clock.ts';
import { createVault, type Vault } from '../adapters/system/vault.ts';
import { type HubSpotEnvironment, readHubSpotEnvironment, readTenant } from '../env.ts';
import { createLogger } from '../logger.ts';
import { portalOfTenant, tenantOfPortal } from '../tenant-names.ts';
import { UsageError } from './usage-error.ts';
import { withStore } from './with-store.ts';

/** The HubSpot account a command works on. */
export interface OpenHubSpot {
  readonly tenantId: string;
  readonly portalId: string;
  readonly client: HubSpotClient;
  /** Present where the account is connected by OAuth. */
  readonly grant?: { readonly oauth: OAuthClient; readonly vault: Vault };
}

/**
 * The way to the account of `--portal` or HUBSPOT_PORTAL_ID: by the static token, or by the tokens in the store. The
 * store is opened only for the moment a token is needed, so that a command may open it itself at other times.
 *
 * @param portal as asked for on the command line
 * @param openedStore for a command that keeps the store open meanwhile
 * @throws EnvironmentError; UsageError when a static token is of another account
 */
export function openHubSpot(portal?: string, openedStore?: Pick<Store, 'transact'>): OpenHubSpot {
  const env = readHubSpotEnvironment();
  const tenantId = portal === undefined ? readTenant() : tenantOfPortal(portal);
  const portalId = portalOfTenant(tenantId);
  if (env.auth === 'static') {
    if (portalId !== env.portalId) throw otherAccount(env.portalId);
    return { tenantId, portalId, client: clientOf(env, fixedToken(env.accessToken)) };
  }
  const grant = { oauth: createOAuthClient(env), vault: createVault(env.tokenKeys) };
  const store = openedStore ?? momentaryStore();
  const logger = createLogger('error');
  const tokens = createConnectionTokens(tenantId, { ...grant, store, clock: systemClock, logger });
  return { tenantId, portalId, client: clientOf(env, tokens), grant };
}

function clientOf(
  { apiOrigin }: HubSpotEnvironment,
  accessToken: Parameters<typeof createHubSpotClient>[0]['accessToken'],
): HubSpotClient {
  return createHubSpotClient({ accessToken, basePath: apiOrigin, logger: createLogger('error') });
}

function momentaryStore(): Pick<Store, 'transact'> {
  return { transact: (tenantId, work) => withStore((store) => store.transact(tenantId, work)) };
}

function otherAccount(portalId: string): UsageError {
  return new UsageError(
    `HUBSPOT_ACCESS_TOKEN is the token of account ${portalId}. Leave --portal out, or set the variables of the other account.`,
  );
}
