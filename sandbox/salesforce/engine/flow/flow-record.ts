import { SalesforceError } from '../../salesforce-error.ts';
import type { FieldDefinition } from '../../schema/field-definition.ts';
import { toStored, type Value, type Values } from '../../store/field-value.ts';
import type { StoredRecord } from '../../store/org-store.ts';
import type { FormulaValue } from '../formula/functions.ts';
import { FormulaError } from '../formula/parse-formula.ts';
import type { OrgCore } from '../org-core.ts';

/** A record in the memory of a flow: it changes there, and in the org only when it is written. */
export class FlowRecord {
  readonly objectName: string;
  id: string | undefined;
  readonly values: Record<string, Value>;
  /** Fields set by the flow, which a write of the whole record sends. */
  readonly assigned = new Set<string>();

  constructor(objectName: string, id: string | undefined, values: Values) {
    this.objectName = objectName;
    this.id = id;
    this.values = { ...values };
  }

  static of({ objectName, id, values }: StoredRecord): FlowRecord {
    return new FlowRecord(objectName, id, values);
  }

  /** @throws FormulaError for a field the object does not have */
  set(org: OrgCore, field: string, value: FormulaValue): void {
    const definition = fieldOf(org, this.objectName, field);
    this.values[definition.name] = storedOf(definition, value);
    this.assigned.add(definition.name);
  }

  /** @throws FormulaError for a field the object does not have */
  get(org: OrgCore, field: string): FormulaValue {
    const definition = fieldOf(org, this.objectName, field);
    return formulaValueOf(definition, this.values[definition.name] ?? null);
  }
}

/** The value at the end of a path from a record, through its references. None on the way means none at the end. */
export function readPath(org: OrgCore, record: FlowRecord | null, path: readonly string[]): FormulaValue {
  const [head, ...rest] = path;
  if (record === null || head === undefined) return null;
  if (rest.length === 0) return record.get(org, head);
  // `Owner:User` says which of several objects the reference is meant to point to.
  const relationship = org.schema.findRelationship(record.objectName, head.split(':')[0] ?? '');
  if (!relationship) throw new FormulaError(`${record.objectName} has no relationship ${head}`);
  const id = record.values[relationship.name];
  const target = typeof id === 'string' ? org.store.find(id) : undefined;
  const fits = head.includes(':') ? target?.objectName === head.split(':')[1] : true;
  return target && fits ? readPath(org, FlowRecord.of(target), rest) : null;
}

/** A stored value as formulas see it: dates and instants are `Date`. */
export function formulaValueOf({ type }: FieldDefinition, value: Value): FormulaValue {
  return (type === 'date' || type === 'datetime') && typeof value === 'string' ? new Date(value) : value;
}

/** A value of a flow as the store keeps it. @throws SalesforceError for one the field does not take */
export function storedOf(definition: FieldDefinition, value: FormulaValue): Value {
  if (!(value instanceof Date)) return toStored(definition, value);
  const text = value.toISOString();
  return toStored(definition, definition.type === 'date' ? text.slice(0, 10) : text);
}

export function fieldOf(org: OrgCore, objectName: string, field: string): FieldDefinition {
  const definition = org.schema.findField(objectName, field);
  if (!definition) throw new FormulaError(`${objectName} has no field ${field}`);
  return definition;
}

/** True for what a flow may run into: a refused write, or a formula that cannot be worked out. */
export function isFlowFailure(error: unknown): error is SalesforceError | FormulaError {
  return error instanceof SalesforceError || error instanceof FormulaError;
}
