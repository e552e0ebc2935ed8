import type { Clock } from '../../src/ports/clock.ts';
import type { CrmPort } from '../../src/ports/crm.ts';
import { createHubSpotClient, type HubSpotClient, type HubSpotLogger } from '../adapters/hubspot/client.ts';
import { createHubSpotCrm } from '../adapters/hubspot/crm.ts';
import { connectedTenants } from '../adapters/hubspot/oauth/connect-account.ts';
import { createConnectionTokens } from '../adapters/hubspot/oauth/connection-tokens.ts';
import type { OAuthClient } from '../adapters/hubspot/oauth/oauth-client.ts';
import { createHubSpotChanges } from '../adapters/hubspot/watch/record-changes.ts';
import type { Store } from '../adapters/store/open-store.ts';
import type { Vault } from '../adapters/system/vault.ts';
import { tenantOfPortal } from '../tenant-names.ts';
import { notConnected, type Tenants } from './tenants.ts';

/** For how long it is believed that an account is still connected. One that was not is asked about each time. */
const KNOWN_FOR_MS = 10_000;

export interface ConnectedTenantsParts {
  readonly store: Pick<Store, 'transact'>;
  readonly oauth: OAuthClient;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly logger: HubSpotLogger & Parameters<typeof createConnectionTokens>[1]['logger'];
  /** Where HubSpot's API answers. */
  readonly apiOrigin: string;
}

/**
 * Every account that is connected by OAuth, as the store has them: what one instance connects, the others serve too.
 * An account that HubSpot refuses stays among them: its requests go on, and their steps wait until it is connected
 * again.
 */
export function createConnectedTenants(parts: ConnectedTenantsParts): Tenants {
  const { store, clock, logger, apiOrigin } = parts;
  const clients = new Map<string, HubSpotClient>();
  const crms = new Map<string, CrmPort>();
  const knownUntil = new Map<string, number>();

  async function isServed(tenantId: string): Promise<boolean> {
    const now = clock.now().getTime();
    if ((knownUntil.get(tenantId) ?? 0) > now) return true;
    const connection = await store.transact(tenantId, (tx) => tx.connection.find());
    if (!connection || connection.state === 'uninstalled') {
      knownUntil.delete(tenantId);
      return false;
    }
    knownUntil.set(tenantId, now + KNOWN_FOR_MS);
    return true;
  }

  function clientOf(tenantId: string): HubSpotClient {
    return remembered(clients, tenantId, () =>
      createHubSpotClient({
        accessToken: createConnectionTokens(tenantId, parts),
        basePath: apiOrigin,
        logger,
      }),
    );
  }

  return {
    list: () => connectedTenants(store),
    tenantOfPortal: async (portalId) => {
      const tenantId = tenantOfPortal(portalId);
      return (await isServed(tenantId)) ? tenantId : null;
    },
    vendorsOf: async (tenantId) => ((await isServed(tenantId)) ? ['hubspot'] : []),
    salesforceOf: () => {
      throw notConnected('salesforce');
    },
    sessionsOf: () => {
      throw notConnected('salesforce');
    },
    clientOf,
    crmOf: (tenantId) =>
      remembered(crms, tenantId, () => createHubSpotCrm({ client: clientOf(tenantId), logger, clock })),
    changesOf: (tenantId) => createHubSpotChanges(clientOf(tenantId)),
  };
}

function remembered<T>(known: Map<string, T>, key: string, make: () => T): T {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}
