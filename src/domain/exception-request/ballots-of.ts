import type { Ballots } from '../policy/ballots.ts';
import type { Review } from './state.ts';

/** Who approved and who rejected. */
export function ballotsOf(reviews: readonly Review[]): Ballots {
  const who = (outcome: Review['outcome']) =>
    new Set(reviews.filter((review) => review.outcome === outcome).map(({ reviewer }) => reviewer.email));
  return { approvers: who('approve'), rejecters: who('reject') };
}
