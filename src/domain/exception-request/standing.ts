import { stillWaitingFor } from '../policy/ballots.ts';
import { peopleOf } from '../policy/requirement.ts';
import { ballotsOf } from './ballots-of.ts';
import { openMatter } from './open-matter.ts';
import type { FiledState } from './state.ts';

/** Where one approver stands with a request. */
export interface ApproverStanding {
  /** Lower case. */
  readonly email: string;
  /** The request, or an extension or review of it, is open and their decision could still bring it forward. */
  readonly waiting: boolean;
  readonly decided: boolean;
}

/** Everybody who was asked about a request, who handed their seat over or who reviewed it, each once. */
export function approverStandings(state: FiledState): readonly ApproverStanding[] {
  const { requirement, reviews, extensions, handOvers } = state;
  const all = [...reviews, ...extensions.flatMap((extension) => extension.reviews)];
  const decided = new Set(all.map(({ reviewer }) => reviewer.email));
  const matter = openMatter(state);
  const waiting = new Set(
    matter ? stillWaitingFor(matter.requirement, ballotsOf(matter.reviews)).map(({ email }) => email) : [],
  );
  const asked = [requirement, ...extensions.map((extension) => extension.requirement)].flatMap(peopleOf);
  const emails = new Set([
    ...asked.map(({ email }) => email),
    ...handOvers.map(({ from }) => from.email),
    ...decided,
  ]);
  return [...emails].map((email) => ({
    email,
    waiting: waiting.has(email),
    decided: decided.has(email),
  }));
}
