import type { ReviewOutcome } from '@handrail/contracts/vocabulary';
import type { Delegation } from '../delegation/delegation.ts';
import type { Rejection } from '../exception-request/commands.ts';
import type { Person } from '../policy/facts.ts';
import type { FrozenClock } from '../policy/freeze-clock.ts';
import type { BulkRequest } from './state.ts';

/** How the records of an approved bulk request stand. */
export interface CarriedOut {
  /** Still on their way. */
  readonly open: number;
  readonly done: number;
  readonly failed: number;
  readonly leftOut: number;
}

/** What somebody, or the system itself, wants to happen to a bulk request. */
export type BulkCommand =
  | { readonly type: 'submit'; readonly bulk: BulkRequest }
  /** Every record has been looked at. The clock counts from now on if the approvers are asked at once. */
  | { readonly type: 'finish_preparing'; readonly clock: FrozenClock | null }
  /** It can never be prepared. */
  | { readonly type: 'refuse'; readonly rejection: Rejection }
  | { readonly type: 'ask'; readonly by: Person; readonly clock: FrozenClock | null }
  | {
      readonly type: 'review';
      readonly reviewer: Person;
      readonly outcome: ReviewOutcome;
      readonly comment: string;
      /** Delegations of the tenant: whoever stands in for the requester cannot decide. */
      readonly delegations: readonly Delegation[];
    }
  | { readonly type: 'withdraw'; readonly by: Person }
  | { readonly type: 'fire_clocks' }
  /** Tries what failed again. */
  | { readonly type: 'retry'; readonly by: Person }
  /** Looks whether everything has been carried out. */
  | { readonly type: 'settle'; readonly counts: CarriedOut };
