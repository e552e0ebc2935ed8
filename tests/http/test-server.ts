import { setTimeout as pause } from 'node:timers/promises';
import { OBJECT_TYPES } from '@handrail/contracts/vocabulary';
import { pino } from 'pino';
import { z } from 'zod';
import type { CustomAction } from '../../sandbox/hubspot/engine/actions/call-custom-action.ts';
import { handrailActions } from '../../sandbox/hubspot/seed/handrail-actions.ts';
import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';
import type { RunningPortal } from '../../sandbox/hubspot/start-portal.ts';
import { createHubSpotClient } from '../../server/adapters/hubspot/client.ts';
import { installProperties } from '../../server/adapters/hubspot/install.ts';
import {
  readServerEnvironment,
  type ServedHubSpot,
  type ServerEnvironment,
  type StaticHubSpot,
} from '../../server/env.ts';
import { type RunningServer, startServer } from '../../server/start-server.ts';
import type { Clock } from '../../src/ports/clock.ts';
import { startWatchedPortal } from '../fixtures/start-watched-portal.ts';
import { type SignedClient, signedClient } from './signed-client.ts';

export const CLIENT_SECRET = 'test-client-secret';
const DAY = 24 * 60 * 60 * 1000;

export interface TestServer {
  readonly portal: RunningPortal;
  readonly server: RunningServer;
  readonly env: ServerEnvironment & { readonly hubspot: ServedHubSpot & StaticHubSpot };
  readonly logLines: readonly string[];
  /** A client that HubSpot vouches for as the person with this mailbox. */
  as(mailbox: string): SignedClient;
  /** The id of a deal that no other test of this server was given. */
  takeDeal(wanted: { region: string; over: number; upTo: number }): string;
  /** A new deal of Maya Chen's in EMEA; for up to 100,000 its one approver is the region lead. */
  makeDeal(amount?: number): Promise<string>;
  /** Changes properties of a deal as another integration would. */
  setDeal(recordId: string, properties: Readonly<Record<string, string>>): Promise<void>;
  close(): Promise<void>;
}

const createdSchema = z.object({ id: z.string() });

/** The whole server in this process, on a sandbox portal of its own and a store in memory. */
export async function startTestServer(
  options: {
    readonly variables?: Readonly<Record<string, string>>;
    readonly installed?: boolean;
    readonly clock?: Clock;
  } = {},
): Promise<TestServer> {
  // The actions' addresses are known once the server answers.
  const customActions: CustomAction[] = [];
  const portal = await startWatchedPortal({ clientSecret: CLIENT_SECRET, rateLimit: 'off', customActions });
  const logLines: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void logLines.push(line) });
  if (options.installed ?? true) await install(portal);
  const { hubspot, ...rest } = readServerEnvironment({
    PORT: '0',
    HANDRAIL_DATA_DIR: 'memory://',
    HUBSPOT_PORTAL_ID: String(portal.portalId),
    HUBSPOT_ACCESS_TOKEN: portal.accessToken,
    HUBSPOT_CLIENT_SECRET: CLIENT_SECRET,
    HUBSPOT_API_ORIGIN: portal.origin,
    ...options.variables,
  });
  if (hubspot?.auth !== 'static') throw new Error('the test server has a static token');
  const env = { ...rest, hubspot };
  const server = await startServer(env, { logger, ...(options.clock && { clock: options.clock }) });
  customActions.push(...handrailActions(server.origin));
  const taken = new Set<string>();
  return {
    portal,
    server,
    env,
    logLines,
    as: (mailbox) => {
      const { userId, email } = seedPerson(`${mailbox}@northwind.example`);
      const { origin } = server;
      return signedClient(
        {
          origin,
          clientSecret: CLIENT_SECRET,
          portalId: portal.portalId,
          now: () => (options.clock?.now() ?? new Date()).getTime(),
        },
        { userId, email },
      );
    },
    takeDeal: ({ region, over, upTo }) => {
      const deal = portal.portal.list('deals').find((record) => {
        const amount = Number(portal.portal.value(record, 'amount'));
        const isThere = portal.portal.value(record, 'sales_region') === region;
        return isThere && amount > over && amount <= upTo && !taken.has(record.id);
      });
      if (!deal) throw new Error(`no deal in ${region} between ${over} and ${upTo} is left`);
      taken.add(deal.id);
      return deal.id;
    },
    makeDeal: async (amount = 80_000) => {
      const response = await fetch(`${portal.origin}/crm/v3/objects/deals`, {
        method: 'POST',
        headers: { authorization: `Bearer ${portal.accessToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          properties: {
            dealname: 'Test deal',
            amount: String(amount),
            sales_region: 'EMEA',
            pipeline: 'default',
            dealstage: 'qualifiedtobuy',
            hubspot_owner_id: seedPerson('maya.chen@northwind.example').ownerId,
          },
        }),
      });
      return createdSchema.parse(await response.json()).id;
    },
    setDeal: async (recordId, properties) => {
      const response = await fetch(`${portal.origin}/crm/v3/objects/deals/${recordId}`, {
        method: 'PATCH',
        headers: { authorization: `Bearer ${portal.accessToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({ properties }),
      });
      if (!response.ok) throw new Error(`the portal refused the change: ${response.status}`);
    },
    close: async () => {
      await server.close();
      await portal.close();
    },
  };
}

export async function install(portal: RunningPortal): Promise<void> {
  const silent = pino({ level: 'silent' });
  const client = createHubSpotClient({
    accessToken: portal.accessToken,
    basePath: portal.origin,
    logger: silent,
  });
  await installProperties(client, OBJECT_TYPES);
}

let forms = 0;

/** A well-filled Strategic Logo form. */
export function filledForm(recordId: string, changes: Readonly<Record<string, unknown>> = {}) {
  forms += 1;
  return {
    idempotencyKey: `form-key-${String(forms).padStart(16, '0')}`,
    record: { objectType: 'deal', recordId },
    exceptionTypeId: 'strategic-logo',
    reasonCode: 'named-account',
    reason: 'The account is on the strategic list and knows nobody but the present owner.',
    expiresAt: new Date(Date.now() + 10 * DAY).toISOString(),
    ...changes,
  };
}

/** Asks again until the answer holds; fails when it does not in ten seconds. */
export async function eventually<T>(ask: () => Promise<T>, holds: (answer: T) => boolean): Promise<T> {
  const giveUpAt = Date.now() + 10_000;
  for (;;) {
    const answer = await ask();
    if (holds(answer)) return answer;
    if (Date.now() > giveUpAt) throw new Error(`it did not come true: ${JSON.stringify(answer)}`);
    // Within the limit of requests a minute.
    await pause(100);
  }
}
