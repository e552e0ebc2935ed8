import type { Person } from '../policy/facts.ts';
import { peopleOf } from '../policy/requirement.ts';
import type { RequestEvent } from './events.ts';
import { type CommandOf, happens, type Outcome, wrongStatus } from './outcome.ts';
import type { ExceptionRequest, FiledState } from './state.ts';

/** What filing a request leads to: with break-glass it takes effect at once and everybody skipped is told. */
export function filedEvents(request: ExceptionRequest, at: string): readonly RequestEvent[] {
  const submitted: RequestEvent = { type: 'exception_submitted', at, request };
  const { breakGlass, requester, requirement } = request;
  if (!breakGlass) return [submitted];
  const { dueAt, reason } = breakGlass;
  return [
    submitted,
    { type: 'break_glass_used', at, by: requester, dueAt, reason },
    { type: 'approvers_skipped', at, people: peopleOf(requirement) },
  ];
}

/**
 * Ending an exception whose review is owed takes it back: else somebody could change a record at once and leave the
 * change there by ending the exception before anybody has looked.
 */
export function revertBy(
  { request }: FiledState,
  by: Person | null,
  at: string,
): Extract<RequestEvent, { type: 'exception_reverting' }> {
  const reason = by === null ? 'not_reviewed' : by.email === request.requester.email ? 'closed' : 'revoked';
  return { type: 'exception_reverting', at, reason, by, roles: [] };
}

/** Notes what the record held before the grant; once only, before anything was changed. */
export function decideRemember(
  { changes }: CommandOf<'remember_fields'>,
  state: FiledState,
  at: string,
): Outcome {
  if (!state.owedReview || state.status !== 'approved') return wrongStatus(state, 'have its fields noted');
  return happens({ type: 'fields_remembered', at, changes });
}

/** The fields are back; what is left is to say so and to release the hold. */
export function decideRestored(
  { left }: CommandOf<'finish_restore'>,
  state: FiledState,
  at: string,
): Outcome {
  return state.status === 'reverting' && state.revert.left === null
    ? happens({ type: 'fields_restored', at, left })
    : wrongStatus(state, 'have its fields put back');
}

/** The record is as it was, and the hold is gone. */
export function decideReverted(state: FiledState, at: string): Outcome {
  return state.status === 'reverting' && state.revert.left !== null
    ? happens({ type: 'exception_reverted', at })
    : wrongStatus(state, 'finish its revert');
}
