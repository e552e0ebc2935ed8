import { MetadataError } from './xml-node.ts';

/** How numbered conditions are put together. */
export type FilterLogic =
  | { readonly kind: 'condition'; readonly at: number }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly FilterLogic[] }
  | { readonly kind: 'not'; readonly of: FilterLogic };

/**
 * Reads `and`, `or` or an expression such as `1 AND (2 OR 3)`. A condition that the expression leaves out is not
 * looked at. None at all means `and`.
 *
 * @param count how many conditions there are
 * @throws MetadataError for what is no logic, or names a condition that is not there
 */
export function parseFilterLogic(source: string | undefined, count: number): FilterLogic {
  const text = (source ?? 'and').trim().toLowerCase();
  if (text === 'and' || text === 'or' || text === '') {
    const parts = Array.from({ length: count }, (_, at) => ({ kind: 'condition', at }) as const);
    return { kind: text === 'or' ? 'or' : 'and', parts };
  }
  const tokens = text.match(/\d+|and|or|not|[()]|\S/g) ?? [];
  let next = 0;
  const any = (): FilterLogic => list('or', () => list('and', single));
  const list = (word: 'and' | 'or', read: () => FilterLogic): FilterLogic => {
    const parts = [read()];
    while (tokens[next] === word) {
      next += 1;
      parts.push(read());
    }
    const [only] = parts;
    return parts.length === 1 && only ? only : { kind: word, parts };
  };
  const single = (): FilterLogic => {
    const token = tokens[next] ?? '';
    next += 1;
    if (token === 'not') return { kind: 'not', of: single() };
    if (token === '(') {
      const inner = any();
      if (tokens[next] !== ')') throw new MetadataError(`the logic "${source}" lacks a )`);
      next += 1;
      return inner;
    }
    const number = Number(token);
    if (!Number.isInteger(number) || number < 1 || number > count) {
      throw new MetadataError(
        `the logic "${source}" names ${token || 'nothing'}; there are ${count} conditions`,
      );
    }
    return { kind: 'condition', at: number - 1 };
  };
  const logic = any();
  if (next < tokens.length)
    throw new MetadataError(`the logic "${source}" has a superfluous ${tokens[next]}`);
  return logic;
}

/** Whether the conditions hold together. @param isMet asks for one condition, by its position from 0 */
export function isLogicMet(logic: FilterLogic, isMet: (at: number) => boolean): boolean {
  switch (logic.kind) {
    case 'condition':
      return isMet(logic.at);
    case 'not':
      return !isLogicMet(logic.of, isMet);
    case 'and':
      return logic.parts.every((part) => isLogicMet(part, isMet));
    case 'or':
      return logic.parts.some((part) => isLogicMet(part, isMet));
  }
}
