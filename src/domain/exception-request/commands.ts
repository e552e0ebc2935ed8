import type {
  DisputeGround,
  DisputeOutcome,
  EndReason,
  ProblemCode,
  ReviewOutcome,
} from '@handrail/contracts/vocabulary';
import type { Delegation } from '../delegation/delegation.ts';
import type { Person } from '../policy/facts.ts';
import type { FieldChange } from './break-glass.ts';
import type { AskedExtension } from './decide-extension.ts';
import type { AddedApprovers, ExceptionRequest, Review, StepFailure } from './state.ts';

/** What somebody, or the system itself, wants to happen to a request. */
export type RequestCommand =
  | {
      readonly type: 'submit';
      readonly request: ExceptionRequest;
      /** Delegations of the tenant that are in force. */
      readonly delegations: readonly Delegation[];
    }
  /** Files a request that a bulk request has been approved for. */
  | {
      readonly type: 'grant_in_bulk';
      readonly request: ExceptionRequest;
      readonly reviews: readonly Review[];
    }
  | {
      readonly type: 'review';
      readonly reviewer: Person;
      readonly outcome: ReviewOutcome;
      readonly comment: string;
      /** What a change of facts since the request was filed asks in addition; present with an approval only. */
      readonly added?: AddedApprovers;
      /** Delegations of the tenant that are in force: the request is brought in line before the review is judged. */
      readonly delegations: readonly Delegation[];
    }
  /** Delegations began or ended: the request is brought in line with those in force. */
  | { readonly type: 'apply_delegations'; readonly delegations: readonly Delegation[] }
  /** An approver asks for information. */
  | { readonly type: 'ask'; readonly by: Person; readonly text: string }
  /** Somebody who is party answers everything that is open. */
  | { readonly type: 'answer'; readonly by: Person; readonly text: string }
  /** An approver gives their seat on this request to another person. */
  | { readonly type: 'hand_over'; readonly by: Person; readonly to: Person; readonly reason: string }
  | { readonly type: 'withdraw'; readonly by: Person }
  /** All grant steps are done. */
  | { readonly type: 'activate' }
  /** Objects to an exception in force. `owner` is the record's owner now; null when nobody could read it. */
  | {
      readonly type: 'object';
      readonly by: Person;
      readonly owner: Person | null;
      readonly ground: DisputeGround;
      readonly reason: string;
    }
  | {
      readonly type: 'decide_dispute';
      readonly by: Person;
      readonly outcome: DisputeOutcome;
      readonly comment: string;
    }
  | { readonly type: 'end'; readonly reason: EndReason; readonly by: Person | null }
  /** Time has passed: whatever is due happens, an expiry too. Nothing due, nothing happens. */
  | { readonly type: 'fire_clocks' }
  /** The requester asks for a later end. */
  | ({ readonly type: 'ask_extension' } & AskedExtension)
  | { readonly type: 'withdraw_extension'; readonly by: Person }
  /** What the grant of a break-glass request is about to change has been read from the record. */
  | { readonly type: 'remember_fields'; readonly changes: readonly FieldChange[] }
  /** Every field is back but those that somebody changed since. @see Revert.left */
  | { readonly type: 'finish_restore'; readonly left: readonly string[] }
  /** All steps of the revert are done. */
  | { readonly type: 'finish_revert' }
  /** All end steps are done. */
  | { readonly type: 'finish_end' }
  | { readonly type: 'fail_step'; readonly failure: Omit<StepFailure, 'at'> }
  | { readonly type: 'retry_steps'; readonly by: Person | null };

/** A command that was refused: nothing changed. */
export interface Rejection {
  readonly code: ProblemCode;
  /** What happened and what to do next, for the person who asked. */
  readonly message: string;
}
