import { OBJECT_TYPES } from '@handrail/contracts/vocabulary';
import { pino } from 'pino';
import { act, all, any, isKnown, propertyChanged } from '../../sandbox/hubspot/seed/flow-parts.ts';
import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';
import type { RunningPortal } from '../../sandbox/hubspot/start-portal.ts';
import type { ChangeSource as PortalSource } from '../../sandbox/hubspot/store/model.ts';
import { editAsUser } from '../../sandbox/hubspot/user-actions.ts';
import { createHubSpotClient } from '../../server/adapters/hubspot/client.ts';
import { createHubSpotCrm } from '../../server/adapters/hubspot/crm.ts';
import { installProperties } from '../../server/adapters/hubspot/install.ts';
import { createHubSpotChanges } from '../../server/adapters/hubspot/watch/record-changes.ts';
import { loadPolicyFiles } from '../../server/adapters/policy-catalog/load-policy-files.ts';
import { openStore, type Store } from '../../server/adapters/store/open-store.ts';
import { createSystemIds } from '../../server/adapters/system/system-ids.ts';
import { createSuspects } from '../../server/guard-suspects.ts';
import { hubspotSuspects } from '../../server/suspect-sources.ts';
import { endException, reviewException } from '../../src/application/change-request.ts';
import type { Caller } from '../../src/application/context.ts';
import { crmTaskNotifier } from '../../src/application/crm-task-notifier.ts';
import { deliverNotices } from '../../src/application/deliver-notices.ts';
import { publishFirstPolicy } from '../../src/application/published-policy.ts';
import { runPlaybook } from '../../src/application/run-playbook.ts';
import { type Submission, submitException } from '../../src/application/submit-exception.ts';
import type { JudgeContext } from '../../src/application/watch/judge-context.ts';
import { judgeRecord } from '../../src/application/watch/judge-record.ts';
import { runRemedies } from '../../src/application/watch/run-remedies.ts';
import type { WatchContext } from '../../src/application/watch-context.ts';
import { watchRecords } from '../../src/application/watch-record.ts';
import { TASKS_ONLY } from '../../src/domain/notice/notice-settings.ts';
import type { RecordRef } from '../../src/domain/policy/facts.ts';
import { STANDARD_WATCH, type WatchSettings } from '../../src/domain/watch/watch-settings.ts';
import type { StoredChange } from '../../src/ports/judgement-store.ts';
import { createManualTiming } from '../adapters/hubspot/manual-timing.ts';
import { sha256 } from '../fixtures/sha256.ts';
import { startWatchedPortal } from '../fixtures/start-watched-portal.ts';

export const TENANT = 'hubspot:1';
const SECOND = 1_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = '2026-11-23T09:00:00.000Z';

export const ownerIdOf = (mailbox: string) => seedPerson(`${mailbox}@northwind.example`).ownerId;
export const userIdOf = (mailbox: string) => String(seedPerson(`${mailbox}@northwind.example`).userId);

/** A portal, a store and the watch, with the jobs run by hand and one clock for all. */
export interface WatchWorld {
  readonly portal: RunningPortal;
  readonly store: Store;
  readonly context: JudgeContext & WatchContext;
  /** Other settings than the standard ones, or another idea of which app is ours, from now on. */
  use(options: { readonly settings?: Partial<WatchSettings>; readonly ownAppId?: null }): void;
  as(mailbox: string): Caller;
  /** A new deal of Maya Chen's in EMEA, before anybody watches. */
  makeDeal(properties?: Readonly<Record<string, string>>): string;
  value(dealId: string, property: string): string;
  /** A person edits a deal on its page. */
  edit(mailbox: string, dealId: string, properties: Readonly<Record<string, string>>): void;
  /** Anything else writes a deal. */
  write(source: PortalSource, dealId: string, properties: Readonly<Record<string, string>>): void;
  /** Makes a workflow that gives a deal to somebody whenever its owner changes. @returns its id */
  addFight(name: string, to: string): string;
  runWorkflows(): Promise<void>;
  pass(time: { readonly seconds?: number; readonly hours?: number }): void;
  /** Maya files a Strategic Logo that keeps the deal with her, the region lead approves. @returns its id */
  hold(dealId: string, changes?: Partial<Submission>): Promise<string>;
  end(requestId: string): Promise<void>;
  /** What the watch does when it is told of a deal: reads it again, judges what changed, mends what is to be mended. */
  look(dealId: string): Promise<void>;
  changes(dealId: string): Promise<readonly StoredChange[]>;
  /** "verdict reason: what became of its remedies", oldest first; what is ours, and how the deal was made, is left out. */
  story(dealId: string): Promise<readonly string[]>;
  tasks(
    dealId: string,
  ): readonly { readonly subject: string; readonly body: string; readonly owner: string }[];
  notes(dealId: string): readonly string[];
  /** Types of the audit entries of a request, with what is said of changes. */
  trail(requestId: string): Promise<readonly { readonly type: string; readonly body: string }[]>;
  close(): Promise<void>;
}

