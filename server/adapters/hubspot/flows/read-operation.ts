import type { FieldTest } from '../../../../src/domain/guard/condition.ts';
import { asList, asObject, inWords, type JsonObject, member } from './json-shape.ts';

/** Keys an operation may have without asking more than is read here. */
const KNOWN_KEYS: ReadonlySet<string> = new Set([
  'operationType',
  'operator',
  'value',
  'values',
  'includeObjectsWithNoValueSet',
]);

/** Operation types in which "is known" asks for nothing but a value. */
const PLAIN_TYPES: ReadonlySet<unknown> = new Set(['ALL_PROPERTY', 'BOOL', 'ENUMERATION']);

/**
 * Reads what a property filter asks, as far as it says something about a tick box or a choice. Anything else is
 * told as not understood, which counts only where it is asked of Handrail's own fields. The setting
 * `includeObjectsWithNoValueSet` says nothing about a record that has a value, and a held one has.
 */
export function readOperation(raw: unknown): FieldTest {
  const operation = asObject(raw);
  if (!operation) return { kind: 'not_understood', what: 'a filter without an operation' };
  const { type, operator } = kindOf(operation);
  if (type.startsWith('ROLLING_') || type.includes('UPDATED')) return { kind: 'something_else' };
  const what = `the operation ${type} ${operator}`;
  if (Object.keys(operation).some((key) => !KNOWN_KEYS.has(key)))
    return { kind: 'not_understood', what: `${what} with further settings` };
  if (PLAIN_TYPES.has(type) && operator === 'IS_KNOWN') return { kind: 'has_value' };
  if (PLAIN_TYPES.has(type) && operator === 'IS_UNKNOWN') return { kind: 'has_no_value' };
  if (type === 'BOOL') return readBool(operation, operator, what);
  if (type === 'ENUMERATION') return readChoice(operation, operator, what);
  return { kind: 'not_understood', what };
}

function kindOf(operation: JsonObject): { type: string; operator: string } {
  return {
    type: inWords(member(operation, 'operationType')),
    operator: inWords(member(operation, 'operator')),
  };
}

function readBool(operation: JsonObject, operator: string, what: string): FieldTest {
  const value = member(operation, 'value');
  if (typeof value !== 'boolean' && typeof value !== 'string') return { kind: 'not_understood', what };
  const values = [String(value)];
  if (operator === 'IS_EQUAL_TO') return { kind: 'one_of', values };
  return operator === 'IS_NOT_EQUAL_TO' ? { kind: 'none_of', values } : { kind: 'not_understood', what };
}

/** "All of" and "exactly" are read with one value only: what several mean for a single choice is not documented. */
function readChoice(operation: JsonObject, operator: string, what: string): FieldTest {
  const list = asList(member(operation, 'values'));
  const values = list?.filter((value) => typeof value === 'string') ?? [];
  if (!list || values.length !== list.length || values.length === 0) return { kind: 'not_understood', what };
  if (operator === 'IS_ANY_OF') return { kind: 'one_of', values };
  if (operator === 'IS_NONE_OF') return { kind: 'none_of', values };
  if (values.length > 1) return { kind: 'not_understood', what: `${what} with several values` };
  if (operator === 'IS_EXACTLY' || operator === 'CONTAINS_ALL') return { kind: 'one_of', values };
  if (operator === 'IS_NOT_EXACTLY' || operator === 'DOES_NOT_CONTAIN_ALL')
    return { kind: 'none_of', values };
  return { kind: 'not_understood', what };
}
