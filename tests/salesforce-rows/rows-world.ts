import { afterAll } from '@jest/globals';
import { packageFiles } from '../../extensions/salesforce/generate/package-files.ts';
import { PACKAGE_OBJECTS } from '../../sandbox/salesforce/schema/package-objects.ts';
import { INTEGRATION_USERNAME, userIdOf } from '../../sandbox/salesforce/seed/people.ts';
import type { RunningOrg, RunningOrgOptions } from '../../sandbox/salesforce/start-org.ts';
import type { Values } from '../../sandbox/salesforce/store/field-value.ts';
import { loadPolicyFiles } from '../../server/adapters/policy-catalog/load-policy-files.ts';
import { createSalesforceCrm } from '../../server/adapters/salesforce/crm.ts';
import { createOrgCatalog } from '../../server/adapters/salesforce/org-catalog.ts';
import { readPackageFields } from '../../server/adapters/salesforce/rows-out/package-fields.ts';
import { openStore, type Store } from '../../server/adapters/store/open-store.ts';
import { createSystemIds } from '../../server/adapters/system/system-ids.ts';
import {
  type PolicyRowsOut,
  type PolicyRowsSync,
  syncPolicyRows,
} from '../../server/salesforce-rows/sync-policy-rows.ts';
import { type RowsRound, writeDueRows } from '../../server/salesforce-rows/write-due-rows.ts';
import type { AppContext, Caller } from '../../src/application/context.ts';
import { publishFirstPolicy } from '../../src/application/published-policy.ts';
import { runPlaybook } from '../../src/application/run-playbook.ts';
import { type Submission, submitException } from '../../src/application/submit-exception.ts';
import { TASKS_ONLY } from '../../src/domain/notice/notice-settings.ts';
import type { RecordRef } from '../../src/domain/policy/facts.ts';
import type { StoredRequest } from '../../src/ports/unit-of-work.ts';
import { closeOrg, openOrg } from '../adapters/salesforce/deal-org.ts';
import { sha256 } from '../fixtures/sha256.ts';
import { tenantNames } from '../fixtures/store.ts';

const DAY = 24 * 60 * 60 * 1000;

const RULES = [...packageFiles()].flatMap(([path, xml]) => {
  const found = /^objects\/(\w+)\/validationRules\/(\w+)\./.exec(path);
  return found ? [{ object: found[1] ?? '', name: found[2] ?? '', xml }] : [];
});

/** Opening a store takes seconds: the tests of a file share one, each with a tenant of its own. */
let shared: Promise<Store> | undefined;
const newTenant = tenantNames('rows');

afterAll(async () => {
  await (await shared)?.close();
});

/** An org with the package and its rules, a store, and the application on both, with one clock for all. */
export interface RowsWorld {
  readonly tenant: string;
  readonly org: RunningOrg;
  readonly store: Store;
  readonly context: AppContext;
  readonly rowsOut: PolicyRowsOut;
  as(mailbox: string): Caller;
  userId(mailbox: string): string;
  /** A new opportunity of Maya Chen's. */
  makeDeal(values?: Readonly<Record<string, unknown>>): string;
  /** Maya files a Strategic Logo from outside the org. */
  file(recordId: string, changes?: Partial<Submission>): Promise<StoredRequest>;
  runSteps(requestId: string): Promise<void>;
  /** One round of writing, as one instance. */
  write(holder?: string): Promise<RowsRound>;
  /** One look at the policy rows, as one instance. */
  sync(holder?: string): Promise<PolicyRowsSync | null>;
  policyRows(): readonly Values[];
  rows(): readonly Values[];
  row(requestId: string): Values;
  seats(requestId: string): Readonly<Record<string, { readonly open: boolean; readonly may: string }>>;
  pass(milliseconds: number): void;
  close(): Promise<void>;
}

