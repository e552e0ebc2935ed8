/** Why something cannot be written into the CRM now. */
export interface RowTrouble {
  /** The CRM's own code, or one of Handrail's. */
  readonly code: string;
  /** What happened and what to do next; without personal text. */
  readonly message: string;
}

/** A request whose row in the CRM has to follow it. */
export interface DueRow {
  readonly requestId: string;
  /** Grows with every change of what the row shows: what is written carries it. */
  readonly revision: number;
  /** Tries since the last change that came through. */
  readonly attempts: number;
}

/** How far the rows are behind. */
export interface OutboxBacklog {
  /** Requests whose row does not show how they stand. */
  readonly waiting: number;
  /** When the one that waits longest fell behind: ISO 8601; null when none waits. */
  readonly oldest: string | null;
  /** Rows that were deleted in the CRM, or whose record was: nothing is written there any more. */
  readonly gone: number;
  /** People who would have something to do and have no user in the CRM, over all requests. */
  readonly leftOut: number;
  /** Why requests wait that were tried before, the most frequent first. */
  readonly troubles: readonly (RowTrouble & { readonly requests: number })[];
}

/** What is known of the policy in the CRM. */
export interface PolicyRowsStand {
  /** The version that stands there; null before any did. */
  readonly policyVersion: number | null;
  /** ISO 8601. */
  readonly checkedAt: string;
  readonly trouble: RowTrouble | null;
}

/** The part of a transaction that remembers what has to be written into the CRM for people to read. */
export interface RowOutbox {
  /**
   * Says that what people see of a request has changed: part of the change itself. It is due at once.
   *
   * @param after a revision that stands in the CRM: the next one is a later one
   */
  touch(requestId: string, at: Date, after?: number): Promise<void>;
  /** Requests that are due by `now`, longest behind first; at most `limit`. */
  listDue(now: Date, limit: number): Promise<readonly DueRow[]>;
  /**
   * Says that a revision stands in the row. What changed meanwhile stays due. When a later one had been written before,
   * nobody can tell which of the two stands: the request is due again, with a revision after both.
   *
   * @param leftOut people who have no user in the CRM
   */
  markWritten(
    requestId: string,
    revision: number,
    { at, leftOut }: { readonly at: Date; readonly leftOut: number },
  ): Promise<void>;
  /** Lets requests wait, and counts the try. One that changed meanwhile stays due at once. */
  postpone(due: readonly DueRow[], until: Date, trouble: RowTrouble): Promise<void>;
  /** Writes nothing more of a request until it changes again: its row, or its record, is gone. */
  giveUp(due: DueRow): Promise<void>;
  backlog(): Promise<OutboxBacklog>;

  /** What was last known of the policy in the CRM; null before the first look. */
  findPolicyRows(): Promise<PolicyRowsStand | null>;
  /** `policyVersion` null keeps the version that was known. */
  savePolicyRows(stand: PolicyRowsStand): Promise<void>;
}
