import { type FormulaToken, tokensOfFormula } from './formula-tokens.ts';

/** A formula as a tree. */
export type Formula =
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Formula[] }
  | { readonly kind: 'reference'; readonly path: string }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number' }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Formula; readonly right: Formula };

const DEEPEST = 100;

/** From the loosest to the tightest. */
const LEVELS: readonly ReadonlySet<string>[] = [
  new Set(['||']),
  new Set(['&&']),
  new Set(['=', '==', '<>', '!=']),
  new Set(['<', '>', '<=', '>=']),
  new Set(['+', '-', '&']),
  new Set(['*', '/']),
  new Set(['^']),
];

/** Parses a formula as Salesforce writes it; null for what is none. Never throws. */
export function parseFormula(source: string): Formula | null {
  const tokens = tokensOfFormula(source);
  if (!tokens) return null;
  let at = 0;
  const peek = (): FormulaToken | undefined => tokens[at];
  const takeMark = (mark: string): boolean => {
    const token = peek();
    const found = token?.kind === 'mark' && token.value === mark;
    if (found) at += 1;
    return found;
  };

  function level(index: number, depth: number): Formula | null {
    const operators = LEVELS[index];
    if (!operators) return unary(depth);
    let left = level(index + 1, depth);
    for (let token = peek(); left && token?.kind === 'mark' && operators.has(token.value); token = peek()) {
      at += 1;
      const right = level(index + 1, depth);
      left = right && { kind: 'binary', operator: token.value, left, right };
    }
    return left;
  }

  function unary(depth: number): Formula | null {
    if (depth > DEEPEST) return null;
    if (takeMark('!')) {
      const of = unary(depth + 1);
      return of && { kind: 'call', name: 'NOT', args: [of] };
    }
    if (takeMark('-') || takeMark('+')) return unary(depth + 1);
    return primary(depth + 1);
  }

  function primary(depth: number): Formula | null {
    if (takeMark('(')) {
      const inner = level(0, depth);
      return takeMark(')') ? inner : null;
    }
    const token = peek();
    at += 1;
    switch (token?.kind) {
      case 'text':
        return { kind: 'text', value: token.value };
      case 'number':
        return { kind: 'number' };
      case 'merge':
        return { kind: 'reference', path: token.value };
      case 'name':
        return takeMark('(') ? call(token.value, depth) : { kind: 'reference', path: token.value };
      default:
        return null;
    }
  }

  function call(name: string, depth: number): Formula | null {
    const args: Formula[] = [];
    if (takeMark(')')) return { kind: 'call', name: name.toUpperCase(), args };
    do {
      const arg = level(0, depth);
      if (!arg) return null;
      args.push(arg);
    } while (takeMark(','));
    return takeMark(')') ? { kind: 'call', name: name.toUpperCase(), args } : null;
  }

  const whole = level(0, 0);
  return at === tokens.length ? whole : null;
}
