import { truthOf } from '../truth.ts';
import { listInWords, valueInWords } from '../words.ts';
import { onKnownValue, type Predicate } from './predicate.ts';

/**
 * EQ, NEQ, IN, NOT_IN. Text is compared without regard to case and outer white space, as HubSpot's filters do;
 * numbers as numbers, also when the CRM gave them as text.
 */
export const equality: Predicate = {
  wanted: (condition) => {
    const values = listInWords(wantedValues(condition).map(valueInWords), 'or');
    return `${isNegative(condition.operator) ? 'is not' : 'is'} ${values}`;
  },
  holds: onKnownValue((condition, value) => {
    const found = wantedValues(condition).some((wanted) => same(wanted, value));
    return truthOf(found !== isNegative(condition.operator));
  }),
};

function isNegative(operator: string): boolean {
  return operator === 'NEQ' || operator === 'NOT_IN';
}

function wantedValues({
  value,
  values,
}: Parameters<Predicate['wanted']>[0]): readonly (string | number | boolean)[] {
  return values ?? (value === undefined ? [] : [value]);
}

function same(wanted: string | number | boolean, seen: string | number | boolean): boolean {
  if (typeof wanted === 'number')
    return typeof seen !== 'boolean' && Number(seen) === wanted && String(seen).trim() !== '';
  return String(wanted).trim().toLowerCase() === String(seen).trim().toLowerCase();
}
