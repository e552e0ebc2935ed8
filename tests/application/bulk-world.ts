import { OBJECT_TYPES } from '@handrail/contracts/vocabulary';
import { pino } from 'pino';
import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';
import type { RunningPortal } from '../../sandbox/hubspot/start-portal.ts';
import { createHubSpotClient } from '../../server/adapters/hubspot/client.ts';
import { createHubSpotCrm } from '../../server/adapters/hubspot/crm.ts';
import { installProperties } from '../../server/adapters/hubspot/install.ts';
import { loadPolicyFiles } from '../../server/adapters/policy-catalog/load-policy-files.ts';
import { openStore } from '../../server/adapters/store/open-store.ts';
import { createSystemIds } from '../../server/adapters/system/system-ids.ts';
import { advanceBulk } from '../../src/application/bulk/advance-bulk.ts';
import { runBulkClocks } from '../../src/application/bulk/run-bulk-clocks.ts';
import { type BulkSubmission, submitBulk } from '../../src/application/bulk/submit-bulk.ts';
import type { AppContext, Caller } from '../../src/application/context.ts';
import { publishFirstPolicy } from '../../src/application/published-policy.ts';
import { runPlaybook } from '../../src/application/run-playbook.ts';
import { TASKS_ONLY } from '../../src/domain/notice/notice-settings.ts';
import type { BulkCounts, BulkItemStanding, StoredBulk } from '../../src/ports/bulk-requests.ts';
import { createManualTiming } from '../adapters/hubspot/manual-timing.ts';
import { sha256 } from '../fixtures/sha256.ts';
import { startWatchedPortal } from '../fixtures/start-watched-portal.ts';

export const TENANT = 'hubspot:1';
const DAY = 24 * 60 * 60 * 1000;

/** Use cases on a real store and a real portal, with the jobs run by hand. */
export interface BulkWorld {
  readonly context: AppContext;
  readonly portal: RunningPortal;
  /** Moves the clock of the use cases on, by milliseconds. */
  pass(milliseconds: number): void;
  as(mailbox: string): Caller;
  makeDeals(count: number, properties?: Readonly<Record<string, string>>): readonly string[];
  /** Files a Strategic Logo bulk request of Maya Chen's. */
  submit(recordIds: readonly string[], changes?: Partial<BulkSubmission>): Promise<StoredBulk>;
  /** Runs the bulk request's job until it has nothing to do, and then the playbooks it left. */
  work(bulkId: string, options?: { readonly lastAttempt?: boolean }): Promise<void>;
  find(bulkId: string): Promise<StoredBulk>;
  counts(bulkId: string): Promise<BulkCounts>;
  items(bulkId: string): Promise<readonly BulkItemStanding[]>;
  close(): Promise<void>;
}

export async function startBulkWorld(): Promise<BulkWorld> {
  const portal = await startWatchedPortal({
    clientSecret: 'bulk-world-secret',
    rateLimit: 'off',
    seed: 'empty',
  });
  const logger = pino({ level: 'silent' });
  const { accessToken, origin } = portal;
  const client = createHubSpotClient({ accessToken, basePath: origin, logger, timing: createManualTiming() });
  await installProperties(client, OBJECT_TYPES);
  const store = await openStore({ sha256 });
  let now = Date.parse('2026-11-23T10:00:00.000Z');
  const clock = { now: () => new Date(now) };
  const crm = createHubSpotCrm({ client, logger, clock });
  const context: AppContext = {
    unitOfWork: store,
    crmOf: () => crm,
    clock,
    ids: createSystemIds(clock),
    sha256,
    notifications: { settings: TASKS_ONLY, channels: new Set(['crm_task']), notifiersOf: () => ({}) },
  };
  await publishFirstPolicy(context, TENANT, await loadPolicyFiles('config'));
  const as = (mailbox: string): Caller => {
    const { userId, email } = seedPerson(`${mailbox}@northwind.example`);
    return { tenantId: TENANT, userId: String(userId), email };
  };
  let forms = 0;
  const find: BulkWorld['find'] = async (bulkId) => {
    const stored = await store.transact(TENANT, (tx) => tx.findBulk(bulkId));
    if (!stored) throw new Error(`there is no bulk request ${bulkId}`);
    return stored;
  };
  const items: BulkWorld['items'] = (bulkId) =>
    store.transact(TENANT, (tx) => tx.pageBulkItems(bulkId, { limit: 1_000 }));
  return {
    context,
    portal,
    pass: (milliseconds) => {
      now += milliseconds;
    },
    as,
    makeDeals: (count, properties = {}) => {
      const seed = { method: 'SEED', path: '', body: null, source: { sourceType: 'IMPORT' } };
      const deal = {
        dealname: 'Deal',
        amount: '80000',
        sales_region: 'EMEA',
        pipeline: 'default',
        dealstage: 'qualifiedtobuy',
        ...properties,
      };
      return Array.from({ length: count }, () => portal.portal.create('deals', deal, seed).id);
    },
    submit: (recordIds, changes = {}) => {
      forms += 1;
      return submitBulk(context, as('maya.chen'), {
        idempotencyKey: `bulk-${forms}`,
        objectType: 'deal',
        records: { recordIds },
        exceptionTypeId: 'strategic-logo',
        reasonCode: 'named-account',
        reason: 'One group bought them all, and its board knows nobody but the present owners.',
        expiresAt: new Date(now + 10 * DAY).toISOString(),
        asks: 'at_once',
        ...changes,
      });
    },
    work: async (bulkId, { lastAttempt = false } = {}) => {
      for (let turn = 0; turn < 5; turn += 1) await advanceBulk(context, TENANT, bulkId, lastAttempt);
      for (const { requestId } of await items(bulkId)) {
        if (requestId !== undefined) await runPlaybook(context, TENANT, requestId, true);
      }
      await runBulkClocks(context, TENANT);
    },
    find,
    counts: (bulkId) => store.transact(TENANT, (tx) => tx.countBulkItems(bulkId)),
    items,
    close: async () => {
      await store.close();
      await portal.close();
    },
  };
}
