/** A value inside a formula. Dates and instants are both `Date`. */
export type FormulaValue = string | number | boolean | null | Date;

/** A function of formulas. Those without `run` look at more than their values: the evaluator knows them. */
export interface FormulaFunction {
  readonly least: number;
  readonly most: number;
  readonly run?: (args: readonly FormulaValue[]) => FormulaValue;
}

const MANY = 250;

/** Every function the sandbox knows; a formula with another one is refused when it is deployed. */
export const FUNCTIONS: Readonly<Record<string, FormulaFunction>> = {
  AND: { least: 1, most: MANY },
  OR: { least: 1, most: MANY },
  IF: { least: 3, most: 3 },
  CASE: { least: 4, most: MANY },
  ISCHANGED: { least: 1, most: 1 },
  ISNEW: { least: 0, most: 0 },
  PRIORVALUE: { least: 1, most: 1 },
  TODAY: { least: 0, most: 0 },
  NOW: { least: 0, most: 0 },
  NOT: { least: 1, most: 1, run: ([value]) => value !== true },
  ISBLANK: { least: 1, most: 1, run: ([value]) => isBlank(value) },
  ISNULL: { least: 1, most: 1, run: ([value]) => isBlank(value) },
  BLANKVALUE: {
    least: 2,
    most: 2,
    run: ([value, other = null]) => (isBlank(value) ? other : (value ?? null)),
  },
  NULLVALUE: {
    least: 2,
    most: 2,
    run: ([value, other = null]) => (isBlank(value) ? other : (value ?? null)),
  },
  ISPICKVAL: { least: 2, most: 2, run: ([value, wanted]) => textOf(value) === textOf(wanted) },
  CASESAFEID: { least: 1, most: 1, run: ([value]) => value ?? null },
  TEXT: { least: 1, most: 1, run: ([value]) => textOf(value) },
  VALUE: { least: 1, most: 1, run: ([value]) => numberOf(value) },
  LEN: { least: 1, most: 1, run: ([value]) => textOf(value).length },
  CONTAINS: { least: 2, most: 2, run: ([text, part]) => textOf(text).includes(textOf(part)) },
  BEGINS: { least: 2, most: 2, run: ([text, part]) => textOf(text).startsWith(textOf(part)) },
  LEFT: { least: 2, most: 2, run: ([text, count]) => textOf(text).slice(0, numberOf(count) ?? 0) },
  RIGHT: {
    least: 2,
    most: 2,
    run: ([text, count]) => textOf(text).slice(-(numberOf(count) ?? 0) || Infinity),
  },
  UPPER: { least: 1, most: 1, run: ([text]) => textOf(text).toUpperCase() },
  LOWER: { least: 1, most: 1, run: ([text]) => textOf(text).toLowerCase() },
  TRIM: { least: 1, most: 1, run: ([text]) => textOf(text).trim() },
  ABS: { least: 1, most: 1, run: ([value]) => mapNumber(value, Math.abs) },
  ROUND: {
    least: 2,
    most: 2,
    run: ([value, digits]) => {
      const scale = 10 ** (numberOf(digits) ?? 0);
      return mapNumber(value, (number) => Math.round(number * scale) / scale);
    },
  },
  DATEVALUE: {
    least: 1,
    most: 1,
    run: ([value]) => {
      const date = value instanceof Date ? value : new Date(textOf(value));
      return Number.isNaN(date.getTime()) ? null : dayOf(date);
    },
  },
};

/** No value: null or an empty text. */
export function isBlank(value: FormulaValue | undefined): boolean {
  return value === null || value === undefined || value === '';
}

/** A value as text; an empty one for none. */
export function textOf(value: FormulaValue | undefined): string {
  if (value === null || value === undefined) return '';
  return value instanceof Date ? value.toISOString() : String(value);
}

/** A value as number; null for what is none. */
export function numberOf(value: FormulaValue | undefined): number | null {
  if (typeof value === 'number') return value;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  return Number.isNaN(number) ? null : number;
}

/** Midnight of an instant's day in UTC, which is the org's time zone. */
export function dayOf(date: Date): Date {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()));
}

function mapNumber(value: FormulaValue | undefined, change: (number: number) => number): number | null {
  const number = numberOf(value);
  return number === null ? null : change(number);
}
