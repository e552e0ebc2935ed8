import type { CoverageStatus, Precedence } from '@handrail/contracts/vocabulary';
import { type CoveredRecord, type CoverWrite, isHeld } from './covered-record.ts';

/** The record's own live request. */
export interface OwnRequest {
  readonly requestId: string;
  readonly typeLabel: string;
  /** `granted`: it holds routing; `ending`: its hold is being taken off. */
  readonly stage: 'pending' | 'granted' | 'ending';
}

/** All that decides how one record of a buying group stands. */
export interface CoverageQuestion {
  readonly row: Pick<CoveredRecord, 'belongs' | 'written' | 'attempt'>;
  /** The exception of the company: whether it still holds, until when, and since when not. */
  readonly group: {
    readonly holds: boolean;
    readonly precedence: Precedence;
    readonly expiresAt: string;
    /** ISO 8601 instant at which records are sent back to routing; null when the playbook keeps them as they are. */
    readonly resubmitAt: string | null;
  };
  readonly own: OwnRequest | null;
  /** Another company's exception that covers the record already, or waits to. */
  readonly other: { readonly companyTitle: string; readonly claims: boolean } | null;
}

/** How a record is to stand, and what must be written for it. */
export interface Settlement {
  readonly status: Extract<CoverageStatus, 'covered' | 'yielded' | 'released'>;
  /** Null: nothing has to be written. */
  readonly write: CoverWrite | null;
  readonly note: string;
  /** Set when the record passes to the other company's exception, which then writes its own tag over this one. */
  readonly handOver?: true;
}

/**
 * Settles one record of a buying group. Pure; asking again after a write that took effect asks for the same write.
 *
 * While the group holds, a record is covered unless its own exception or another group governs it. Once the group is
 * over, or the record is closed or parted from the company, the hold goes, once, unless somebody else governs it.
 */
export function settleRecord(question: CoverageQuestion): Settlement {
  const { row, group } = question;
  return group.holds && row.belongs === 'open' ? settleHeld(question) : settleOver(question);
}

function settleHeld({ row, group, own, other }: CoverageQuestion): Settlement {
  if (other?.claims) {
    const note = `Held through the exception of ${other.companyTitle}, which covered it first. This one takes over when that ends.`;
    return { status: 'yielded', write: null, note };
  }
  if (group.precedence === 'own_record' && own?.stage === 'granted') {
    return { status: 'yielded', write: null, note: ownGoverns(own) };
  }
  if (group.precedence === 'own_record' && own?.stage === 'ending' && !isHeld(row)) {
    return {
      status: 'yielded',
      write: null,
      note: `Its own exception (${own.typeLabel}) ends, then this one covers it.`,
    };
  }
  if (own?.stage === 'pending') {
    return {
      status: 'covered',
      write: { kind: 'hold', own: own.requestId },
      note: `A request of its own (${own.typeLabel}) waits for a decision.`,
    };
  }
  const note =
    own && group.precedence === 'group'
      ? `Has an exception of its own (${own.typeLabel}); by the policy the company's takes precedence.`
      : '';
  return { status: 'covered', write: { kind: 'cover', expiresAt: group.expiresAt }, note };
}

function settleOver({ row, group, own, other }: CoverageQuestion): Settlement {
  const note = WHY_RELEASED[group.holds ? row.belongs : 'open'];
  if (!isHeld(row) && !isHeld({ written: row.attempt })) {
    return { status: 'released', write: null, note: own?.stage === 'granted' ? ownGoverns(own) : note };
  }
  if (own?.stage === 'granted') {
    const write = group.precedence === 'group' ? ({ kind: 'restore', own: own.requestId } as const) : null;
    return { status: 'released', write, note: ownGoverns(own) };
  }
  if (other && row.belongs === 'open') {
    const taken = `The exception of ${other.companyTitle} holds it further.`;
    return { status: 'released', write: null, note: taken, handOver: true };
  }
  // A closed deal has no use for routing.
  const resubmitAt = row.belongs === 'closed' ? null : group.resubmitAt;
  return own?.stage === 'pending'
    ? { status: 'released', write: { kind: 'unhold', own: own.requestId, resubmitAt }, note }
    : { status: 'released', write: { kind: 'release', resubmitAt }, note };
}

const WHY_RELEASED: Readonly<Record<CoveredRecord['belongs'], string>> = {
  open: "The company's exception is over.",
  closed: 'The deal was closed.',
  gone: 'It does not belong to the company any more.',
};

function ownGoverns({ typeLabel }: OwnRequest): string {
  return `Its own exception (${typeLabel}) governs it.`;
}
