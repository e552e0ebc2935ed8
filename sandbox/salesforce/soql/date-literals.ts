const DAY_MS = 86_400_000;

/** A span of time, from its first instant up to, not including, its last. Milliseconds since 1970 UTC. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The date literals the sandbox knows, by their names; `n` is the number of those that take one. */
const LITERALS: Readonly<Record<string, (today: number, n: number) => Span>> = {
  YESTERDAY: (today) => days(today, -1, 0),
  TODAY: (today) => days(today, 0, 1),
  TOMORROW: (today) => days(today, 1, 2),
  LAST_N_DAYS: (today, n) => days(today, -n, 1),
  NEXT_N_DAYS: (today, n) => days(today, 1, n + 1),
  LAST_90_DAYS: (today) => days(today, -90, 1),
  THIS_MONTH: (today) => months(today, 0),
  LAST_MONTH: (today) => months(today, -1),
  NEXT_MONTH: (today) => months(today, 1),
};

/** The span a literal such as `LAST_N_DAYS:7` means now; null for one the sandbox does not know. */
export function spanOf(literal: string, now: number): Span | null {
  const [name = '', number = '0'] = literal.toUpperCase().split(':');
  const midnight = Math.floor(now / DAY_MS) * DAY_MS;
  return LITERALS[name]?.(midnight, Number(number)) ?? null;
}

function days(today: number, from: number, to: number): Span {
  return { from: today + from * DAY_MS, to: today + to * DAY_MS };
}

function months(today: number, offset: number): Span {
  const date = new Date(today);
  const first = (plus: number) => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + plus, 1);
  return { from: first(offset), to: first(offset + 1) };
}
