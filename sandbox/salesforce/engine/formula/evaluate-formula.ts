import { dayOf, type FormulaValue, FUNCTIONS, isBlank, numberOf, textOf } from './functions.ts';
import { type Formula, FormulaError } from './parse-formula.ts';

/** What a formula can look at. */
export interface FormulaScope {
  /** The value of a reference such as `StageName`, `$Record.Owner.Name`. @throws FormulaError for an unknown one */
  read(path: string): FormulaValue;
  /** The value before the save; of a record that is being created, the present one. */
  prior(path: string): FormulaValue;
  readonly isNew: boolean;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
}

const DAY_MS = 86_400_000;

/**
 * The value of a formula. No value equals no other but another without value; an order with none is false; arithmetic
 * with none has none.
 *
 * @throws FormulaError for a reference that the scope does not have
 */
export function evaluateFormula(formula: Formula, scope: FormulaScope): FormulaValue {
  switch (formula.kind) {
    case 'literal':
      return formula.value;
    case 'reference':
      return scope.read(formula.path);
    case 'negative': {
      const number = numberOf(evaluateFormula(formula.of, scope));
      return number === null ? null : -number;
    }
    case 'binary':
      return binary(formula, scope);
    case 'call':
      return call(formula, scope);
  }
}

/** True when a formula holds. */
export function holds(formula: Formula, scope: FormulaScope): boolean {
  return evaluateFormula(formula, scope) === true;
}

function call({ name, args }: Extract<Formula, { kind: 'call' }>, scope: FormulaScope): FormulaValue {
  const value = (at: number): FormulaValue => {
    const arg = args[at];
    return arg ? evaluateFormula(arg, scope) : null;
  };
  switch (name) {
    case 'AND':
      return args.every((arg) => holds(arg, scope));
    case 'OR':
      return args.some((arg) => holds(arg, scope));
    case 'IF':
      return value(0) === true ? value(1) : value(2);
    case 'CASE': {
      const subject = value(0);
      for (let at = 1; at + 1 < args.length; at += 2) if (isEqual(subject, value(at))) return value(at + 1);
      return value(args.length - 1);
    }
    case 'ISNEW':
      return scope.isNew;
    case 'NOW':
      return new Date(scope.now);
    case 'TODAY':
      return dayOf(new Date(scope.now));
    case 'ISCHANGED':
      return !scope.isNew && !isEqual(scope.read(pathOf(args[0])), scope.prior(pathOf(args[0])));
    case 'PRIORVALUE':
      return scope.prior(pathOf(args[0]));
    default: {
      const run = FUNCTIONS[name]?.run;
      if (!run) throw new FormulaError(`${name} has no evaluation (this is a bug)`);
      return run(args.map((arg) => evaluateFormula(arg, scope)));
    }
  }
}

function pathOf(formula: Formula | undefined): string {
  if (formula?.kind !== 'reference') throw new FormulaError('ISCHANGED and PRIORVALUE take a field');
  return formula.path;
}

function binary(
  { operator, left, right }: Extract<Formula, { kind: 'binary' }>,
  scope: FormulaScope,
): FormulaValue {
  if (operator === '&&') return holds(left, scope) && holds(right, scope);
  if (operator === '||') return holds(left, scope) || holds(right, scope);
  const [one, other] = [evaluateFormula(left, scope), evaluateFormula(right, scope)];
  switch (operator) {
    case '=':
    case '==':
      return isEqual(one, other);
    case '<>':
    case '!=':
      return !isEqual(one, other);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return isInOrder(operator, one, other);
    case '&':
      return textOf(one) + textOf(other);
    case '+':
      return typeof one === 'string' || typeof other === 'string'
        ? textOf(one) + textOf(other)
        : plus(one, other, 1);
    case '-':
      return plus(one, other, -1);
    default:
      return arithmetic(operator, numberOf(one), numberOf(other));
  }
}

function arithmetic(operator: string, one: number | null, other: number | null): number | null {
  if (one === null || other === null) return null;
  if (operator === '*') return one * other;
  if (operator === '^') return one ** other;
  return other === 0 ? null : one / other;
}

/** Adds numbers, or days to a date; two dates differ by days. */
function plus(one: FormulaValue, other: FormulaValue, sign: 1 | -1): FormulaValue {
  if (one instanceof Date && other instanceof Date) return (one.getTime() - other.getTime()) / DAY_MS;
  const right = numberOf(other);
  if (one instanceof Date) return right === null ? null : new Date(one.getTime() + sign * right * DAY_MS);
  const left = numberOf(one);
  return left === null || right === null ? null : left + sign * right;
}

/** Whether two values are the same to a formula: text letter by letter, numbers as numbers, dates by their instant. */
export function isEqual(one: FormulaValue, other: FormulaValue): boolean {
  if (isBlank(one) || isBlank(other)) return isBlank(one) && isBlank(other);
  if (one instanceof Date || other instanceof Date) return instantOf(one) === instantOf(other);
  if (typeof one === 'string' && typeof other === 'string') return one === other;
  if (typeof one === 'boolean' || typeof other === 'boolean') return textOf(one) === textOf(other);
  return numberOf(one) === numberOf(other);
}

/** Whether one value stands before or after another. */
export function isInOrder(
  operator: '<' | '<=' | '>' | '>=',
  one: FormulaValue,
  other: FormulaValue,
): boolean {
  if (isBlank(one) || isBlank(other)) return false;
  const [left, right] = comparable(one, other);
  if (operator === '<') return left < right;
  if (operator === '<=') return left <= right;
  if (operator === '>') return left > right;
  return left >= right;
}

function comparable(
  one: FormulaValue,
  other: FormulaValue,
): readonly [number, number] | readonly [string, string] {
  if (one instanceof Date || other instanceof Date) return [instantOf(one), instantOf(other)];
  const [left, right] = [numberOf(one), numberOf(other)];
  return left === null || right === null
    ? [textOf(one).toLowerCase(), textOf(other).toLowerCase()]
    : [left, right];
}

function instantOf(value: FormulaValue): number {
  return value instanceof Date ? value.getTime() : Date.parse(textOf(value));
}
