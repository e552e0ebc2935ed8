import type { RequestView } from '@handrail/contracts/card-view';
import { inPlaceOf, presentDelegations } from '../../../src/domain/exception-request/seat-delegates.ts';
import type { FiledState } from '../../../src/domain/exception-request/state.ts';
import { listInWords } from '../../../src/domain/policy/words.ts';
import { presentPerson } from './present-person.ts';

/** Who decides in whose place on a request, and who cannot decide because they stand in for the requester. */
export function presentStandIns(state: FiledState): RequestView['standIns'] {
  return presentDelegations(state).map(({ delegator, delegate, until, reason }) => {
    const isBar = delegator.email === state.request.requester.email;
    return {
      kind: isBar ? 'barred' : 'stands_in',
      person: presentPerson(delegate),
      inPlaceOf: presentPerson(delegator),
      until,
      ...(!isBar && { reason }),
    };
  });
}

/** "You stand in for Inès Moreau." for somebody who is asked in another person's place; empty otherwise. */
export function standingInFor(state: FiledState, email: string): string {
  const names = inPlaceOf(state, email).map(({ name }) => name);
  return names.length > 0 ? `You stand in for ${listInWords(names)}.` : '';
}
