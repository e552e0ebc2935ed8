import { InvalidArgumentError } from 'commander';

/** A whole number from 1, as an option's value. */
export function positive(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('It must be a whole number from 1.');
}
