import type { RequestStatus } from '@handrail/contracts/vocabulary';
import { groupRuleOf, holdsRouting } from '../buying-group/buying-group.ts';
import { type CoveredRecord, isClaimed, isHeld } from '../buying-group/covered-record.ts';
import { expiryOf } from '../exception-request/extension.ts';
import { type FiledState, isUndecided } from '../exception-request/state.ts';

/** A company's exception over the record that is asked about. */
export interface GroupHolder {
  /** The request on the company. */
  readonly state: FiledState;
  /** The exception has not begun to end. */
  readonly living: boolean;
  readonly row: Pick<CoveredRecord, 'status' | 'belongs' | 'written' | 'attempt'>;
}

/** Everything in store that may hold one record. */
export interface Holders {
  /** The record's own live request. */
  readonly own: FiledState | null;
  /** Groups that are not done with the record, the first to cover it at the head. */
  readonly groups: readonly GroupHolder[];
}

/** The routing hold as the CRM has it at the moment of the question; `unknown` when it did not say. */
export type SeenTag = 'on' | 'off' | 'unknown';

/** What an automation is told that asks whether it must leave a record alone. */
export interface HoldAnswer {
  readonly onHold: boolean;
  /** The exception that holds the record, or the request that waits for its decision. */
  readonly exception: {
    readonly requestId: string;
    readonly exceptionTypeId: string;
    readonly status: RequestStatus;
    /** ISO 8601 instant. */
    readonly expiresAt: string;
  } | null;
}

/**
 * Says whether a record is on hold. Never says no to a record that is tagged or about to be: the tag counts whoever
 * set it, and a granted exception counts before its tag is written. While an exception ends, the record itself says
 * whether its hold is off yet: routing may be sent back to it in that very moment.
 */
export function answerHold({ own, groups }: Holders, tag: SeenTag): HoldAnswer {
  const group = groups.find((one) => holdsByGroup(one, tag));
  const ownHolds = own !== null && holdsItself(own, tag);
  const holder = ownHolds && !(group && goesFirst(group)) ? own : (group?.state ?? null);
  if (holder) return { onHold: true, exception: told(holder) };
  const waiting = own && isUndecided(own) ? told(own) : null;
  return { onHold: tag === 'on', exception: waiting };
}

function holdsItself(state: FiledState, tag: SeenTag): boolean {
  return holdsRouting(state) || (!isUndecided(state) && tag !== 'off');
}

function holdsByGroup({ living, row }: GroupHolder, tag: SeenTag): boolean {
  // Another exception governs it; that one is asked by itself.
  if (row.status === 'yielded') return false;
  if (living && row.belongs === 'open') return true;
  return (isHeld(row) || isClaimed(row)) && tag !== 'off';
}

function goesFirst({ state, row }: GroupHolder): boolean {
  return isClaimed(row) && groupRuleOf(state.request)?.precedence === 'group';
}

function told(state: FiledState): NonNullable<HoldAnswer['exception']> {
  const { requestId, exceptionType } = state.request;
  return { requestId, exceptionTypeId: exceptionType.id, status: state.status, expiresAt: expiryOf(state) };
}
