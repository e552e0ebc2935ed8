import { type Condition, notUnderstood } from '../../../../src/domain/guard/condition.ts';

const DEEPEST = 50;
const TOKENS = /\s*(\(|\)|\d+|and\b|or\b|not\b)/giy;

/**
 * Joins numbered conditions as filter logic says: `and`, `or`, or `1 AND (2 OR NOT 3)`. Without logic all must hold.
 * Anything else, such as a number that is not there or AND beside OR without parentheses, is not understood.
 */
export function joinByLogic(logic: string | null, conditions: readonly Condition[]): Condition {
  const word = logic?.trim().toLowerCase() ?? 'and';
  if (word === 'and') return { kind: 'all', of: conditions };
  if (word === 'or') return { kind: 'any', of: conditions };
  const joined = parseLogic(word, conditions);
  return joined ?? notUnderstood(`the filter logic "${word.slice(0, 60)}"`);
}

function parseLogic(logic: string, conditions: readonly Condition[]): Condition | null {
  const tokens = tokensOf(logic);
  if (!tokens) return null;
  let at = 0;
  const take = (wanted: string) => tokens[at] === wanted && ++at > 0;

  function operand(depth: number): Condition | null {
    if (depth > DEEPEST) return null;
    if (take('not')) {
      const of = operand(depth + 1);
      return of && { kind: 'not', of };
    }
    if (take('(')) {
      const inner = sequence(depth + 1);
      return take(')') ? inner : null;
    }
    const condition = conditions[Number(tokens?.[at]) - 1];
    at += 1;
    return condition ?? null;
  }

  function sequence(depth: number): Condition | null {
    const first = operand(depth);
    const joint = tokens?.[at];
    if (!first || (joint !== 'and' && joint !== 'or')) return first;
    const of = [first];
    while (take(joint)) {
      const next = operand(depth);
      if (!next) return null;
      of.push(next);
    }
    return { kind: joint === 'and' ? 'all' : 'any', of };
  }

  const whole = sequence(0);
  return at === tokens.length ? whole : null;
}

function tokensOf(logic: string): readonly string[] | null {
  const tokens = [...logic.matchAll(TOKENS)];
  const length = tokens.reduce((sum, [whole]) => sum + whole.length, 0);
  return length === logic.trimEnd().length ? tokens.map(([, token]) => token?.toLowerCase() ?? '') : null;
}
