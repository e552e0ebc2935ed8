import type { ExceptionRequest, Filed, FiledState } from './state.ts';

/** A request the moment it was filed. */
export function newlyFiled(request: ExceptionRequest): Extract<FiledState, { status: 'pending' }> {
  const { requirement, breakGlass } = request;
  return {
    status: 'pending',
    request,
    requirement,
    additions: [],
    delegations: [],
    fired: [],
    reviews: [],
    conversation: [],
    handOvers: [],
    extensions: [],
    owedReview: breakGlass && { dueAt: breakGlass.dueAt, outcome: 'owed', changes: [] },
  };
}

/** What every status keeps. */
export function filedOf(state: FiledState): Filed {
  const { request, requirement, additions, delegations, fired, reviews } = state;
  const { conversation, handOvers, extensions, owedReview, disputes } = state;
  return {
    request,
    requirement,
    additions,
    delegations,
    fired,
    reviews,
    conversation,
    handOvers,
    extensions,
    owedReview,
    ...(disputes && { disputes }),
  };
}
