import type { EndReason, ProblemCode, ReviewOutcome } from '@handrail/contracts/vocabulary';
import type { Person } from '../policy/facts.ts';
import type { AddedApprovers, ExceptionRequest, Review, StepFailure } from './state.ts';

/** What somebody, or the system itself, wants to happen to a request. */
export type RequestCommand =
  | { readonly type: 'submit'; readonly request: ExceptionRequest }
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
    }
  | { readonly type: 'withdraw'; readonly by: Person }
  /** All grant steps are done. */
  | { readonly type: 'activate' }
  | { readonly type: 'end'; readonly reason: EndReason; readonly by: Person | null }
  /** Time has passed: whatever is due happens, an expiry too. Nothing due, nothing happens. */
  | { readonly type: 'fire_clocks' }
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
