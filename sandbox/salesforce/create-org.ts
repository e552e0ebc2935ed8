import { createPortalClock, type PortalClock } from '../hubspot/portal-clock.ts';
import { type ConvertedLead, convertLead } from './engine/convert-lead.ts';
import type { Automation, OrgCore, OrgEvent, OrgWrite, WriteSource } from './engine/org-core.ts';
import { deleteRecord, saveRecord } from './engine/save-record.ts';
import { runDuePaths, settlePaths } from './engine/scheduled-paths.ts';
import { type AssignMode, inTransaction, type Transaction, type WriteOptions } from './engine/transaction.ts';
import { checkFlow } from './metadata/check-flow.ts';
import type { FlowDefinition } from './metadata/flow-definition.ts';
import { type Component, MetadataShelf } from './metadata/metadata-shelf.ts';
import { readFlow } from './metadata/read-flow.ts';
import { readAssignmentRules, readValidationRule } from './metadata/read-rules.ts';
import { notFound } from './salesforce-error.ts';
import { createSchema, type SchemaOptions } from './schema/org-schema.ts';
import { seedOrganization, seedPeople, seedStages, userIdOf } from './seed/people.ts';
import { plantRecord } from './seed/plant-record.ts';
import type { Values } from './store/field-value.ts';
import { OrgStore } from './store/org-store.ts';

/** How an org is set up. Metadata is in source format, with the name its file has. */
export interface OrgOptions extends SchemaOptions {
  readonly flows?: readonly { readonly name: string; readonly xml: string }[];
  readonly assignmentRules?: readonly { readonly object: 'Lead' | 'Case'; readonly xml: string }[];
  readonly validationRules?: readonly {
    readonly object: string;
    readonly name: string;
    readonly xml: string;
  }[];
  /** Metadata that the org shows and does not run, such as flows of kinds the sandbox does not know. */
  readonly metadata?: readonly Component[];
  /** Custom permissions by the user name of those who have them. */
  readonly permissions?: Readonly<Record<string, readonly string[]>>;
  /** How far field history is behind, in milliseconds; not at all when left out. */
  readonly historyLagMs?: number;
  /** With a date the org's clock stands there until advanced; without, it follows the wall clock. */
  readonly now?: Date;
  /** Milliseconds since 1970 UTC. */
  readonly wallClock?: () => number;
}

/** Who writes, and how; the first seeded user at a page when left out. */
export interface ActOptions {
  /** The user's name, which is their address. */
  readonly as?: string;
  readonly source?: WriteSource;
  /** Whether assignment rules run: not, unless asked for, as at a page without the checkbox. */
  readonly assign?: AssignMode;
}

/** An org in this process, without HTTP. Every write runs the whole save order and its own transaction. */
export interface Org {
  readonly core: OrgCore;
  readonly clock: PortalClock;
  /** @returns the new record's id @throws SalesforceError when the org refuses it */
  create(objectName: string, values: Readonly<Record<string, unknown>>, options?: ActOptions): string;
  /** @throws SalesforceError when the org refuses it */
  update(id: string, values: Readonly<Record<string, unknown>>, options?: ActOptions): void;
  /** @throws SalesforceError when it is not there */
  remove(id: string, options?: ActOptions): void;
  /** Converts a lead at its page. @throws SalesforceError when the org refuses it */
  convert(leadId: string, options?: ActOptions): ConvertedLead;
  /** Puts a record there as if it had always been: no automation, history or log. @returns its id */
  plant(objectName: string, values: Readonly<Record<string, unknown>>): string;
  /** The present values of a record. @throws SalesforceError 404 when it is not there */
  get(id: string): Values;
  /** Moves the clock and runs the scheduled paths that have become due. @param milliseconds not negative */
  advance(milliseconds: number): void;
  /** What automation did. */
  readonly events: readonly OrgEvent[];
  /** Every committed write, in order. */
  readonly writes: readonly OrgWrite[];
  /** Calls a listener after each commit. */
  onCommit(listener: () => void): void;
  /** Runs writes of one caller in one transaction. @throws what the work throws, with everything taken back */
  transact<T>(options: WriteOptions, work: (transaction: Transaction) => T): T;
}

const STANDING = 'maya.chen@northwind.example';

/**
 * Makes an org with people, stages and the given automation.
 *
 * @throws MetadataError for metadata that is malformed, or has a part the sandbox does not run: nothing is run in part
 */
