import type { FlowDefinition, FlowMoment } from '../metadata/flow-definition.ts';
import type { StoredRecord } from '../store/org-store.ts';
import { areMet } from './flow/conditions.ts';
import { FlowMemory } from './flow/flow-memory.ts';
import { FlowRecord, isFlowFailure } from './flow/flow-record.ts';
import { type FlowHost, flowFailure, runFlow } from './flow/run-flow.ts';
import { holds, isEqual } from './formula/evaluate-formula.ts';
import { FormulaError } from './formula/parse-formula.ts';
import { note, type OrgCore, type WaitingPath } from './org-core.ts';
import { type RecordInSave, recordScope } from './record-scope.ts';
import type { RecordWrite } from './save-record.ts';
import type { Transaction } from './transaction.ts';

type Save = (org: OrgCore, transaction: Transaction, write: RecordWrite) => StoredRecord;

/** Runs the before-save flows of a record in their order. They change the record itself. @throws SalesforceError */
export function runBeforeSave(org: OrgCore, transaction: Transaction, inSave: RecordInSave): void {
  for (const flow of flowsOf(org, inSave.record.objectName, 'before_save')) {
    if (!starts(org, transaction, flow, inSave)) continue;
    run(org, transaction, { flow, first: flow.first, inSave, isBeforeSave: true }, undefined);
  }
}

/** Runs the after-save flows of a record in their order and notes their waiting paths. @throws SalesforceError */
export function runAfterSave(org: OrgCore, transaction: Transaction, inSave: RecordInSave, save: Save): void {
  for (const flow of flowsOf(org, inSave.record.objectName, 'after_save')) {
    const { id = '' } = inSave.record;
    const saved = org.store.find(id);
    if (!saved) return;
    // A flow sees what the flows before it made of the record.
    const now = { record: FlowRecord.of(saved), prior: inSave.prior };
    if (!starts(org, transaction, flow, now)) continue;
    transaction.waiting.push(...waitingPaths(org, flow, now));
    if (flow.first !== undefined) run(org, transaction, { flow, first: flow.first, inSave: now }, save);
  }
}

/** Runs one path of a flow. @throws SalesforceError when it fails */
export function run(
  org: OrgCore,
  transaction: Transaction,
  what: {
    readonly flow: FlowDefinition;
    readonly first: string | undefined;
    readonly inSave: RecordInSave;
    readonly isBeforeSave?: boolean;
  },
  save: Save | undefined,
): void {
  const { flow, first, inSave, isBeforeSave = false } = what;
  const recordId = inSave.record.id ?? '';
  note(org, {
    kind: 'flow_started',
    name: flow.name,
    recordId,
    detail: isBeforeSave ? 'before save' : 'after save',
  });
  const host: FlowHost = {
    org,
    transaction,
    isBeforeSave,
    save(objectName, id, values) {
      if (!save) throw new FormulaError('a before-save flow saves no other record');
      return save(org, transaction, { objectName, id, values });
    },
    flowOf(name) {
      const found = org.automation.flows.find((one) => one.name === name && one.isActive && !one.trigger);
      if (!found) throw new FormulaError(`there is no active flow ${name} to call`);
      return found;
    },
  };
  transaction.running.push(`${flow.name} ${recordId}`);
  try {
    runFlow(host, flow, first, inSave);
  } catch (error) {
    if (!isFlowFailure(error)) throw error;
    note(org, { kind: 'flow_failed', name: flow.name, recordId, detail: error.message });
    throw flowFailure(flow, error);
  } finally {
    transaction.running.pop();
  }
}

/** The active flows of an object and moment: numbered ones first, in their order; then those without number. */
function flowsOf(org: OrgCore, object: string, moment: FlowMoment): readonly FlowDefinition[] {
  const place = ({ order }: FlowDefinition) => order ?? 1000.5;
  return org.automation.flows
    .filter(
      ({ isActive, trigger }) =>
        isActive && trigger?.object.toLowerCase() === object.toLowerCase() && trigger.moment === moment,
    )
    .toSorted((a, b) => place(a) - place(b));
}

/** Whether a record makes a flow run. A flow does not start itself again by a write of its own. */
function starts(org: OrgCore, transaction: Transaction, flow: FlowDefinition, inSave: RecordInSave): boolean {
  const { trigger } = flow;
  const { id = '' } = inSave.record;
  if (!trigger || !(inSave.prior === null ? trigger.onCreate : trigger.onUpdate)) return false;
  if (transaction.running.includes(`${flow.name} ${id}`)) {
    note(org, {
      kind: 'flow_skipped',
      name: flow.name,
      recordId: id,
      detail: 'it is running on this record',
    });
    return false;
  }
  try {
    if (!meetsStart(org, transaction.userId, flow, inSave)) return false;
    const { prior } = inSave;
    const before = prior && { record: prior, prior };
    return !(trigger.onlyWhenNewlyMet && before && meetsStart(org, transaction.userId, flow, before));
  } catch (error) {
    if (!isFlowFailure(error)) throw error;
    note(org, { kind: 'flow_failed', name: flow.name, recordId: id, detail: error.message });
    throw flowFailure(flow, error);
  }
}

/** Whether a record meets the entry conditions. */
export function meetsStart(
  org: OrgCore,
  userId: string,
  flow: FlowDefinition,
  inSave: RecordInSave,
): boolean {
  const { record, prior } = inSave;
  const { trigger } = flow;
  if (!trigger) return false;
  const scope = recordScope(org, userId, inSave);
  if (trigger.formula) return holds(trigger.formula, scope);
  const memory = new FlowMemory(org, flow, userId, inSave);
  return areMet(trigger.filters, {
    left: (field) => scope.read(field),
    right: ({ right }) => memory.operand(right),
    isChanged: (field) => prior !== null && !isEqual(record.get(org, field), prior.get(org, field)),
  });
}

function waitingPaths(org: OrgCore, flow: FlowDefinition, { record }: RecordInSave): readonly WaitingPath[] {
  const now = org.clock.now();
  return (flow.trigger?.scheduledPaths ?? []).flatMap(({ name, offsetMs, fromField, isImmediate }) => {
    const from = fromField === undefined ? now : dateOf(record, org, fromField);
    // A date field without value, or a moment that has passed, schedules nothing.
    if (from === null || (!isImmediate && from + offsetMs < now)) return [];
    return [{ flow, pathName: name, recordId: record.id ?? '', dueAt: isImmediate ? now : from + offsetMs }];
  });
}

function dateOf(record: FlowRecord, org: OrgCore, field: string): number | null {
  const value = record.get(org, field);
  return value instanceof Date ? value.getTime() : null;
}
