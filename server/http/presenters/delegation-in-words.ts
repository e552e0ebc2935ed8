import type { RequestEvent } from '../../../src/domain/exception-request/events.ts';
import type { FiledState } from '../../../src/domain/exception-request/state.ts';

type DelegationEvent = Extract<
  RequestEvent['type'],
  'delegate_added' | 'delegate_removed' | 'approver_barred' | 'approver_readmitted'
>;

/** What a delegation did to a request, with both names. The names come from the request: the trail holds user ids. */
export function delegationInWords(
  type: DelegationEvent,
  delegationId: string,
  { delegations }: FiledState,
): string {
  const found = delegations.find((one) => one.delegationId === delegationId);
  const away = found?.delegator.name ?? 'somebody';
  const there = found?.delegate.name ?? 'somebody';
  switch (type) {
    case 'delegate_added':
      return `${there} may decide in place of ${away}, who is away`;
    case 'delegate_removed':
      return `${there} does not stand in for ${away} any more`;
    case 'approver_barred':
      return `${there} cannot decide while standing in for ${away}, who filed the request`;
    case 'approver_readmitted':
      return `${there} does not stand in for ${away} any more and may decide again`;
  }
}
