import type { DisputeGround, DisputeOutcome, ReviewOutcome } from '@handrail/contracts/vocabulary';
import type { RecordRef } from '../domain/policy/facts.ts';
import type { RowKind, RowVerdict, SeenRow } from './row-inbox.ts';

/** A row as it stands in the CRM. */
interface StandingRow extends SeenRow {
  /** When it was last changed, by the clock of the CRM: ISO 8601. */
  readonly modifiedAt: string;
  /** The user whom the CRM names as its creator: nobody can set this on a page. */
  readonly authorId: string;
  /** False once an answer stands in it. */
  readonly waits: boolean;
}

/** What is wrong with the content of a row, in words for its author. */
export interface RowFault {
  readonly fault: string;
}

/** A filled form, as a row holds it. */
export interface RowForm {
  readonly record: RecordRef;
  readonly exceptionTypeId: string;
  readonly reasonCode: string;
  readonly reason: string;
  /** ISO 8601 instant. */
  readonly expiresAt: string;
  readonly proposedOwnerId?: string | undefined;
  readonly proposedStageId?: string | undefined;
  readonly breakGlass?: { readonly reason: string } | undefined;
}

/** A row by which somebody asks for an exception. */
export interface ExceptionRow extends StandingRow {
  readonly kind: 'exception';
  readonly form: RowForm | RowFault;
  /** The record it names, also in a form that is not valid; null when it names none. */
  readonly record: RecordRef | null;
  /** Until when the CRM holds routing while nobody has answered: ISO 8601; null when it does not. */
  readonly heldUntil: string | null;
  /** The request that the row says it is; null before Handrail said so. */
  readonly requestId: string | null;
}

/** What somebody wants of a request; the names are those of the commands. */
export type RowWish = { readonly version: number } & (
  | { readonly type: 'review'; readonly outcome: ReviewOutcome; readonly comment: string }
  | { readonly type: 'ask' | 'answer'; readonly text: string }
  | { readonly type: 'hand_over'; readonly toUserId: string; readonly reason: string }
  | { readonly type: 'withdraw' | 'end' | 'withdraw_extension' | 'retry_steps' }
  | { readonly type: 'ask_extension'; readonly until: string; readonly reason: string }
  | { readonly type: 'object'; readonly ground: DisputeGround; readonly reason: string }
  | { readonly type: 'decide_dispute'; readonly outcome: DisputeOutcome; readonly comment: string }
);

/** A row by which somebody says something about a request. */
export interface DecisionRow extends StandingRow {
  readonly kind: 'decision';
  /** The row of the request it is about. */
  readonly aboutRowId: string;
  readonly wish: RowWish | RowFault;
}

export type WrittenRow = ExceptionRow | DecisionRow;

/** A user of the CRM who wrote a row. */
export interface RowAuthor {
  readonly userId: string;
  /** Lower case; null for a user without one. */
  readonly email: string | null;
  readonly active: boolean;
  /** `integration` is the user Handrail itself connects as; `other` has no seat of a person. */
  readonly kind: 'person' | 'integration' | 'other';
}

/** Where a look through rows has come to: rows are ordered by their last change, then by id. */
export interface RowPosition {
  readonly modifiedAt: string;
  readonly rowId: string;
}

/** A verdict that is to stand in its row. */
export interface RowAnswer {
  readonly rowId: string;
  readonly verdict: RowVerdict;
}

/** How the answer of one row came out. */
export type AnswerOutcome =
  | { readonly rowId: string; readonly outcome: 'answered' }
  /** The CRM does not take it; `code` is its own word for why. */
  | { readonly rowId: string; readonly outcome: 'refused'; readonly code: string };

/**
 * Rows that people write in the CRM, where its pages cannot call Handrail. What people write there waits until
 * Handrail reads it, decides as it does everywhere, and answers in the row. All methods throw CrmError: `unavailable`
 * when the same call may go through later, `properties_missing` when Handrail cannot see or write a field it needs.
 */
export interface RequestRows {
  /**
   * A page of the rows that wait for an answer, by their last change, then by id. A row that changes meanwhile comes
   * again on a later page.
   *
   * @param page `since`: those last changed then or later, all when null; `after`: those behind this place
   */
  listWaiting(
    kind: RowKind,
    page: { readonly since: string | null; readonly after?: RowPosition; readonly limit: number },
  ): Promise<readonly WrittenRow[]>;

  /** Rows by their ids, whether they wait or not; what is not there is left out. */
  read(kind: RowKind, rowIds: readonly string[]): Promise<ReadonlyMap<string, WrittenRow>>;

  /** Users by their ids, deactivated ones too; whom the CRM does not know is left out. */
  findAuthors(userIds: readonly string[]): Promise<ReadonlyMap<string, RowAuthor>>;

  /**
   * Writes verdicts into their rows: each by itself, one that is not taken keeps no other from being written. Safe to
   * repeat; a lost reply is looked into before anything is sent again.
   *
   * @returns one outcome a row, in the order given
   */
  answer(kind: RowKind, answers: readonly RowAnswer[]): Promise<readonly AnswerOutcome[]>;

  /**
   * Takes off the hold that the CRM set for a row when it was written. A hold that belongs to an exception stays, and so
   * does one that another waiting row needs. Safe to repeat.
   *
   * @throws CrmError also `refused`, when the CRM does not let it be taken off
   */
  releaseHold(row: Pick<ExceptionRow, 'rowId'>, record: RecordRef): Promise<void>;
}