export async function startWatchWorld(): Promise<WatchWorld> {
  const portal = await startWatchedPortal({
    clientSecret: 'watch-world-secret',
    rateLimit: 'off',
    seed: 'empty',
    now: new Date(START),
  });
  const logger = pino({ level: 'silent' });
  const { accessToken, origin } = portal;
  const client = createHubSpotClient({ accessToken, basePath: origin, logger, timing: createManualTiming() });
  await installProperties(client, OBJECT_TYPES);
  const store = await openStore({ sha256 });
  const clock = { now: () => new Date(portal.clock.now()) };
  const crm = createHubSpotCrm({ client, logger, clock });
  const changes = createHubSpotChanges(client);
  let used: Parameters<WatchWorld['use']>[0] = {};
  const context: JudgeContext & WatchContext = {
    unitOfWork: store,
    crmOf: () => crm,
    changesOf: () => changes,
    clock,
    ids: createSystemIds(clock),
    sha256,
    notifications: {
      settings: TASKS_ONLY,
      channels: new Set(['crm_task']),
      notifiersOf: () => ({ crm_task: crmTaskNotifier(crm) }),
    },
    watch: {
      get settings() {
        return { ...STANDARD_WATCH, ...used.settings };
      },
      get ownAppId() {
        return used.ownAppId === undefined ? String(portal.appId) : used.ownAppId;
      },
      ...createSuspects({
        sourceOf: (tenantId) => hubspotSuspects({ clientOf: () => client, unitOfWork: store }, tenantId),
        clock,
      }),
    },
  };
  await publishFirstPolicy(context, TENANT, await loadPolicyFiles('config'));
  const people = await crm.loadPeople();
  await store.transact(TENANT, async (tx) => {
    await tx.savePeople({ ...people, readAt: START });
    await tx.watch.beganAt(clock.now());
  });
  const as = (mailbox: string): Caller => ({
    tenantId: TENANT,
    userId: userIdOf(mailbox),
    email: `${mailbox}@northwind.example`,
  });
  const pass: WatchWorld['pass'] = ({ seconds = 0, hours = 0 }) =>
    portal.clock.advance(seconds * SECOND + hours * HOUR);
  const recordOf = (recordId: string): RecordRef => ({ objectType: 'deal', recordId });
  const dealOf = (id: string) => portal.portal.require('deals', id);
  const activities = (type: 'tasks' | 'notes', dealId: string) =>
    portal.portal.associations
      .list({ type: 'deals', id: dealId }, type)
      .map(({ toId }) => portal.portal.require(type, toId));
  let forms = 0;

  const world: WatchWorld = {
    portal,
    store,
    context,
    use: (options) => {
      used = options;
    },
    as,
    makeDeal: (properties = {}) => {
      const seed = { method: 'SEED', path: '', body: null, source: { sourceType: 'IMPORT' } };
      const deal = {
        dealname: 'Acme renewal',
        amount: '80000',
        sales_region: 'EMEA',
        pipeline: 'default',
        dealstage: 'qualifiedtobuy',
        hubspot_owner_id: ownerIdOf('maya.chen'),
        ...properties,
      };
      return portal.portal.create('deals', deal, seed, { associations: [] }).id;
    },
    value: (dealId, property) => portal.portal.value(dealOf(dealId), property),
    edit: (mailbox, objectId, properties) => {
      pass({ seconds: 1 });
      editAsUser(portal.portal, `${mailbox}@northwind.example`, {
        objectType: 'deals',
        objectId,
        properties,
      });
    },
    write: (source, dealId, properties) => {
      pass({ seconds: 1 });
      portal.portal.update(dealOf(dealId), properties, { method: 'API', path: '', body: properties, source });
    },
    addFight: (name, to) =>
      portal.flows.create({
        type: 'PLATFORM_FLOW',
        flowType: 'WORKFLOW',
        objectTypeId: '0-3',
        isEnabled: true,
        startActionId: '1',
        timeWindows: [],
        blockedDates: [],
        customProperties: {},
        name,
        enrollmentCriteria: {
          type: 'EVENT_BASED',
          shouldReEnroll: true,
          eventFilterBranches: [propertyChanged('hubspot_owner_id')],
          listMembershipFilterBranches: [],
          refinementCriteria: any(all(isKnown('sales_region'))),
        },
        actions: [
          act('1', '0-5', {
            property_name: 'hubspot_owner_id',
            value: { type: 'STATIC_VALUE', staticValue: ownerIdOf(to) },
          }),
        ],
      }).id,
    runWorkflows: async () => {
      pass({ seconds: 1 });
      await portal.engine.runUntilQuiet();
    },
    pass,
    hold: async (recordId, more = {}) => {
      forms += 1;
      const { stored } = await submitException(context, as('maya.chen'), {
        idempotencyKey: `watch-form-${String(forms).padStart(10, '0')}`,
        record: recordOf(recordId),
        exceptionTypeId: 'strategic-logo',
        reasonCode: 'named-account',
        reason: 'The account is on the strategic list and knows nobody but the present owner.',
        expiresAt: new Date(portal.clock.now() + 30 * DAY).toISOString(),
        ...more,
      });
      const { requestId } = stored.state.request;
      pass({ seconds: 1 });
      await reviewException(context, as('ines.moreau'), {
        requestId,
        outcome: 'approve',
        comment: '',
        version: stored.version,
      });
      pass({ seconds: 1 });
      await runPlaybook(context, TENANT, requestId, true);
      pass({ seconds: 1 });
      return requestId;
    },
    end: async (requestId) => {
      pass({ seconds: 1 });
      await endException(context, as('maya.chen'), requestId);
      pass({ seconds: 1 });
      await runPlaybook(context, TENANT, requestId, true);
    },
    look: async (dealId) => {
      pass({ seconds: 1 });
      const record = recordOf(dealId);
      await watchRecords(context, TENANT, [record]);
      await judgeRecord(context, TENANT, record);
      for (const { judged, remedies } of (await world.changes(dealId)).toReversed()) {
        if (remedies.some(({ result }) => result === null))
          await runRemedies(context, TENANT, judged.changeId, false);
      }
      await deliverNotices(context, TENANT);
    },
    changes: (dealId) =>
      store.transact(TENANT, (tx) => tx.judgements.listChanges({ record: recordOf(dealId) }, 500)),
    story: async (dealId) =>
      (await world.changes(dealId))
        .toReversed()
        .filter(({ judged: { verdict } }) => verdict !== 'ours' && verdict !== 'import')
        .map(({ judged, remedies }) =>
          [
            judged.verdict,
            `${judged.reason}:`,
            ...remedies.map(({ result }) => result?.outcome ?? 'waiting'),
          ].join(' '),
        ),
    tasks: (dealId) =>
      activities('tasks', dealId).map((task) => ({
        subject: portal.portal.value(task, 'hs_task_subject'),
        body: portal.portal.value(task, 'hs_task_body').replaceAll('&quot;', '"'),
        owner: portal.portal.value(task, 'hubspot_owner_id'),
      })),
    notes: (dealId) => activities('notes', dealId).map((note) => portal.portal.value(note, 'hs_note_body')),
    trail: (requestId) =>
      store.transact(TENANT, async (tx) =>
        (await tx.readAudit({ requestId, limit: 1000 })).map(({ body }) => ({
          type: String(JSON.parse(body).type),
          body,
        })),
      ),
    close: async () => {
      await store.close();
      await portal.close();
    },
  };
  return world;
}
