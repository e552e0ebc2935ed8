import type { ExceptionType } from './policy.ts';

/** How many days an exception of a type can last with every extension it may get. */
export function longestDays({ maxDays, extensions }: ExceptionType['validity']): number {
  return maxDays + (extensions ? extensions.most * extensions.days : 0);
}
