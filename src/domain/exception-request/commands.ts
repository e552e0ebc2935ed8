import type {
  DisputeGround,
  DisputeOutcome,
  EndReason,
  ProblemCode,
  ReviewOutcome,
} from '@handrail/contracts/vocabulary';
import type { Person } from '../policy/facts.ts';
import type { AddedApprovers, ExceptionRequest, StepFailure } from './state.ts';

/** What somebody, or the system itself, wants to happen to a request. */
export type RequestCommand =
  | { readonly type: 'submit'; readonly request: ExceptionRequest }
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
