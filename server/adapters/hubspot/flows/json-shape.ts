/** Reads JSON of which nothing is known for sure. None of these throws. */

export type JsonObject = Readonly<Record<string, unknown>>;

/** The value as an object; null for anything else, lists too. */
export function asObject(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

/** The value as a list; null for anything else. */
export function asList(value: unknown): readonly unknown[] | null {
  return Array.isArray(value) ? value : null;
}

/** A key of an object, never one that every object inherits. */
export function member(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Text that is not empty; null otherwise. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** An id: text, or a whole number as text. */
export function idOf(value: unknown): string | null {
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : textOf(value);
}

/** True for what stands for "not there". */
export function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

/** The value for a sentence. `String` would throw for an object with a strange `toString`. */
export function inWords(value: unknown): string {
  if (typeof value === 'string') return value.slice(0, LONGEST_WORD);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return isAbsent(value) ? 'none' : 'unknown';
}

const LONGEST_WORD = 80;
