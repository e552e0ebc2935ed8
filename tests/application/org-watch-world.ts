import { pino } from 'pino';
import { INTEGRATION_USERNAME, userIdOf } from '../../sandbox/salesforce/seed/people.ts';
import type { RunningOrg, RunningOrgOptions } from '../../sandbox/salesforce/start-org.ts';
import { loadPolicyFiles } from '../../server/adapters/policy-catalog/load-policy-files.ts';
import type { SalesforceClient } from '../../server/adapters/salesforce/client.ts';
import { createSalesforceCrm } from '../../server/adapters/salesforce/crm.ts';
import { createSalesforceChanges } from '../../server/adapters/salesforce/watch/record-changes.ts';
import { openStore, type Store } from '../../server/adapters/store/open-store.ts';
import { createSystemIds } from '../../server/adapters/system/system-ids.ts';
import { createSuspects } from '../../server/guard-suspects.ts';
import { suspectSources } from '../../server/suspect-sources.ts';
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
import type { Policy } from '../../src/domain/policy/policy.ts';
import { changeInWords, NO_NAMES } from '../../src/domain/watch/change-in-words.ts';
import { STANDARD_WATCH } from '../../src/domain/watch/watch-settings.ts';
import type { StoredChange } from '../../src/ports/judgement-store.ts';
import { closeOrg, openOrg } from '../adapters/salesforce/deal-org.ts';
import { sha256 } from '../fixtures/sha256.ts';

const SECOND = 1_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** An org, a store and the watch, with the jobs run by hand and one clock for all. */
export interface OrgWatchWorld {
  readonly org: RunningOrg;
  readonly client: SalesforceClient;
  readonly store: Store;
  readonly context: JudgeContext & WatchContext;
  readonly tenantId: string;
  /** The user id of one of the seeded people. */
  user(mailbox: string): string;
  as(mailbox: string): Caller;
  /** A deal of Maya Chen's in EMEA, before anybody watches. */
  makeDeal(values?: Readonly<Record<string, unknown>>): RecordRef;
  /** A lead of Maya Chen's in EMEA. */
  makeLead(values?: Readonly<Record<string, unknown>>): RecordRef;
  value(record: RecordRef, field: string): unknown;
  /** Somebody edits a record on its page; `assign`: with the box ticked that runs the assignment rules. */
  edit(
    mailbox: string,
    record: RecordRef,
    values: Readonly<Record<string, unknown>>,
    options?: { readonly assign?: boolean },
  ): void;
  pass(time: { readonly seconds?: number; readonly hours?: number }): void;
  /** Maya files, the region lead approves. @returns the request's id */
  hold(record: RecordRef, changes?: Partial<Submission>): Promise<string>;
  end(requestId: string): Promise<void>;
  /** What the watch does when it is told of a record: reads it again, judges what changed, mends what is to be mended. */
  look(record: RecordRef): Promise<void>;
  changes(record: RecordRef): Promise<readonly StoredChange[]>;
  /** "verdict reason: what became of its remedies", oldest first; what is ours is left out. */
  story(record: RecordRef): Promise<readonly string[]>;
  /** What was said of each change, oldest first. */
  words(record: RecordRef): Promise<readonly string[]>;
  tasks(
    record: RecordRef,
  ): readonly { readonly subject: string; readonly body: string; readonly owner: string }[];
  close(): Promise<void>;
}

let opened: Promise<Store> | undefined;
let worlds = 0;

function sharedStore(): Promise<Store> {
  opened ??= openStore({ sha256 });
  return opened;
}

/** Lets go of the store that the worlds of a file share. */
export async function closeSharedStore(): Promise<void> {
  await (await opened)?.close();
}

export interface OrgWatchOptions extends RunningOrgOptions {
  /** Who may read the automation: with `refused` the integration user may not. */
  readonly automation?: 'read' | 'refused';
}

