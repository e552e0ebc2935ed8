import type { SalesforceLogger } from '../adapters/salesforce/client.ts';
import { createSalesforceClient, type SalesforceClient } from '../adapters/salesforce/client.ts';
import type { SessionSource } from '../adapters/salesforce/jwt-sessions.ts';
import { connectedOrgs } from '../adapters/salesforce/oauth/connect-org.ts';
import {
  type ConnectedSessionsParts,
  createConnectedSessions,
} from '../adapters/salesforce/oauth/connected-sessions.ts';
import { remembered } from './remembered.ts';
import type { Orgs } from './with-orgs.ts';

/** For how long it is believed that an org is still connected. One that was not is asked about each time. */
const KNOWN_FOR_MS = 10_000;

export type ConnectedOrgsParts = ConnectedSessionsParts & { readonly logger: SalesforceLogger };

/**
 * Every org that is connected by OAuth, as the store has them: what one instance connects, the others serve too. An org
 * that Salesforce refuses stays among them: its requests go on, and their steps wait until it is connected again.
 */
export function createConnectedOrgs(parts: ConnectedOrgsParts): Orgs {
  const { store, clock, logger } = parts;
  const clients = new Map<string, SalesforceClient>();
  const knownUntil = new Map<string, number>();
  const sessions = new Map<string, SessionSource>();
  const sessionsOf = (tenantId: string) =>
    remembered(sessions, tenantId, () => createConnectedSessions(tenantId, parts));
  return {
    list: async () => (await connectedOrgs(store)).map(({ tenantId }) => tenantId),
    mayHave: () => true,
    has: async (tenantId) => {
      const now = clock.now().getTime();
      if ((knownUntil.get(tenantId) ?? 0) > now) return true;
      const connection = await store.transact(tenantId, (tx) => tx.orgConnection.find());
      const isThere = connection !== null && connection.state !== 'uninstalled';
      if (isThere) knownUntil.set(tenantId, now + KNOWN_FOR_MS);
      else knownUntil.delete(tenantId);
      return isThere;
    },
    clientOf: (tenantId) =>
      remembered(clients, tenantId, () => createSalesforceClient({ sessions: sessionsOf(tenantId), logger })),
    sessionsOf,
  };
}