export async function startRowsWorld(options: RunningOrgOptions = {}): Promise<RowsWorld> {
  const { org, client, logger, timing } = await openOrg({
    packageObjects: PACKAGE_OBJECTS,
    permissions: { [INTEGRATION_USERNAME]: ['Handrail_Integration'] },
    dailyCalls: 1_000_000,
    ...options,
    validationRules: [...RULES, ...(options.validationRules ?? [])],
  });
  const clock = { now: () => new Date(org.clock.now()) };
  const crm = createSalesforceCrm({ client, logger, clock });
  shared ??= openStore({ sha256 });
  const store = await shared;
  const tenant = newTenant();
  const context: AppContext = {
    unitOfWork: store,
    crmOf: () => crm,
    clock,
    ids: createSystemIds(clock),
    sha256,
    notifications: { settings: TASKS_ONLY, channels: new Set(), notifiersOf: () => ({}) },
  };
  await publishFirstPolicy(context, tenant, await loadPolicyFiles('config'));
  const people = await crm.loadPeople();
  await store.transact(tenant, (tx) => tx.savePeople({ ...people, readAt: clock.now().toISOString() }));
  const catalog = createOrgCatalog(client, clock);
  const rowsOut: PolicyRowsOut = {
    unitOfWork: store,
    clock,
    sha256,
    client,
    packageFields: () => readPackageFields(client),
    objectFields: (object) => catalog.fields(object, 'job'),
    timing,
  };
  const userId = (mailbox: string) => userIdOf(org.core, `${mailbox}@northwind.example`);
  const all = (objectName: string) => org.core.store.all(objectName).map(({ values }) => values);
  let forms = 0;

  const world: RowsWorld = {
    tenant,
    org,
    store,
    context,
    rowsOut,
    userId,
    as: (mailbox) => ({ tenantId: tenant, userId: userId(mailbox), email: `${mailbox}@northwind.example` }),
    makeDeal: (values = {}) =>
      org.plant('Opportunity', {
        Name: 'Acme renewal',
        Amount: 80_000,
        Sales_Region__c: 'EMEA',
        StageName: 'Qualification',
        CloseDate: '2026-12-31',
        OwnerId: userId('maya.chen'),
        ...values,
      }),
    file: async (recordId, changes = {}) => {
      forms += 1;
      const record: RecordRef = { objectType: 'deal', recordId };
      const { stored } = await submitException(context, world.as('maya.chen'), {
        idempotencyKey: `rows-form-${String(forms).padStart(10, '0')}`,
        record,
        exceptionTypeId: 'strategic-logo',
        reasonCode: 'named-account',
        reason: 'The account is on the strategic list and knows nobody but the present owner.',
        expiresAt: new Date(org.clock.now() + 30 * DAY).toISOString(),
        ...changes,
      });
      return stored;
    },
    runSteps: (requestId) => runPlaybook(context, tenant, requestId, true),
    write: (holder = 'one') => writeDueRows(rowsOut, tenant, { holder, goesOn: () => true }),
    sync: (holder = 'one') => syncPolicyRows(rowsOut, tenant, holder),
    policyRows: () => all('Handoff_Policy__c'),
    rows: () => all('Handoff_Exception__c'),
    row: (requestId) => {
      const found = all('Handoff_Exception__c').find((row) => row.Request_Id__c === requestId);
      if (!found) throw new Error(`no row shows ${requestId}`);
      return found;
    },
    seats: (requestId) =>
      Object.fromEntries(
        all('Handoff_Seat__c')
          .filter((seat) => String(seat.Key__c).startsWith(requestId))
          .map((seat) => {
            const person = org.get(String(seat.Person__c)).Email;
            const mailbox = String(person).replace('@northwind.example', '');
            return [mailbox, { open: seat.Open__c === true, may: String(seat.May__c ?? '') }];
          }),
      ),
    pass: (milliseconds) => org.advance(milliseconds),
    close: () => closeOrg(org),
  };
  return world;
}