export async function startOrgWatchWorld(options: OrgWatchOptions = {}): Promise<OrgWatchWorld> {
  const { automation = 'read', ...orgOptions } = options;
  const { org, client } = await openOrg(orgOptions);
  worlds += 1;
  // The orgs of all worlds have one id; the store is shared, because a database takes seconds to begin.
  if (automation === 'refused') org.withhold(INTEGRATION_USERNAME, 'ViewSetup', true);
  const tenantId = `salesforce:${org.orgId}${worlds}`;
  const logger = pino({ level: 'silent' });
  const store = await sharedStore();
  const clock = { now: () => new Date(org.clock.now()) };
  const crm = createSalesforceCrm({ client, logger, clock });
  const changes = createSalesforceChanges(client, clock);
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
      settings: STANDARD_WATCH,
      ownAppId: null,
      ...createSuspects({
        sourceOf: suspectSources({
          clientOf: () => {
            throw new Error('there is no HubSpot account');
          },
          salesforceOf: () => client,
          unitOfWork: store,
        }),
        clock,
      }),
    },
  };
  await publishFirstPolicy(context, tenantId, forOpportunities(await loadPolicyFiles('config')));
  const people = await crm.loadPeople();
  await store.transact(tenantId, async (tx) => {
    await tx.savePeople({ ...people, readAt: clock.now().toISOString() });
    await tx.watch.beganAt(clock.now());
  });
  const user = (mailbox: string) => userIdOf(org.core, `${mailbox}@northwind.example`);
  const as = (mailbox: string): Caller => ({
    tenantId,
    userId: user(mailbox),
    email: `${mailbox}@northwind.example`,
  });
  const pass: OrgWatchWorld['pass'] = ({ seconds = 0, hours = 0 }) =>
    org.advance(seconds * SECOND + hours * HOUR);
  const judgedOf = (record: RecordRef) =>
    store.transact(tenantId, (tx) => tx.judgements.listChanges({ record }, 500));
  let forms = 0;
  const make = (
    objectType: RecordRef['objectType'],
    object: string,
    values: Readonly<Record<string, unknown>>,
  ) => ({
    objectType,
    recordId: org.plant(object, { OwnerId: user('maya.chen'), Sales_Region__c: 'EMEA', ...values }),
  });

  const world: OrgWatchWorld = {
    org,
    client,
    store,
    context,
    tenantId,
    user,
    as,
    makeDeal: (values = {}) =>
      make('deal', 'Opportunity', {
        Name: 'Acme renewal',
        Amount: 80_000,
        StageName: 'Qualification',
        CloseDate: '2026-12-31',
        ...values,
      }),
    makeLead: (values = {}) => make('contact', 'Lead', { LastName: 'Vega', Company: 'Acme', ...values }),
    value: ({ recordId }, field) => org.get(recordId)[field],
    edit: (mailbox, { recordId }, values, { assign = false } = {}) => {
      pass({ seconds: 1 });
      org.update(recordId, values, {
        as: `${mailbox}@northwind.example`,
        assign: { kind: assign ? 'active' : 'none' },
      });
    },
    pass,
    hold: async (record, more = {}) => {
      forms += 1;
      const { stored } = await submitException(context, as('maya.chen'), {
        idempotencyKey: `org-watch-form-${String(forms).padStart(10, '0')}`,
        record,
        exceptionTypeId: 'strategic-logo',
        reasonCode: 'named-account',
        reason: 'The account is on the strategic list and knows nobody but the present owner.',
        expiresAt: new Date(org.clock.now() + 30 * DAY).toISOString(),
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
      await runPlaybook(context, tenantId, requestId, true);
      pass({ seconds: 1 });
      return requestId;
    },
    end: async (requestId) => {
      pass({ seconds: 1 });
      await endException(context, as('maya.chen'), requestId);
      pass({ seconds: 1 });
      await runPlaybook(context, tenantId, requestId, true);
    },
    look: async (record) => {
      pass({ seconds: 1 });
      await watchRecords(context, tenantId, [record]);
      await judgeRecord(context, tenantId, record);
      for (const { judged, remedies } of (await judgedOf(record)).toReversed()) {
        if (remedies.some(({ result }) => result === null))
          await runRemedies(context, tenantId, judged.changeId, false);
      }
      await deliverNotices(context, tenantId);
    },
    changes: judgedOf,
    story: async (record) =>
      (await judgedOf(record))
        .toReversed()
        .filter(({ judged: { verdict } }) => verdict !== 'ours')
        .map(({ judged, remedies }) =>
          [
            judged.verdict,
            `${judged.reason}:`,
            ...remedies.map(({ result }) => result?.outcome ?? 'waiting'),
          ].join(' '),
        ),
    words: async (record) =>
      (await judgedOf(record)).toReversed().map(({ judged }) => changeInWords(judged, NO_NAMES)),
    tasks: ({ recordId }) =>
      org.core.store
        .all('Task')
        .filter(({ values }) => values.WhatId === recordId || values.WhoId === recordId)
        .filter(({ values }) => values.IsClosed === false)
        .map(({ values }) => ({
          subject: String(values.Subject),
          body: String(values.Description),
          owner: String(values.OwnerId),
        })),
    close: () => closeOrg(org),
  };
  return world;
}

/** The standard handoffs of deals, by the stages that the sandbox org has. */
function forOpportunities(policy: Policy): Policy {
  const stages: Readonly<Record<string, readonly string[]>> = {
    'sdr-to-ae': ['Prospecting', 'Qualification', 'Needs Analysis'],
    'ae-to-onboarding': ['Proposal/Price Quote', 'Negotiation/Review'],
    'onboarding-to-cs': ['Closed Won'],
  };
  return {
    ...policy,
    standardHandoffs: policy.standardHandoffs.map((handoff) => {
      const values = stages[handoff.id];
      return values
        ? { ...handoff, entry: [[{ property: 'deal.dealstage', operator: 'IN', values }]] }
        : handoff;
    }),
  };
}
