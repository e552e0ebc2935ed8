import { pino } from 'pino';
import { field } from '../../sandbox/salesforce/schema/field-definition.ts';
import { INTEGRATION_USERNAME, userIdOf } from '../../sandbox/salesforce/seed/people.ts';
import type { RunningOrg } from '../../sandbox/salesforce/start-org.ts';
import { loadPolicyFiles } from '../../server/adapters/policy-catalog/load-policy-files.ts';
import { createSalesforceCrm } from '../../server/adapters/salesforce/crm.ts';
import { createRequestRows } from '../../server/adapters/salesforce/rows/request-rows.ts';
import { openStore, type Store } from '../../server/adapters/store/open-store.ts';
import { createSystemIds } from '../../server/adapters/system/system-ids.ts';
import { publishFirstPolicy } from '../../src/application/published-policy.ts';
import { type FollowedRows, followRows } from '../../src/application/rows/follow-rows.ts';
import type { RowsContext } from '../../src/application/rows/rows-context.ts';
import { runPlaybook } from '../../src/application/run-playbook.ts';
import { TASKS_ONLY } from '../../src/domain/notice/notice-settings.ts';
import type { StoredRequest } from '../../src/ports/unit-of-work.ts';
import { closeOrg, NOW, openOrg } from '../adapters/salesforce/deal-org.ts';
import { sha256 } from '../fixtures/sha256.ts';
import { CONFIG } from '../policies/shipped-policy.ts';
import { WITH_PACKAGE } from './package-metadata.ts';

export const MAYA = 'maya.chen@northwind.example';
export const TOM = 'tom.becker@northwind.example';
/** Either of them decides on a data fix. */
export const PRIYA = 'priya.nair@northwind.example';
export const VICTOR = 'victor.lang@northwind.example';

const MINUTE = 60_000;

const REGION = field('string', 'Sales_Region__c');

let opened: Promise<Store> | undefined;
let tenants = 0;

/** One store in memory for all worlds of a test file, each a tenant of its own: opening one takes seconds. */
function sharedStore(): Promise<Store> {
  opened ??= openStore({ sha256 });
  return opened;
}

/** To be called after all tests of a file. */
export async function closeSharedStore(): Promise<void> {
  await (await opened)?.close();
  opened = undefined;
}

type Values = Readonly<Record<string, unknown>>;

/** What stands in a row. */
export interface RowAnswerInOrg {
  readonly state: unknown;
  readonly requestId: unknown;
  readonly code: unknown;
  readonly words: unknown;
}

/** What people write in an org, with a backend that follows it when told to. Both clocks stand until moved. */
export interface RowsWorld {
  readonly org: RunningOrg;
  readonly store: Store;
  readonly tenantId: string;
  readonly context: { -readonly [K in keyof RowsContext]: RowsContext[K] };
  /** Moves the clock of both. */
  pass(minutes: number): void;
  /** Moves the clock of the backend alone. */
  skew(minutes: number): void;
  makeDeal(values?: Values): string;
  /** A row by which somebody asks for a data fix on a deal. @returns its id */
  file(recordId: string, over?: Values & { readonly as?: string }): string;
  /** A row by which somebody says something about a request. @returns its id */
  say(aboutRowId: string, decision: string, over?: Values & { readonly as?: string }): string;
  follow(holder?: string, goesOn?: () => boolean): Promise<FollowedRows | null>;
  /** The request of a row, as the store has it. */
  requestOf(rowId: string): Promise<StoredRequest | null>;
  /** Writes what the request of a row plans to write. */
  writeSteps(rowId: string): Promise<void>;
  trail(): Promise<readonly { readonly type: string; readonly data: Readonly<Record<string, unknown>> }[]>;
  close(): Promise<void>;
}

