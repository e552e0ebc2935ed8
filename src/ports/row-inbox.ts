import type { ProblemCode } from '@handrail/contracts/vocabulary';

/** What people write as rows in the CRM: requests, and what is said about them. */
export const ROW_KINDS = ['exception', 'decision'] as const;
export type RowKind = (typeof ROW_KINDS)[number];

/** A row that a person wrote. */
export interface SeenRow {
  readonly rowId: string;
  readonly kind: RowKind;
  /** When it was written, by the clock of the CRM: ISO 8601. */
  readonly writtenAt: string;
}

/** What Handrail makes of a row. */
export type RowVerdict =
  | { readonly outcome: 'accepted'; readonly requestId: string }
  | { readonly outcome: 'refused'; readonly code: ProblemCode; readonly message: string };

/** A row with how far it has come. */
export interface InboxRow extends SeenRow {
  /** Null while it waits to be worked. Once it stands in the org, a refusal has no words any more. */
  readonly verdict: RowVerdict | null;
  /** Tries since it was seen, or since its verdict. */
  readonly attempts: number;
  /** When it is worked or answered next: ISO 8601; null once the answer stands in the org. */
  readonly nextAttemptAt: string | null;
  /** Why the last try did not come through; without personal text. */
  readonly trouble: string | null;
}

/** How far the look through the rows of one kind has come. */
export interface RowWatermark {
  /** ISO 8601, by the clock of the CRM; null before the first look. */
  readonly watermark: string | null;
  /** When all waiting rows were last looked through, however old: ISO 8601, by Handrail's clock. */
  readonly lookedThroughAt: string | null;
  /** Why the last look failed; null when it did not. */
  readonly trouble: string | null;
}

/** What waits. */
export interface RowBacklog {
  /** Rows without a verdict. */
  readonly unworked: number;
  /** Rows whose verdict does not stand in the org. */
  readonly unanswered: number;
  /** When the oldest of both was written: ISO 8601. */
  readonly oldest: string | null;
}

/** Thrown by `settle` when the row has a verdict already: whatever else the transaction did must not stay. */
export class RowSettledBefore extends Error {
  override readonly name = 'RowSettledBefore';
}

/** The part of a transaction that remembers the rows that people wrote. */
export interface RowInbox {
  /** Those that were seen before, by their ids. */
  find(rowIds: readonly string[]): Promise<ReadonlyMap<string, InboxRow>>;
  /**
   * Gives a row its one verdict, to be told in the org at once.
   *
   * @throws RowSettledBefore
   */
  settle(row: SeenRow, verdict: RowVerdict, at: Date): Promise<void>;
  /** Lets a row wait, whether for its verdict or for its answer, and counts the try. */
  postpone(row: SeenRow, until: Date, trouble: string): Promise<void>;
  /** Says that the verdicts of these rows stand in the org, or that the rows are gone. Their words are forgotten. */
  markAnswered(rowIds: readonly string[]): Promise<void>;
  /** Rows that are due by `now`, in the order in which they were written; at most `limit`. */
  listDue(now: Date, limit: number): Promise<readonly InboxRow[]>;
  backlog(): Promise<RowBacklog>;

  findWatermark(kind: RowKind): Promise<RowWatermark>;
  /** Never goes back. */
  moveWatermark(kind: RowKind, to: Date): Promise<void>;
  markLookedThrough(kind: RowKind, at: Date): Promise<void>;
  noteTrouble(kind: RowKind, trouble: string | null): Promise<void>;
}
