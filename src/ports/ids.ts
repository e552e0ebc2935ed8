/** New identifiers, as a port. */
export interface Ids {
  /** A new, unguessable, URL-safe request id that sorts by time. */
  requestId(): string;
  /** The same for a bulk request. */
  bulkId(): string;
  /** A new id of a delegation, of the same kind. */
  delegationId(): string;
  /** A new id of a mend, of the same kind. */
  mendId(): string;
}
