import type { FieldInput, FlowConditions, FlowElement } from '../../metadata/flow-definition.ts';
import { saveError } from '../../salesforce-error.ts';
import { isInOrder } from '../formula/evaluate-formula.ts';
import { FormulaError } from '../formula/parse-formula.ts';
import type { OrgCore } from '../org-core.ts';
import type { RecordInSave } from '../record-scope.ts';
import { areMet } from './conditions.ts';
import { type FlowMemory, type FlowValue, plainOf } from './flow-memory.ts';
import { FlowRecord, fieldOf, storedOf } from './flow-record.ts';
import type { FlowHost } from './run-flow.ts';

type UpdateElement = Extract<FlowElement, { kind: 'update' }>;
type CreateElement = Extract<FlowElement, { kind: 'create' }>;

/** Runs an Update Records element. @throws SalesforceError, FormulaError */
export function runUpdate(
  host: FlowHost,
  memory: FlowMemory,
  element: UpdateElement,
  trigger: RecordInSave | undefined,
): void {
  const { org, isBeforeSave } = host;
  if (isBeforeSave && (element.input !== '$Record' || !trigger)) {
    throw new FormulaError('a before-save flow can update the record that started it only');
  }
  if (element.input === '$Record' && trigger && isBeforeSave) {
    for (const { field, value } of element.fields) trigger.record.set(org, field, memory.plain(value));
    return;
  }
  if (element.input === undefined) {
    const { object = '' } = element;
    for (const record of findRecords(host, memory, object, element.filters)) {
      host.save(record.objectName, record.id, valuesOf(org, memory, record.objectName, element.fields));
    }
    return;
  }
  for (const record of recordsOf(memory.read(element.input))) {
    if (record.id === undefined)
      throw saveError('MISSING_ARGUMENT', 'Id not specified in an update call', ['Id']);
    const own = Object.fromEntries([...record.assigned].map((name) => [name, record.values[name] ?? null]));
    const set = valuesOf(org, memory, record.objectName, element.fields);
    host.save(record.objectName, record.id, { ...own, ...set });
    for (const [name, value] of Object.entries(set)) record.values[name] = value;
    record.assigned.clear();
  }
}

/** Runs a Create Records element. @throws SalesforceError, FormulaError */
export function runCreate(host: FlowHost, memory: FlowMemory, element: CreateElement): void {
  const { org } = host;
  if (host.isBeforeSave) throw new FormulaError('a before-save flow can create no records');
  if (element.input === undefined) {
    const { object = '' } = element;
    const made = host.save(object, undefined, valuesOf(org, memory, object, element.fields));
    memory.store(element.name, made.id);
    if (element.storeIdIn !== undefined) memory.assign(element.storeIdIn, made.id);
    return;
  }
  for (const record of recordsOf(memory.read(element.input))) {
    const values = [...record.assigned].map((name) => [name, record.values[name] ?? null]);
    record.id = host.save(record.objectName, undefined, Object.fromEntries(values)).id;
  }
}

/** The records of an object that meet conditions, copied into the flow's memory. */
export function findRecords(
  { org }: FlowHost,
  memory: FlowMemory,
  objectName: string,
  filters: FlowConditions,
  order: { readonly sortField?: string | undefined; readonly descending?: boolean } = {},
): readonly FlowRecord[] {
  const definition = org.schema.findObject(objectName);
  if (!definition) throw new FormulaError(`the org has no object ${objectName}`);
  // The right sides are the same for every record.
  const right = new Map(filters.conditions.map((one) => [one, memory.operand(one.right)]));
  const found = org.store
    .all(definition.name)
    .map(FlowRecord.of)
    .filter((record) =>
      areMet(filters, {
        left: (field) => record.get(org, field),
        right: (condition) => right.get(condition) ?? null,
        isChanged: () => false,
      }),
    );
  const { sortField, descending = false } = order;
  if (sortField === undefined) return found;
  const sign = descending ? -1 : 1;
  return found.toSorted((a, b) => {
    const [left, other] = [a.get(org, sortField), b.get(org, sortField)];
    return sign * (isInOrder('<', left, other) ? -1 : isInOrder('>', left, other) ? 1 : 0);
  });
}

function valuesOf(org: OrgCore, memory: FlowMemory, objectName: string, fields: readonly FieldInput[]) {
  return Object.fromEntries(
    fields.map(({ field, value }) => {
      const definition = fieldOf(org, objectName, field);
      return [definition.name, storedOf(definition, plainOf(memory.operand(value)))] as const;
    }),
  );
}

function recordsOf(value: FlowValue): readonly FlowRecord[] {
  if (value === null) return [];
  const list: readonly FlowValue[] = Array.isArray(value) ? value : [value];
  return list.map((one) => {
    if (!(one instanceof FlowRecord)) throw new FormulaError('a record stands where none is');
    return one;
  });
}
