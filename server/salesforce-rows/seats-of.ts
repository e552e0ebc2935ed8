import { decisionKindsOf, isOpenFor } from '@handrail/contracts/salesforce-may';
import type { DecisionKind } from '@handrail/contracts/salesforce-vocabulary';
import type { RequestWithSteps } from '../../src/application/load-card.ts';
import { disputesOf } from '../../src/domain/exception-request/dispute.ts';
import type { FiledState } from '../../src/domain/exception-request/state.ts';
import type { Person } from '../../src/domain/policy/facts.ts';
import { peopleOf } from '../../src/domain/policy/requirement.ts';
import { presentRequest } from '../http/presenters/present-request.ts';
import { whyAsked } from '../http/presenters/why-asked.ts';

/** The longest text of the field. */
const MOST_WHY = 2000;

/** What one person may do about a request now. */
export interface Seat {
  /** Lower case. */
  readonly email: string;
  readonly open: boolean;
  readonly may: readonly DecisionKind[];
  readonly why: string;
}

/**
 * Everybody who may do something about a request now, by the same rights as the card of HubSpot shows. Nobody else has a
 * seat: one they had is to be closed.
 *
 * @param owner the record's owner now; null when it was not read
 */
export function seatsOf(request: RequestWithSteps, owner: Person | null, now: Date): readonly Seat[] {
  const { state } = request;
  return candidates(state, owner).flatMap((person) => {
    const view = presentRequest(request, person, now, owner);
    const may = decisionKindsOf(view);
    if (may.length === 0) return [];
    const open = isOpenFor(may);
    const why = open ? whyAsked(state, view, person) : '';
    return [{ email: person.email, open, may, why: cut(why) }];
  });
}

/** Everybody whom a request may concern: whether it does is for the rights to say. */
function candidates(state: FiledState, owner: Person | null): readonly Person[] {
  const { request, requirement, extensions } = state;
  const rule = request.disputeRule;
  const people = [
    request.requester,
    ...[requirement, ...extensions.map((extension) => extension.requirement)].flatMap(peopleOf),
    ...(owner ? [owner] : []),
    ...(request.former.owner ? [request.former.owner] : []),
    ...(rule ? rule.by.flatMap((role) => role.people) : []),
    ...disputesOf(state).flatMap(({ panel }) => panel.people),
  ];
  return [...new Map(people.map((person) => [person.email, person])).values()];
}

function cut(text: string): string {
  return text.length <= MOST_WHY ? text : `${text.slice(0, MOST_WHY - 1)}…`;
}
