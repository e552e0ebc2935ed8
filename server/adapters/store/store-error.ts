/**
 * Why a store cannot be opened.
 * - `store_in_use`: another process has the data directory open.
 * - `store_too_new`: a newer release of Handrail has changed the database.
 * - `store_not_permitted`: the database user lacks a right; the message says which.
 */
export type StoreErrorCode = 'store_in_use' | 'store_too_new' | 'store_not_permitted';

/** A store that cannot be opened. `message` tells the administrator what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The `code` of an error: a SQLSTATE, or Node's name for a system error. Undefined for any other value. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
