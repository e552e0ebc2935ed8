import type { FlowDefinition, FlowElement } from '../../metadata/flow-definition.ts';
import { SalesforceError, saveError } from '../../salesforce-error.ts';
import type { StoredRecord } from '../../store/org-store.ts';
import { isEqual } from '../formula/evaluate-formula.ts';
import { numberOf } from '../formula/functions.ts';
import { FormulaError } from '../formula/parse-formula.ts';
import type { OrgCore } from '../org-core.ts';
import type { RecordInSave } from '../record-scope.ts';
import { inPart, type Transaction } from '../transaction.ts';
import { areMet } from './conditions.ts';
import { findRecords, runCreate, runUpdate } from './flow-data.ts';
import { FlowMemory, type FlowValue, plainOf } from './flow-memory.ts';
import { FlowRecord, isFlowFailure, readPath } from './flow-record.ts';

/** What a flow runs in. */
export interface FlowHost {
  readonly org: OrgCore;
  readonly transaction: Transaction;
  /** Whether the triggering record is still on its way into the store. */
  readonly isBeforeSave: boolean;
  /** Saves a record through the whole save order. @throws SalesforceError when the org refuses it */
  save(objectName: string, id: string | undefined, values: Readonly<Record<string, unknown>>): StoredRecord;
  /** An active flow by its name. @throws FormulaError when there is none */
  flowOf(name: string): FlowDefinition;
}

/** Elements one flow may run through; a flow that goes round for ever ends here. */
const MOST_STEPS = 20_000;

/**
 * Runs a flow from an element to the end of its path.
 *
 * @returns its memory, from which a calling flow takes the outputs
 * @throws SalesforceError, FormulaError for what no fault path caught
 */
export function runFlow(
  host: FlowHost,
  flow: FlowDefinition,
  first: string | undefined,
  trigger: RecordInSave | undefined,
  inputs: ReadonlyMap<string, FlowValue> = new Map(),
): FlowMemory {
  const memory = new FlowMemory(host.org, flow, host.transaction.userId, trigger);
  for (const [name, value] of inputs) memory.store(name, value);
  const loops = new Map<string, FlowValue[]>();
  let at = first;
  for (let steps = 0; at !== undefined; steps += 1) {
    if (steps === MOST_STEPS) throw new FormulaError(`the flow ran through ${MOST_STEPS} elements`);
    const element = flow.elements.get(at);
    if (!element) throw new FormulaError(`the flow has no element ${at} (this is a bug)`);
    at = step(host, memory, element, { trigger, loops });
  }
  return memory;
}

interface RunState {
  readonly trigger: RecordInSave | undefined;
  readonly loops: Map<string, FlowValue[]>;
}

/** Runs one element. @returns the next one */
function step(host: FlowHost, memory: FlowMemory, element: FlowElement, state: RunState): string | undefined {
  switch (element.kind) {
    case 'assignment':
      for (const { to, operator, value } of element.items) {
        memory.assign(to, combined(operator, memory.read(to), memory.operand(value)));
      }
      return element.next;
    case 'decision':
      return decide(host, memory, element, state.trigger);
    case 'loop':
      return loopOnce(memory, element, state.loops);
    case 'custom_error':
      throw saveError(
        'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        element.message,
        element.field === undefined ? [] : [element.field],
      );
    default:
      return fallible(host, memory, element, state);
  }
}

type Fallible = Extract<FlowElement, { onFault: string | undefined }>;

/** A refused write goes down the fault path when there is one, without what the element did before it failed. */
function fallible(
  host: FlowHost,
  memory: FlowMemory,
  element: Fallible,
  state: RunState,
): string | undefined {
  try {
    inPart(host.org, host.transaction, () => runData(host, memory, element, state));
    return element.next;
  } catch (error) {
    if (!isFlowFailure(error) || element.onFault === undefined) throw error;
    memory.fault = error.message;
    return element.onFault;
  }
}

