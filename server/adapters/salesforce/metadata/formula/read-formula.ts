import { type Condition, type FieldTest, notUnderstood } from '../../../../../src/domain/guard/condition.ts';
import { type Formula, parseFormula } from './parse-formula.ts';

/** What a formula may refer to. */
export interface FormulaScope {
  /** The condition that a test of this reference is; for what has no value that matters, `elsewhere`. */
  test(path: string, test: FieldTest): Condition;
  /** Whether the reference is one of Handrail's fields, of whatever record. */
  isTag(path: string): boolean;
}

/**
 * Reads a formula that is true or false. Of what is not read here, only that is told as not understood which looks
 * at Handrail's fields; the rest says nothing about the hold. Never throws.
 */
export function readFormula(source: string, scope: FormulaScope): Condition {
  const formula = parseFormula(source);
  if (!formula) return notUnderstood('a formula that is not written as one');
  return conditionOf(formula, scope);
}

const IS_TRUE: FieldTest = { kind: 'one_of', values: ['true'] };

function conditionOf(formula: Formula, scope: FormulaScope): Condition {
  switch (formula.kind) {
    case 'reference': {
      const literal = literalOf(formula);
      return literal === null ? scope.test(formula.path, IS_TRUE) : { kind: 'certain', holds: literal };
    }
    case 'call':
      return callCondition(formula, scope);
    case 'binary':
      return binaryCondition(formula, scope);
    default:
      return unread(formula, scope);
  }
}

function callCondition(call: Extract<Formula, { kind: 'call' }>, scope: FormulaScope): Condition {
  const [first, second, third] = call.args;
  const conditions = () => call.args.map((arg) => conditionOf(arg, scope));
  switch (call.name) {
    case 'AND':
      return { kind: 'all', of: conditions() };
    case 'OR':
      return { kind: 'any', of: conditions() };
    case 'NOT':
      return first && call.args.length === 1
        ? { kind: 'not', of: conditionOf(first, scope) }
        : unread(call, scope);
    case 'IF': {
      if (!first || !second || !third || call.args.length > 3) return unread(call, scope);
      const asked = conditionOf(first, scope);
      return {
        kind: 'any',
        of: [
          { kind: 'all', of: [asked, conditionOf(second, scope)] },
          { kind: 'all', of: [{ kind: 'not', of: asked }, conditionOf(third, scope)] },
        ],
      };
    }
    case 'TRUE':
    case 'FALSE':
      return { kind: 'certain', holds: call.name === 'TRUE' };
    case 'ISPICKVAL':
      return first?.kind === 'reference' && second?.kind === 'text' && !scope.isTag(first.path)
        ? scope.test(first.path, { kind: 'one_of', values: [second.value] })
        : unread(call, scope);
    case 'ISBLANK':
    case 'ISNULL':
      return first?.kind === 'reference'
        ? scope.test(first.path, { kind: 'has_no_value' })
        : unread(call, scope);
    case 'ISCHANGED':
    case 'PRIORVALUE':
      return first?.kind === 'reference'
        ? scope.test(first.path, { kind: 'something_else' })
        : unread(call, scope);
    default:
      return unread(call, scope);
  }
}

/** Comparisons of a truth value with TRUE or FALSE; any other says nothing that is read here. */
function binaryCondition(formula: Extract<Formula, { kind: 'binary' }>, scope: FormulaScope): Condition {
  const { operator, left, right } = formula;
  if (operator === '&&') return { kind: 'all', of: [conditionOf(left, scope), conditionOf(right, scope)] };
  if (operator === '||') return { kind: 'any', of: [conditionOf(left, scope), conditionOf(right, scope)] };
  const isEqual = operator === '=' || operator === '==';
  if (!isEqual && operator !== '<>' && operator !== '!=') return unread(formula, scope);
  for (const [value, other] of [
    [literalOf(right), left],
    [literalOf(left), right],
  ] as const) {
    if (value === null) continue;
    const condition = conditionOf(other, scope);
    return value === isEqual ? condition : { kind: 'not', of: condition };
  }
  return unread(formula, scope);
}

function literalOf(formula: Formula): boolean | null {
  if (formula.kind === 'call' && formula.args.length === 0) return wordValue(formula.name);
  return formula.kind === 'reference' ? wordValue(formula.path) : null;
}

function wordValue(word: string): boolean | null {
  switch (word.toLowerCase()) {
    case 'true':
    case '$globalconstant.true':
      return true;
    case 'false':
    case '$globalconstant.false':
      return false;
    default:
      return null;
  }
}

function unread(formula: Formula, scope: FormulaScope): Condition {
  return looksAtTag(formula, scope)
    ? notUnderstood("a formula that uses Handrail's fields in a way that is not known")
    : { kind: 'elsewhere' };
}

function looksAtTag(formula: Formula, scope: FormulaScope): boolean {
  switch (formula.kind) {
    case 'reference':
      return scope.isTag(formula.path);
    case 'call':
      return formula.args.some((arg) => looksAtTag(arg, scope));
    case 'binary':
      return looksAtTag(formula.left, scope) || looksAtTag(formula.right, scope);
    default:
      return false;
  }
}
