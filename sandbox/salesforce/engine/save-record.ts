import { saveError } from '../salesforce-error.ts';
import type { ObjectDefinition } from '../schema/object-definition.ts';
import type { Value } from '../store/field-value.ts';
import type { StoredRecord } from '../store/org-store.ts';
import { ownerByRule } from './assign-owner.ts';
import { acceptValues, checkRecord, checkValidationRules } from './check-record.ts';
import { deriveValues } from './derived-values.ts';
import { FlowRecord } from './flow/flow-record.ts';
import type { OrgCore } from './org-core.ts';
import type { Transaction } from './transaction.ts';
import { runAfterSave, runBeforeSave } from './triggered-flows.ts';

/** Saves within saves that the org puts up with. */
const DEEPEST = 16;

/** What is written. */
export interface RecordWrite {
  readonly objectName: string;
  /** The record to change; undefined makes one. */
  readonly id: string | undefined;
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * Saves one record in the documented order: the record as it was, the new values, before-save flows, the org's own checks
 * and validation rules, the save, assignment rules, after-save flows. Field history and waiting paths follow when
 * the transaction is committed. Apex triggers, duplicate rules and workflow rules are not part of the sandbox.
 *
 * @throws SalesforceError when anything on the way refuses; the caller's transaction is then taken back
 */
export function saveRecord(org: OrgCore, transaction: Transaction, write: RecordWrite): StoredRecord {
  if (transaction.running.length > DEEPEST) {
    throw saveError(
      'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
      `maximum trigger depth exceeded on ${write.objectName}`,
    );
  }
  const object = org.schema.object(write.objectName);
  const before = write.id === undefined ? undefined : existing(org, object, write.id);
  const given = acceptValues(org, object, write.values, before === undefined);
  const id = before?.id ?? org.store.newId(object.name);
  const draft = draftOf(org, transaction, object, before, given);
  draft.Id = id;
  const record = new FlowRecord(object.name, id, draft);
  const prior = before ? FlowRecord.of(before) : null;

  deriveInto(org, record, new Set(Object.keys(given)));
  runBeforeSave(org, transaction, { record, prior });
  deriveInto(org, record, record.assigned);
  checkRecord(org, object, before?.id, record.values);
  checkValidationRules(org, transaction.userId, record, prior);
  store(org, transaction, record, before);
  logWrite(org, transaction, record, before, { ...given, ...assignedBy(record) });

  const owner = ownerByRule(org, transaction, record, prior);
  if (owner !== null && owner !== record.values.OwnerId) {
    record.values.OwnerId = owner;
    store(org, transaction, record, before);
  }
  runAfterSave(org, transaction, { record, prior }, saveRecord);
  const saved = org.store.find(id);
  if (!saved) throw saveError('ENTITY_IS_DELETED', 'entity is deleted');
  return saved;
}

/** Takes a record out of the org. Flows on deletion are not part of the sandbox. */
export function deleteRecord(org: OrgCore, transaction: Transaction, objectName: string, id: string): void {
  const object = org.schema.object(objectName);
  const record = existing(org, object, id);
  const at = new Date(org.clock.now()).toISOString();
  const gone = {
    IsDeleted: true,
    LastModifiedDate: at,
    LastModifiedById: transaction.userId,
    SystemModstamp: at,
  };
  org.store.put({ ...record, values: { ...record.values, ...gone }, deleted: true });
  transaction.touched.add(record.id);
  transaction.pendingWrites.push({ ...line(org, transaction, record), operation: 'delete', values: {} });
}

/** The record that is to be changed. @throws SalesforceError when it is not there, or may not be changed */
function existing(org: OrgCore, object: ObjectDefinition, id: string): StoredRecord {
  const found = org.store.findAny(id);
  if (!found || found.objectName !== object.name) {
    throw saveError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  }
  if (found.deleted) throw saveError('ENTITY_IS_DELETED', 'entity is deleted');
  if (found.values.IsConverted === true) {
    throw saveError('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead');
  }
  const refusals = org.rowLocks.get(found.id) ?? 0;
  if (refusals > 0) {
    org.rowLocks.set(found.id, refusals - 1);
    throw saveError('UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access to this record');
  }
  if (object.insertOnly) {
    throw saveError('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
  }
  return found;
}

function draftOf(
  org: OrgCore,
  { userId }: Transaction,
  object: ObjectDefinition,
  before: StoredRecord | undefined,
  given: Readonly<Record<string, Value>>,
): Record<string, Value> {
  if (before) return { ...before.values, ...given };
  const draft: Record<string, Value> = {};
  for (const { name, defaultValue } of object.fields) draft[name] = defaultValue ?? null;
  if (org.schema.findField(object.name, 'OwnerId')) draft.OwnerId = userId;
  return { ...draft, ...given };
}

function deriveInto(org: OrgCore, record: FlowRecord, given: ReadonlySet<string>): void {
  deriveValues(record.objectName, record.values, given, org.store.count(record.objectName) + 1);
}

function store(
  org: OrgCore,
  { userId, touched }: Transaction,
  record: FlowRecord,
  before: StoredRecord | undefined,
): void {
  const at = new Date(org.clock.now()).toISOString();
  const { values, objectName, id = '' } = record;
  Object.assign(values, {
    IsDeleted: false,
    LastModifiedDate: at,
    LastModifiedById: userId,
    SystemModstamp: at,
  });
  if (!before) Object.assign(values, { CreatedDate: at, CreatedById: userId });
  org.store.put({ objectName, id, values: { ...values }, deleted: false });
  touched.add(id);
}

function assignedBy({ assigned, values }: FlowRecord): Record<string, Value> {
  return Object.fromEntries([...assigned].map((name) => [name, values[name] ?? null]));
}

function logWrite(
  org: OrgCore,
  transaction: Transaction,
  { objectName, id = '' }: FlowRecord,
  before: StoredRecord | undefined,
  values: Readonly<Record<string, Value>>,
): void {
  const operation = before ? 'update' : 'create';
  transaction.pendingWrites.push({ ...line(org, transaction, { objectName, id }), operation, values });
}

function line(
  org: OrgCore,
  { source, userId, running }: Transaction,
  { objectName, id }: Pick<StoredRecord, 'objectName' | 'id'>,
) {
  const flow = running.at(-1)?.split(' ')[0];
  return {
    at: new Date(org.clock.now()).toISOString(),
    source: flow === undefined ? source : { kind: 'flow' as const, name: flow, method: '' },
    userId,
    objectName,
    id,
  };
}