export function createOrg(options: OrgOptions = {}): Org {
  const clock = createPortalClock(options.now, options.wallClock ?? Date.now);
  const schema = createSchema(options);
  const automation: Automation = {
    flows: (options.flows ?? []).map(
      ({ name, xml }): FlowDefinition => checkFlow(schema, readFlow(name, xml)),
    ),
    assignmentRules: (options.assignmentRules ?? []).flatMap(({ object, xml }) =>
      readAssignmentRules(object, xml),
    ),
    validationRules: (options.validationRules ?? []).map(({ object, name, xml }) =>
      readValidationRule(object, name, xml),
    ),
  };
  const store = new OrgStore(schema);
  const automatedUserId = store.newId('User');
  const permissions = new Map<string, ReadonlySet<string>>();
  const core: OrgCore = {
    schema,
    store,
    clock,
    automation,
    metadata: new MetadataShelf(componentsOf(options)),
    writes: [],
    events: [],
    waiting: [],
    permissions,
    automatedUserId,
    historyLagMs: options.historyLagMs ?? 0,
    rowLocks: new Map(),
    commitListeners: [],
  };
  plantAutomatedUser(core);
  seedOrganization(core);
  seedPeople(core);
  seedStages(core);
  for (const [username, names] of Object.entries(options.permissions ?? {})) {
    permissions.set(userIdOf(core, username), new Set(names));
  }

  const listeners: (() => void)[] = [];
  const transact = <T>(writeOptions: WriteOptions, work: (transaction: Transaction) => T): T =>
    inTransaction(core, writeOptions, work, (transaction) => {
      settlePaths(core, transaction);
      for (const listener of listeners) listener();
    });
  const act = <T>(act: ActOptions, work: (transaction: Transaction) => T): T => {
    const source = act.source ?? { kind: 'ui', name: 'page', method: '' };
    const assign = act.assign ?? { kind: 'none' };
    return transact({ userId: userIdOf(core, act.as ?? STANDING), source, assign }, work);
  };

  return {
    core,
    clock,
    transact,
    onCommit: (listener) => void listeners.push(listener),
    create: (objectName, values, options = {}) =>
      act(options, (transaction) => saveRecord(core, transaction, { objectName, id: undefined, values }).id),
    update(id, values, options = {}) {
      const objectName = requireRecord(core, id).objectName;
      act(options, (transaction) => saveRecord(core, transaction, { objectName, id, values }));
    },
    remove(id, options = {}) {
      const { objectName } = requireRecord(core, id);
      act(options, (transaction) => deleteRecord(core, transaction, objectName, id));
    },
    convert: (leadId, options = {}) => act(options, (transaction) => convertLead(core, transaction, leadId)),
    plant: (objectName, values) =>
      plantRecord(core, objectName, { OwnerId: userIdOf(core, STANDING), ...values }),
    get: (id) => requireRecord(core, id).values,
    advance(milliseconds) {
      clock.advance(milliseconds);
      runDuePaths(core);
    },
    events: core.events,
    writes: core.writes,
  };
}

/** Everything that was given, whether it is run or only shown. */
function componentsOf({
  flows = [],
  assignmentRules = [],
  validationRules = [],
  metadata = [],
}: OrgOptions): readonly Component[] {
  return [
    ...flows.map(({ name, xml }) => ({ type: 'Flow', fullName: name, content: xml })),
    ...assignmentRules.map(({ object, xml }) => ({
      type: 'AssignmentRules',
      fullName: object,
      content: xml,
    })),
    ...validationRules.map(({ object, name, xml }) => ({
      type: 'ValidationRule',
      fullName: `${object}.${name}`,
      content: xml,
    })),
    ...metadata,
  ];
}

function requireRecord(core: OrgCore, id: string) {
  const found = core.store.find(id);
  if (!found) throw notFound('Provided external ID field does not exist or is not accessible: Id');
  return found;
}

/** The user that scheduled paths run as, which nobody can log in with. */
function plantAutomatedUser({ store, automatedUserId, clock }: OrgCore): void {
  const at = new Date(clock.now()).toISOString();
  const values: Values = {
    Id: automatedUserId,
    Username: 'autoproc@northwind.example',
    Email: 'autoproc@northwind.example',
    FirstName: 'Automated',
    LastName: 'Process',
    Name: 'Automated Process',
    IsActive: true,
    UserType: 'AutomatedProcess',
    IsDeleted: false,
    CreatedDate: at,
    CreatedById: automatedUserId,
    LastModifiedDate: at,
    LastModifiedById: automatedUserId,
    SystemModstamp: at,
  };
  store.put({ objectName: 'User', id: automatedUserId, values, deleted: false });
  store.commit();
}
