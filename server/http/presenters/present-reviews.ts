import type { RequestView } from '@handrail/contracts/card-view';
import type { Review } from '../../../src/domain/exception-request/state.ts';
import { presentPerson } from './present-person.ts';

/** Who decided what, with their comments. */
export function presentReviews(reviews: readonly Review[]): RequestView['reviews'] {
  return reviews.map(({ reviewer, inPlaceOf, outcome, comment, at }) => ({
    reviewer: presentPerson(reviewer),
    ...(inPlaceOf && { inPlaceOf: inPlaceOf.map(({ name }) => name) }),
    outcome,
    comment,
    at,
  }));
}
