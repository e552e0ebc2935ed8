import { stillWaitingFor } from '../policy/ballots.ts';
import { peopleOf } from '../policy/requirement.ts';
import { ballotsOf } from './ballots-of.ts';
import { type FiledState, isUndecided } from './state.ts';

/** Where one approver stands with a request. */
export interface ApproverStanding {
  /** Lower case. */
  readonly email: string;
  /** The request is undecided and their decision could still bring it forward. */
  readonly waiting: boolean;
  readonly decided: boolean;
}

/** Everybody who was asked about a request, who handed their seat over or who reviewed it, each once. */
export function approverStandings(state: FiledState): readonly ApproverStanding[] {
  const { requirement, reviews, handOvers } = state;
  const decided = new Set(reviews.map(({ reviewer }) => reviewer.email));
  const waiting = new Set(
    isUndecided(state) ? stillWaitingFor(requirement, ballotsOf(reviews)).map(({ email }) => email) : [],
  );
  const emails = new Set([
    ...peopleOf(requirement).map(({ email }) => email),
    ...handOvers.map(({ from }) => from.email),
    ...decided,
  ]);
  return [...emails].map((email) => ({
    email,
    waiting: waiting.has(email),
    decided: decided.has(email),
  }));
}
