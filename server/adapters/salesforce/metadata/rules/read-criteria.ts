import type { FieldNames } from '../../../../../src/domain/guard/automation.ts';
import type { Condition, FieldTest } from '../../../../../src/domain/guard/condition.ts';
import { joinByLogic } from '../filter-logic.ts';
import { type FormulaScope, readFormula } from '../formula/read-formula.ts';
import { all, text, toldText, type XmlObject } from '../xml-shape.ts';

/** The criteria of a rule on one object: items with filter logic, or a formula; null when there are none. */
export function readCriteria(raw: XmlObject | null, object: string, names: FieldNames): Condition | null {
  const formula = text(raw, 'formula');
  if (formula !== null) return readFormula(formula, scopeOf(object, names));
  const items = all(raw, 'criteriaItems');
  if (items.length === 0) return null;
  return joinByLogic(
    toldText(raw, 'booleanFilter'),
    items.map((item) => readItem(item, object, names)),
  );
}

function readItem(item: XmlObject, object: string, names: FieldNames): Condition {
  const property = ownField(text(item, 'field') ?? '', object);
  if (property === null || !names.tags.has(property)) return { kind: 'elsewhere' };
  return { kind: 'field', property, test: readTest(item) };
}

/** `Lead.Handoff_Routing_Hold__c` of a rule on leads, in small letters; null for fields of other records. */
function ownField(field: string, object: string): string | null {
  const path = field.toLowerCase().split('.');
  const own = path[0] === object.toLowerCase() ? path.slice(1) : path;
  return own.length === 1 ? (own[0] ?? null) : null;
}

/** A tick box is compared with the words True and False; several, with commas between them, are alternatives. */
function readTest(item: XmlObject): FieldTest {
  const operation = text(item, 'operation') ?? 'none';
  const values = (text(item, 'value') ?? '').split(',').map((value) => value.trim().toLowerCase());
  const isPlain = values.every((value) => value === 'true' || value === 'false');
  if (isPlain && text(item, 'valueField') === null) {
    if (operation === 'equals') return { kind: 'one_of', values };
    if (operation === 'notEqual') return { kind: 'none_of', values };
  }
  return { kind: 'not_understood', what: `the operation ${operation} with such a value` };
}

/** Formulas of rules name fields of the record without more, and others by their path. */
function scopeOf(object: string, names: FieldNames): FormulaScope {
  const endsInTag = (path: string) => names.tags.has(path.toLowerCase().split('.').at(-1) ?? '');
  return {
    isTag: endsInTag,
    test(path, test) {
      if (path.startsWith('$Permission.')) return permission(path, test);
      const property = ownField(path, object);
      return property !== null && names.tags.has(property)
        ? { kind: 'field', property, test }
        : { kind: 'elsewhere' };
    },
  };
}

function permission(what: string, test: FieldTest): Condition {
  return test.kind === 'one_of' && test.values[0] === 'true' ? { kind: 'user', what } : { kind: 'elsewhere' };
}
