import type { RequestView } from '@handrail/contracts/card-view';
import { openDispute } from '../../../src/domain/exception-request/dispute.ts';
import { inPlaceOf } from '../../../src/domain/exception-request/seat-delegates.ts';
import type { FiledState } from '../../../src/domain/exception-request/state.ts';
import type { Person } from '../../../src/domain/policy/facts.ts';
import { standingInFor } from './present-stand-ins.ts';

/**
 * Why somebody is asked about what is open on a request: for themselves, in whose place, or as one who decides on an
 * objection. Empty when they are not.
 *
 * @param view the request as they see it
 */
export function whyAsked(
  state: FiledState,
  view: Pick<RequestView, 'decision' | 'extensions' | 'disputes'>,
  { email }: Person,
): string {
  if (view.disputes?.canDecide) return whyDispute(state);
  const extension = view.extensions.find(({ outcome }) => outcome === 'open');
  const { asked } = (extension ?? view).decision;
  const places = inPlaceOf(state, email).map((person) => person.email);
  const reasons = asked
    .filter(({ people }) => people.some((person) => person.email === email || places.includes(person.email)))
    .map(({ because }) => because);
  return [standingInFor(state, email), ...reasons].filter((part) => part !== '').join(' ');
}

function whyDispute(state: FiledState): string {
  const open = openDispute(state);
  if (!open) return '';
  return `${open.panel.label} decides on the objection of ${open.objector.name}. Decide it in the card on the record.`;
}