export async function openRows(options: Parameters<typeof openOrg>[0] = {}): Promise<RowsWorld> {
  const { org, client, timing } = await openOrg({
    ...WITH_PACKAGE,
    fields: { Opportunity: [REGION] },
    ...options,
  });
  const store = await sharedStore();
  tenants += 1;
  const tenantId = `salesforce:${tenants}`;
  let skewed = 0;
  const clock = { now: () => new Date(org.clock.now() + skewed) };
  const logger = pino({ level: 'silent' });
  const crm = createSalesforceCrm({ client, logger, clock });
  const rows = createRequestRows(client, timing);
  const context: RowsWorld['context'] = {
    unitOfWork: store,
    crmOf: () => crm,
    rowsOf: () => rows,
    clock,
    ids: createSystemIds({ now: () => new Date() }),
    sha256,
    notifications: { settings: TASKS_ONLY, channels: new Set(['crm_task']), notifiersOf: () => ({}) },
  };
  await publishFirstPolicy(context, tenantId, await loadPolicyFiles(CONFIG));
  const people = await crm.loadPeople();
  await store.transact(tenantId, (tx) => tx.savePeople({ ...people, readAt: NOW.toISOString() }));

  let written = 0;
  const clientId = () => {
    written += 1;
    return `client-${written}`;
  };
  const requestOf = (rowId: string) =>
    store.transact(tenantId, async (tx) => {
      const link = await tx.requestRows.findByRow(rowId);
      return link ? tx.findRequest(link.requestId) : null;
    });

  return {
    org,
    store,
    tenantId,
    context,
    pass: (minutes) => org.advance(minutes * MINUTE),
    skew: (minutes) => {
      skewed += minutes * MINUTE;
    },
    makeDeal: (values = {}) =>
      org.plant('Opportunity', {
        Name: 'Aurora Grid: group rollout',
        Amount: 84_000,
        StageName: 'Qualification',
        CloseDate: '2026-12-31',
        OwnerId: userIdOf(org.core, MAYA),
        ...values,
      }),
    file: (recordId, { as = MAYA, ...over } = {}) =>
      org.create(
        'Handoff_Exception__c',
        {
          Opportunity__c: recordId,
          Record_Id__c: recordId,
          Exception_Type__c: 'data-fix',
          Reason_Code__c: 'wrong-import',
          Reason__c: 'An import put it into the wrong region; corrected by Friday.',
          Expires_At__c: '2026-11-30T10:00:00.000Z',
          Client_Id__c: clientId(),
          ...over,
        },
        { as },
      ),
    say: (aboutRowId, decision, { as = PRIYA, ...over } = {}) =>
      org.create(
        'Handoff_Decision__c',
        {
          Handoff_Exception__c: aboutRowId,
          Decision__c: decision,
          Version__c: 1,
          Client_Id__c: clientId(),
          ...over,
        },
        { as },
      ),
    follow: (holder = 'one', goesOn) => followRows(context, tenantId, holder, goesOn),
    requestOf,
    writeSteps: async (rowId) => {
      const requestId = (await requestOf(rowId))?.state.request.requestId;
      if (requestId !== undefined) await runPlaybook(context, tenantId, requestId, false);
    },
    trail: async () => {
      const entries = await store.transact(tenantId, (tx) => tx.readAudit({ limit: 1000 }));
      return entries.map(({ body }) => JSON.parse(body));
    },
    close: () => closeOrg(org),
  };
}

/** A policy row that has the package hold routing of deals for some hours while nobody answers. */
export function holdWhileWaiting(org: RunningOrg, hours = 4): void {
  org.create(
    'Handoff_Policy__c',
    {
      Name: 'Data Fix',
      Key__c: 'Opportunity:data-fix',
      Kind__c: 'exception_type',
      Object__c: 'Opportunity',
      Active__c: true,
      Hold_Hours__c: hours,
    },
    { as: INTEGRATION_USERNAME },
  );
}

export function answerOf(org: RunningOrg, rowId: string): RowAnswerInOrg {
  const { Status__c, Outcome__c, Request_Id__c, Problem_Code__c, Problem_Detail__c } = org.get(rowId);
  return {
    state: Status__c ?? Outcome__c ?? null,
    requestId: Request_Id__c ?? null,
    code: Problem_Code__c ?? null,
    words: Problem_Detail__c ?? null,
  };
}
