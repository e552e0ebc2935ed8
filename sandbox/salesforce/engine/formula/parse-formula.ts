import { FUNCTIONS } from './functions.ts';

/** A formula as a tree. */
export type Formula =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'reference'; readonly path: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Formula[] }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Formula; readonly right: Formula }
  | { readonly kind: 'negative'; readonly of: Formula };

/** A formula the sandbox cannot read. */
export class FormulaError extends Error {
  override readonly name = 'FormulaError';
}

const TOKEN =
  /\s*(?:(?<number>\d+(?:\.\d+)?)|"(?<text>(?:[^"\\]|\\.)*)"|'(?<quoted>(?:[^'\\]|\\.)*)'|\{!(?<merged>[\w$.:]+)\}|(?<name>[A-Za-z_$][\w$.:]*)|(?<sign>&&|\|\||<>|!=|<=|>=|==|[-+*/^&=<>!(),]))/gy;

interface Token {
  readonly kind: 'number' | 'text' | 'reference' | 'name' | 'sign' | 'end';
  readonly text: string;
}

const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['=', '==', '<>', '!='],
  ['<', '<=', '>', '>='],
  ['+', '-', '&'],
  ['*', '/'],
  ['^'],
];

/**
 * Reads a formula of a flow, a validation rule or a rule entry.
 *
 * @throws FormulaError for what is no formula, or uses a function that the sandbox does not know
 */
export function parseFormula(source: string): Formula {
  const tokens = tokensOf(source);
  let at = 0;
  const peek = (): Token => tokens[at] ?? { kind: 'end', text: '' };
  const take = (): Token => {
    const token = peek();
    at += 1;
    return token;
  };
  const expect = (text: string): void => {
    const token = take();
    if (token.text !== text || token.kind !== 'sign') throw new FormulaError(`expected ${text} in ${source}`);
  };

  const level = (depth: number): Formula => {
    const operators = LEVELS[depth];
    if (!operators) return unary();
    let left = level(depth + 1);
    while (peek().kind === 'sign' && operators.includes(peek().text)) {
      const operator = take().text;
      left = { kind: 'binary', operator, left, right: level(depth + 1) };
    }
    return left;
  };

  const unary = (): Formula => {
    const { kind, text } = peek();
    if (kind === 'sign' && (text === '!' || text === '-' || text === '+')) {
      take();
      const of = unary();
      if (text === '!') return { kind: 'call', name: 'NOT', args: [of] };
      return text === '-' ? { kind: 'negative', of } : of;
    }
    return primary();
  };

  const primary = (): Formula => {
    const token = take();
    if (token.kind === 'number') return { kind: 'literal', value: Number(token.text) };
    if (token.kind === 'text') return { kind: 'literal', value: token.text };
    if (token.kind === 'reference') return { kind: 'reference', path: token.text };
    if (token.kind === 'name')
      return peek().text === '(' && peek().kind === 'sign' ? call(token.text) : word(token.text);
    if (token.kind === 'sign' && token.text === '(') {
      const inner = level(0);
      expect(')');
      return inner;
    }
    throw new FormulaError(`unexpected ${token.text || 'end'} in ${source}`);
  };

  const call = (written: string): Formula => {
    const name = written.toUpperCase();
    const known = FUNCTIONS[name];
    if (!known) throw new FormulaError(`the sandbox does not know the function ${written}`);
    expect('(');
    const args: Formula[] = [];
    while (!(peek().kind === 'sign' && peek().text === ')')) {
      if (args.length > 0) expect(',');
      args.push(level(0));
    }
    expect(')');
    if (args.length < known.least || args.length > known.most) {
      throw new FormulaError(`${name} does not take ${args.length} parameters`);
    }
    return { kind: 'call', name, args };
  };

  const tree = level(0);
  if (peek().kind !== 'end') throw new FormulaError(`unexpected ${peek().text} in ${source}`);
  return tree;
}

function word(text: string): Formula {
  const constants: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };
  const value = constants[text.toLowerCase()];
  return value === undefined ? { kind: 'reference', path: text } : { kind: 'literal', value };
}

function tokensOf(source: string): readonly Token[] {
  const text = source.replace(/\/\*[\s\S]*?\*\//g, ' ').trim();
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const from = TOKEN.lastIndex;
    const groups = TOKEN.exec(text)?.groups;
    if (!groups) throw new FormulaError(`cannot read "${text.slice(from, from + 20)}"`);
    const { number, quoted, merged, name, sign } = groups;
    const literal = groups.text ?? quoted;
    if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (literal !== undefined) tokens.push({ kind: 'text', text: literal.replace(/\\(.)/g, '$1') });
    else if (merged !== undefined) tokens.push({ kind: 'reference', text: merged });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else tokens.push({ kind: 'sign', text: sign ?? '' });
  }
  return tokens;
}
