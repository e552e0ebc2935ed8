import { stillWaitingFor } from '../policy/ballots.ts';
import { peopleOf } from '../policy/requirement.ts';
import { ballotsOf } from './ballots-of.ts';
import { disputesOf, openDispute } from './dispute.ts';
import { openMatter } from './open-matter.ts';
import type { FiledState } from './state.ts';

/** Where one approver stands with a request. */
export interface ApproverStanding {
  /** Lower case. */
  readonly email: string;
  /** Something of the request is open, or an objection to it, and their decision could still bring it forward. */
  readonly waiting: boolean;
  readonly decided: boolean;
}

/**
 * Everybody who was asked about a request or about an objection to it, who handed their seat over, who decided, or who
 * objected, each once.
 */
export function approverStandings(state: FiledState): readonly ApproverStanding[] {
  const { requirement, reviews, extensions, handOvers } = state;
  const disputes = disputesOf(state);
  const all = [...reviews, ...extensions.flatMap((extension) => extension.reviews)];
  const deciders = [
    ...all.map(({ reviewer }) => reviewer),
    ...disputes.flatMap((one) => one.decidedBy ?? []),
  ];
  const decided = new Set(deciders.map(({ email }) => email));
  const matter = openMatter(state);
  const waitedFor = [
    ...(matter ? stillWaitingFor(matter.requirement, ballotsOf(matter.reviews)) : []),
    ...(openDispute(state)?.panel.people ?? []),
  ];
  const waiting = new Set(waitedFor.map(({ email }) => email));
  const asked = [requirement, ...extensions.map((extension) => extension.requirement)].flatMap(peopleOf);
  const people = [
    ...asked,
    ...handOvers.map(({ from }) => from),
    ...disputes.flatMap(({ objector, panel }) => [objector, ...panel.people]),
  ];
  const emails = new Set([...people.map(({ email }) => email), ...decided]);
  return [...emails].map((email) => ({
    email,
    waiting: waiting.has(email),
    decided: decided.has(email),
  }));
}
