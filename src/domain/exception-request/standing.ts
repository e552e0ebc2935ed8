import { stillWaitingFor } from '../policy/ballots.ts';
import { peopleOf } from '../policy/requirement.ts';
import { ballotsOf } from './ballots-of.ts';
import { disputesOf, openDispute } from './dispute.ts';
import type { FiledState } from './state.ts';

/** Where one approver stands with a request. */
export interface ApproverStanding {
  /** Lower case. */
  readonly email: string;
  /** The request, or an objection to it, waits and their decision could still bring it forward. */
  readonly waiting: boolean;
  readonly decided: boolean;
}

/**
 * Everybody who was asked about a request or about an objection to it, who decided, or who objected, each once.
 */
export function approverStandings(state: FiledState): readonly ApproverStanding[] {
  const { requirement, reviews } = state;
  const disputes = disputesOf(state);
  const decided = new Set(
    [...reviews.map(({ reviewer }) => reviewer), ...disputes.flatMap(({ decidedBy }) => decidedBy ?? [])].map(
      ({ email }) => email,
    ),
  );
  const waitedFor =
    state.status === 'pending'
      ? stillWaitingFor(requirement, ballotsOf(reviews))
      : (openDispute(state)?.panel.people ?? []);
  const waiting = new Set(waitedFor.map(({ email }) => email));
  const people = [
    ...peopleOf(requirement),
    ...disputes.flatMap(({ objector, panel }) => [objector, ...panel.people]),
  ];
  const emails = new Set([...people.map(({ email }) => email), ...decided]);
  return [...emails].map((email) => ({
    email,
    waiting: waiting.has(email),
    decided: decided.has(email),
  }));
}
