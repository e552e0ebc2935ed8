import { truthOf } from '../truth.ts';
import { listInWords } from '../words.ts';
import { onKnownValue, type Predicate } from './predicate.ts';

/** CONTAINS_TOKEN and NOT_CONTAINS_TOKEN: whole words, without regard to case. */
export const token: Predicate = {
  wanted: (condition) =>
    `${condition.operator === 'CONTAINS_TOKEN' ? 'contains' : 'does not contain'} ${listInWords(wantedTokens(condition), 'or')}`,
  holds: onKnownValue((condition, seen) => {
    const words = new Set(tokens(String(seen)));
    const found = wantedTokens(condition).some((wanted) => tokens(wanted).every((word) => words.has(word)));
    return truthOf(found === (condition.operator === 'CONTAINS_TOKEN'));
  }),
};

function wantedTokens({ value, values }: Parameters<Predicate['wanted']>[0]): readonly string[] {
  return (values ?? (value === undefined ? [] : [value])).map(String);
}

/** The words of a text in lower case. */
export function tokens(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
