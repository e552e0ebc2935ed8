import type { FieldTest } from '../../../../../src/domain/guard/condition.ts';
import { one, text, type XmlObject } from '../xml-shape.ts';
import type { Meanings } from './meanings.ts';

/**
 * Reads what a filter or a decision asks, as far as it says something about a tick box. Anything else is told as not
 * understood, which counts only where it is asked of Handrail's own fields.
 *
 * @param valueKey `value` in a filter, `rightValue` in a decision
 */
export function readTest(raw: XmlObject, valueKey: 'value' | 'rightValue', meanings: Meanings): FieldTest {
  const operator = text(raw, 'operator') ?? 'none';
  if (operator === 'IsChanged') return { kind: 'something_else' };
  const value = booleanOf(one(raw, valueKey), meanings);
  const what = `the operator ${operator}${value === null ? ' with a value that is not simply true or false' : ''}`;
  if (value === null) return { kind: 'not_understood', what };
  switch (operator) {
    case 'EqualTo':
      return { kind: 'one_of', values: [String(value)] };
    case 'NotEqualTo':
      return { kind: 'none_of', values: [String(value)] };
    case 'IsNull':
    case 'IsBlank':
      return { kind: value ? 'has_no_value' : 'has_value' };
    default:
      return { kind: 'not_understood', what };
  }
}

function booleanOf(value: XmlObject | null, meanings: Meanings): boolean | null {
  const literal = text(value, 'booleanValue');
  if (literal === 'true' || literal === 'false') return literal === 'true';
  const reference = text(value, 'elementReference');
  const meaning = reference === null ? null : meanings.ofValue(reference);
  return meaning?.kind === 'constant' ? meaning.value : null;
}
