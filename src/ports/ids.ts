/** New identifiers, as a port. */
export interface Ids {
  /** A new, unguessable, URL-safe request id that sorts by time. */
  requestId(): string;
  /** A new id of a delegation, of the same kind. */
  delegationId(): string;
}
