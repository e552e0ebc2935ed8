import type { FlowDefinition, FlowOperand } from '../../metadata/flow-definition.ts';
import { evaluateFormula, type FormulaScope } from '../formula/evaluate-formula.ts';
import { dayOf, type FormulaValue } from '../formula/functions.ts';
import { FormulaError } from '../formula/parse-formula.ts';
import type { OrgCore } from '../org-core.ts';
import { globalValue, type RecordInSave } from '../record-scope.ts';
import { FlowRecord, readPath } from './flow-record.ts';

/** What a flow can hold: a value, a record, or several of either. */
export type FlowValue = FormulaValue | FlowRecord | readonly FlowValue[];

/** The resources of one running flow. */
export class FlowMemory {
  readonly #org: OrgCore;
  readonly #flow: FlowDefinition;
  readonly #userId: string;
  /** The triggering record; undefined in a flow that another one called. */
  readonly #trigger: RecordInSave | undefined;
  readonly #values = new Map<string, FlowValue>();
  /** What went wrong last, for fault paths. */
  fault = '';

  constructor(org: OrgCore, flow: FlowDefinition, userId: string, trigger: RecordInSave | undefined) {
    this.#org = org;
    this.#flow = flow;
    this.#userId = userId;
    this.#trigger = trigger;
    for (const { name, isCollection, objectType, value } of flow.variables.values()) {
      const empty = objectType === undefined ? null : new FlowRecord(objectType, undefined, {});
      this.#values.set(name, isCollection ? [] : value ? this.operand(value) : empty);
    }
  }

  operand(operand: FlowOperand): FlowValue {
    switch (operand.kind) {
      case 'constant':
        return typeof operand.value === 'string' ? this.#merge(operand.value) : operand.value;
      case 'date':
        return new Date(operand.value);
      case 'reference':
        return this.read(operand.path);
    }
  }

  /** An operand that must be one plain value. */
  plain(operand: FlowOperand): FormulaValue {
    return plainOf(this.operand(operand));
  }

  /** A resource by name, or a field of a record by its path. @throws FormulaError for an unknown one */
  read(path: string): FlowValue {
    const [head = '', ...rest] = path.split('.');
    if (head === '$Record' || head === '$Record__Prior') {
      if (!this.#trigger) throw new FormulaError(`${head} is known in a record-triggered flow only`);
      const record = head === '$Record' ? this.#trigger.record : this.#trigger.prior;
      return rest.length === 0 ? record : readPath(this.#org, record, rest);
    }
    if (head === '$Flow') return this.#flowValue(rest.join('.'));
    if (head === '$GlobalConstant') return globalConstant(rest.join('.'));
    if (head.startsWith('$')) return globalValue(this.#org, this.#userId, head, rest);
    const formula = this.#flow.formulas.get(head);
    if (formula && rest.length === 0) return evaluateFormula(formula, this.scope);
    const template = this.#flow.templates.get(head);
    if (template !== undefined) return this.#merge(template);
    if (!this.#values.has(head)) {
      // An element that has not run yet, such as a Get Records on another branch, has stored nothing.
      if (this.#flow.elements.has(head)) return null;
      throw new FormulaError(`the flow has no resource ${path}`);
    }
    const value = this.#values.get(head) ?? null;
    if (rest.length === 0) return value;
    if (value === null) return null;
    if (!(value instanceof FlowRecord)) throw new FormulaError(`${head} is no record`);
    return readPath(this.#org, value, rest);
  }

  /** Puts a value into a variable or a field of a record. @throws FormulaError when there is no such place */
  assign(path: string, value: FlowValue): void {
    const [head = '', field, ...rest] = path.split('.');
    if (field === undefined) {
      this.store(head, value);
      return;
    }
    const record = this.read(head);
    if (!(record instanceof FlowRecord) || rest.length > 0)
      throw new FormulaError(`${path} cannot be assigned`);
    record.set(this.#org, field, plainOf(value));
  }

  /** Keeps a value under a name. */
  store(name: string, value: FlowValue): void {
    this.#values.set(name, value);
  }

  /** What the flow's formulas see. */
  get scope(): FormulaScope {
    const trigger = this.#trigger;
    return {
      read: (path) => plainOf(this.read(path)),
      prior: (path) => {
        if (!trigger || !path.startsWith('$Record.')) throw new FormulaError(`${path} has no value before`);
        return readPath(this.#org, trigger.prior ?? trigger.record, path.split('.').slice(1));
      },
      isNew: trigger?.prior === null,
      now: this.#org.clock.now(),
    };
  }

  #flowValue(name: string): FormulaValue {
    if (name === 'CurrentDateTime' || name === 'InterviewStartTime') return new Date(this.#org.clock.now());
    if (name === 'CurrentDate') return dayOf(new Date(this.#org.clock.now()));
    if (name === 'FaultMessage') return this.fault;
    throw new FormulaError(`the sandbox does not know $Flow.${name}`);
  }

  /** Fills `{!resource}` in a text. */
  #merge(text: string): string {
    return text.replace(/\{!([\w$.:]+)\}/g, (_, path: string) => String(plainOf(this.read(path)) ?? ''));
  }
}

/** @throws FormulaError for a record or collection */
export function plainOf(value: FlowValue): FormulaValue {
  if (value instanceof FlowRecord) return value.id ?? null;
  if (Array.isArray(value)) throw new FormulaError('a collection stands where one value must');
  return value as FormulaValue;
}

function globalConstant(name: string): FormulaValue {
  const constants: Readonly<Record<string, FormulaValue>> = { EmptyString: '', True: true, False: false };
  const value = constants[name];
  if (value === undefined) throw new FormulaError(`there is no $GlobalConstant.${name}`);
  return value;
}
