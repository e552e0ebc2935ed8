/** A request and the row of the CRM that shows it to people. */
export interface RequestRowLink {
  readonly requestId: string;
  readonly rowId: string;
  /** The version that stands in the row; null before any does. */
  readonly mirroredVersion: number | null;
  /** SHA-256 of what was written last, so that the same is not written twice; null before anything was. */
  readonly mirroredHash: string | null;
}

/** The part of a transaction that knows which row shows which request. */
export interface RequestRowLinks {
  /**
   * Links a request to its row, once and for good; the same pair again changes nothing.
   *
   * @throws ConcurrencyConflict when either of them is linked to another
   */
  link(requestId: string, rowId: string): Promise<void>;
  find(requestId: string): Promise<RequestRowLink | null>;
  findByRow(rowId: string): Promise<RequestRowLink | null>;
  /** Links whose request has a version that does not stand in its row yet, by request id, after `after`. */
  listBehind(options: {
    readonly after?: string;
    readonly limit: number;
  }): Promise<readonly RequestRowLink[]>;
  /** Notes which version stands in the row, and the hash of what was written. Never goes back to an older version. */
  markMirrored(requestId: string, version: number, hash: string, at: Date): Promise<void>;
}
