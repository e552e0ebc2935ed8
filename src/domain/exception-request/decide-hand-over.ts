import { peopleOfRoles, rolesOf } from '../policy/requirement.ts';
import { listInWords } from '../policy/words.ts';
import { isPastLapse } from './due-clocks.ts';
import { holds, seatsOf } from './hand-over-seat.ts';
import { type CommandOf, happens, lapsedInWords, type Outcome, refuse, wrongStatus } from './outcome.ts';
import { type FiledState, isUndecided } from './state.ts';

/**
 * An approver gives their seat on this request to another person, who decides in their place. Refused where the
 * policy forbids it, and for somebody who is asked already in whatever role: as many people decide as before.
 */
export function decideHandOver(command: CommandOf<'hand_over'>, state: FiledState, at: string): Outcome {
  const { by, to, reason } = command;
  const { requirement, reviews, handOvers } = state;
  const last = handOvers.at(-1);
  // HubSpot repeats a call whose reply was lost: the same again is taken as heard.
  if (last?.from.email === by.email && last.to.email === to.email) return happens();
  if (!rolesOf(requirement).some((role) => holds(role, by.email))) {
    return refuse(
      'not_an_approver',
      'You are not asked to decide on this request, so you have no seat on it.',
    );
  }
  if (state.status === 'lapsed' || isPastLapse(state, at)) {
    return refuse('wrong_status', lapsedInWords('hand-over'));
  }
  if (!isUndecided(state)) return wrongStatus(state, 'be handed over');
  if (reviews.some(({ reviewer }) => reviewer.email === by.email)) {
    return refuse('already_reviewed', 'You have decided on this request; your decision stands.');
  }
  const seats = seatsOf(requirement, by.email);
  if (seats.length === 0) {
    const labels = rolesOf(requirement)
      .filter((role) => holds(role, by.email))
      .map(({ label }) => label);
    return refuse(
      'not_delegable',
      `The policy does not let ${listInWords([...new Set(labels)])} hand a decision over. Decide yourself.`,
    );
  }
  return (
    refusalOfTaker(command, state) ??
    happens({ type: 'seat_handed_over', at, handOver: { from: by, to, reason, at } })
  );
}

/** Why this person cannot take the seat; null when they can. */
function refusalOfTaker(
  { to }: CommandOf<'hand_over'>,
  { request, requirement }: FiledState,
): Outcome | null {
  if (to.email === request.requester.email) {
    return refuse(
      'own_request',
      `${to.name} filed this request, and nobody decides on their own. Choose somebody else.`,
    );
  }
  if (to.active === false) {
    return refuse('person_unknown', `${to.name} is not active in the CRM any more. Choose somebody else.`);
  }
  const asked = rolesOf(requirement).find((role) =>
    peopleOfRoles([role]).some(({ email }) => email === to.email),
  );
  if (asked) {
    return refuse(
      'already_asked',
      `${to.name} is asked as ${asked.label} already. A hand-over must not make one decision of two, so choose somebody who is not asked yet.`,
    );
  }
  return null;
}
