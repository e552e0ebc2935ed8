import type { CoverageStatus, GroupObjectType } from '@handrail/contracts/vocabulary';

/** A deal or contact of a buying group. */
export interface MemberRef {
  readonly objectType: GroupObjectType;
  readonly recordId: string;
}

/** One write to a record of a buying group; the same value again means the same write. */
export type CoverWrite =
  /** The whole tag of the company's exception. */
  | { readonly kind: 'cover'; readonly expiresAt: string }
  /** The hold alone: the tag shows the record's own request, which is not decided. */
  | { readonly kind: 'hold'; readonly own: string }
  /** @property resubmitAt sends the record back through standard routing; null leaves it as it is */
  | { readonly kind: 'release'; readonly resubmitAt: string | null }
  /** Takes the hold alone off: the tag shows the record's own request, which is not decided. */
  | { readonly kind: 'unhold'; readonly own: string; readonly resubmitAt: string | null }
  /** Gives the record back to its own exception, hold and all. */
  | { readonly kind: 'restore'; readonly own: string };

/** How a record stands under the exception of its company. */
export interface CoveredRecord {
  readonly requestId: string;
  readonly record: MemberRef;
  /** What people call the record. */
  readonly title: string;
  readonly status: CoverageStatus;
  /** Whether the record was in the group at the last look: closed deals and parted records are let go. */
  readonly belongs: 'open' | 'closed' | 'gone';
  /** The last write that is known to stand. */
  readonly written: CoverWrite | null;
  /** A write that was begun and not confirmed: it may or may not have taken effect. */
  readonly attempt: CoverWrite | null;
  /** Why it stands so, for people; empty when there is nothing to add. */
  readonly note: string;
  /** The look that saw the record last; looks count from 1. */
  readonly round: number;
}

/** True when this group's hold stands on the record. */
export function isHeld({ written }: Pick<CoveredRecord, 'written'>): boolean {
  return written?.kind === 'cover' || written?.kind === 'hold';
}

/** True when this group governs the record, or is about to: a second group then waits. */
export function isClaimed(row: Pick<CoveredRecord, 'written' | 'attempt'>): boolean {
  return isHeld(row) || isHeld({ written: row.attempt });
}

export function sameWrite(a: CoverWrite | null, b: CoverWrite | null): boolean {
  return JSON.stringify(a, keysOf(a)) === JSON.stringify(b, keysOf(b));
}

/** Keys in one order: a database gives them back in its own. */
function keysOf(write: CoverWrite | null): string[] {
  return write === null ? [] : Object.keys(write).sort();
}