function runData(host: FlowHost, memory: FlowMemory, element: Fallible, { trigger }: RunState): void {
  switch (element.kind) {
    case 'update':
      runUpdate(host, memory, element, trigger);
      return;
    case 'create':
      runCreate(host, memory, element);
      return;
    case 'lookup': {
      const found = findRecords(host, memory, element.object, element.filters, element);
      const [one] = found;
      const value: FlowValue = element.firstOnly ? (one ?? null) : found;
      memory.store(element.storeIn ?? element.name, value);
      for (const { to, field } of element.outputs) memory.assign(to, one ? one.get(host.org, field) : null);
      return;
    }
    case 'subflow': {
      const flow = host.flowOf(element.flowName);
      const inputs = new Map(element.inputs.map(({ name, value }) => [name, memory.operand(value)]));
      const called = runFlow(host, flow, flow.first, undefined, inputs);
      for (const { to, name } of element.outputs) memory.assign(to, called.read(name));
      return;
    }
  }
}

function decide(
  { org }: FlowHost,
  memory: FlowMemory,
  element: Extract<FlowElement, { kind: 'decision' }>,
  trigger: RecordInSave | undefined,
): string | undefined {
  const isChanged = (path: string): boolean =>
    trigger !== undefined &&
    trigger.prior !== null &&
    !isEqual(plainOf(memory.read(path)), memory.scope.prior(path));
  const sides = {
    left: (path: string) => memory.read(path),
    right: ({ right }: { right: Parameters<FlowMemory['operand']>[0] }) => memory.operand(right),
    isChanged,
  };
  for (const outcome of element.outcomes) {
    if (!areMet(outcome, sides)) continue;
    if (outcome.onlyWhenChanged && trigger?.prior) {
      // The same conditions on the record as it was before: met there too, nothing changed to meet them.
      const { prior } = trigger;
      const past = (path: string): FlowValue =>
        path.startsWith('$Record.') ? readPath(org, prior, path.split('.').slice(1)) : memory.read(path);
      if (areMet(outcome, { ...sides, left: past, isChanged: () => false })) continue;
    }
    return outcome.next;
  }
  return element.next;
}

function loopOnce(
  memory: FlowMemory,
  element: Extract<FlowElement, { kind: 'loop' }>,
  loops: Map<string, FlowValue[]>,
): string | undefined {
  let left = loops.get(element.name);
  if (!left) {
    const all = memory.read(element.collection);
    const items: readonly FlowValue[] = Array.isArray(all) ? all : all === null ? [] : [all];
    left = element.descending ? items.toReversed() : [...items];
    loops.set(element.name, left);
  }
  const item = left.shift();
  if (item === undefined) {
    loops.delete(element.name);
    return element.next;
  }
  memory.store(element.item ?? element.name, item);
  return element.body;
}

function combined(operator: string, now: FlowValue, value: FlowValue): FlowValue {
  if (operator === 'Assign') return value;
  if (Array.isArray(now) && operator === 'Add') {
    // A collection takes the record as it is at this moment, not what becomes of the variable later.
    const added = value instanceof FlowRecord ? copyOf(value) : value;
    return [...now, ...(Array.isArray(added) ? added : [added])];
  }
  const [left, right] = [plainOf(now), plainOf(value)];
  if (operator === 'Add' && (typeof left === 'string' || typeof right === 'string')) {
    return `${left ?? ''}${right ?? ''}`;
  }
  return (numberOf(left) ?? 0) + (operator === 'Add' ? 1 : -1) * (numberOf(right) ?? 0);
}

function copyOf(record: FlowRecord): FlowRecord {
  const copy = new FlowRecord(record.objectName, record.id, record.values);
  for (const field of record.assigned) copy.assigned.add(field);
  return copy;
}

/** What a flow ran into, as the org tells whoever made the write. */
export function flowFailure(flow: FlowDefinition, error: SalesforceError | FormulaError): SalesforceError {
  // A custom error of a flow speaks for itself; every other failure is the flow's.
  if (error instanceof SalesforceError && error.errorCode === 'FIELD_CUSTOM_VALIDATION_EXCEPTION')
    return error;
  const why = error instanceof SalesforceError ? `${error.errorCode}: ${error.message}` : error.message;
  return saveError(
    'CANNOT_EXECUTE_FLOW_TRIGGER',
    `We can't save this record because the “${flow.label}” process failed. Give your Salesforce admin these details. ${why}`,
  );
}
