import { OBJECT_TYPES } from '@handrail/contracts/vocabulary';
import { pino } from 'pino';
import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';
import { type RunningPortal, startPortal } from '../../sandbox/hubspot/start-portal.ts';
import { createHubSpotClient } from '../../server/adapters/hubspot/client.ts';
import { createHubSpotCrm } from '../../server/adapters/hubspot/crm.ts';
import { installProperties } from '../../server/adapters/hubspot/install.ts';
import { createHubSpotChanges } from '../../server/adapters/hubspot/watch/record-changes.ts';
import { openStore, type Store } from '../../server/adapters/store/open-store.ts';
import { createSystemIds } from '../../server/adapters/system/system-ids.ts';
import type { Caller } from '../../src/application/context.ts';
import { publishFirstPolicy, publishPolicy } from '../../src/application/published-policy.ts';
import type { Submission } from '../../src/application/submit-exception.ts';
import type { WatchContext } from '../../src/application/watch-context.ts';
import { TASKS_ONLY } from '../../src/domain/notice/notice-settings.ts';
import type { Policy } from '../../src/domain/policy/policy.ts';
import type { CrmPort } from '../../src/ports/crm.ts';
import { createManualTiming } from '../adapters/hubspot/manual-timing.ts';
import { sha256 } from '../fixtures/sha256.ts';

export const TENANT = 'hubspot:1';
export const NOW = '2026-11-23T09:00:00.000Z';

/** The use cases on a real store in memory and a sandbox portal, with a clock that stands until it is moved. */
export interface ApplicationWorld {
  readonly context: WatchContext;
  readonly store: Store;
  readonly portal: RunningPortal;
  readonly crm: CrmPort;
  setClock(instant: string): void;
  /** Puts a policy in force in the name of Priya Nair. */
  publish(policy: Policy): Promise<void>;
  as(mailbox: string): Caller;
  /** A new deal of Maya Chen's in EMEA, past the API; for up to 100,000 its one approver is the region lead. */
  makeDeal(amount?: number): string;
  close(): Promise<void>;
}

export async function openApplication(policy: Policy): Promise<ApplicationWorld> {
  const portal = await startPortal({ clientSecret: 'secret', rateLimit: 'off' });
  const logger = pino({ level: 'silent' });
  const { accessToken, origin } = portal;
  const client = createHubSpotClient({ accessToken, basePath: origin, logger, timing: createManualTiming() });
  await installProperties(client, OBJECT_TYPES);
  const store = await openStore({ sha256 });
  let now = new Date(NOW);
  const clock = { now: () => now };
  const crm = createHubSpotCrm({ client, logger, clock });
  const changes = createHubSpotChanges(client);
  const context: WatchContext = {
    unitOfWork: store,
    crmOf: () => crm,
    changesOf: () => changes,
    clock,
    ids: createSystemIds({ now: () => new Date() }),
    sha256,
    notifications: { settings: TASKS_ONLY, channels: new Set(['crm_task']), notifiersOf: () => ({}) },
  };
  await publishFirstPolicy(context, TENANT, policy);
  return {
    context,
    store,
    portal,
    crm,
    setClock: (instant) => {
      now = new Date(instant);
    },
    publish: async (next) => {
      const { email, userId } = seedPerson('priya.nair@northwind.example');
      const latest = await store.transact(TENANT, (tx) => tx.findPolicyVersion('latest'));
      await publishPolicy(context, TENANT, {
        policy: next,
        by: { email, name: 'Priya Nair', userId: String(userId) },
        reason: 'A test.',
        expected: latest?.version ?? 0,
      });
    },
    as: (mailbox) => {
      const { email, userId } = seedPerson(`${mailbox}@northwind.example`);
      return { tenantId: TENANT, email, userId: String(userId) };
    },
    makeDeal: (amount = 80_000) => {
      const context = { method: 'SEED', path: '', body: null, source: { sourceType: 'IMPORT' } };
      const properties = {
        dealname: 'Test deal',
        amount: String(amount),
        sales_region: 'EMEA',
        pipeline: 'default',
        dealstage: 'qualifiedtobuy',
        hubspot_owner_id: seedPerson('maya.chen@northwind.example').ownerId,
      };
      return portal.portal.create('deals', properties, context, { associations: [] }).id;
    },
    close: async () => {
      await store.close();
      await portal.close();
    },
  };
}

let forms = 0;

/** A well-filled Strategic Logo form. */
export function submissionOn(recordId: string, changes: Partial<Submission> = {}): Submission {
  forms += 1;
  return {
    idempotencyKey: `application-form-${forms}`,
    record: { objectType: 'deal', recordId },
    exceptionTypeId: 'strategic-logo',
    reasonCode: 'named-account',
    reason: 'The account is on the strategic list and knows nobody but the present owner.',
    expiresAt: '2026-12-03T09:00:00.000Z',
    ...changes,
  };
}
