import type { MendStatus } from '@handrail/contracts/vocabulary';
import type { Mend } from '../domain/guard/mend/mend.ts';
import type { ReviewMark } from '../domain/guard/review-mark.ts';

/** Mends and marks, within one transaction of one tenant. */
export interface GuardStore {
  findMend(mendId: string): Promise<Mend | null>;
  /** All, or those of one automation or status; newest first. */
  listMends(filter?: {
    readonly automationId?: string;
    readonly status?: MendStatus;
  }): Promise<readonly Mend[]>;
  /**
   * Inserts a mend (`from` null), or replaces one that stands at one of these statuses.
   *
   * @returns false when somebody else moved it on first; nothing is changed then
   */
  saveMend(mend: Mend, from: readonly MendStatus[] | null): Promise<boolean>;

  /** Inserts or replaces the mark of that revision. */
  saveReviewMark(mark: ReviewMark): Promise<void>;
  /** Marks of every automation, or of one, voided ones too; newest first. */
  listReviewMarks(automationId?: string): Promise<readonly ReviewMark[]>;
}
