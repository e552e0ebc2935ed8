import type { EndReason, RejectReason } from '@handrail/contracts/vocabulary';
import type { Person } from '../policy/facts.ts';
import type { AddedApprovers, ExceptionRequest, Review, StepFailure } from './state.ts';

/** What happened to a request. Each becomes one audit entry, in the same transaction. */
export type RequestEvent =
  | { readonly type: 'exception_submitted'; readonly at: string; readonly request: ExceptionRequest }
  /** Filed and approved in one: the decision was made on a bulk request. */
  | {
      readonly type: 'exception_granted_in_bulk';
      readonly at: string;
      readonly request: ExceptionRequest;
      readonly reviews: readonly Review[];
    }
  | { readonly type: 'review_recorded'; readonly at: string; readonly review: Review }
  | { readonly type: 'exception_approved'; readonly at: string }
  | { readonly type: 'approvers_added'; readonly at: string; readonly added: AddedApprovers }
  | {
      readonly type: 'exception_rejected';
      readonly at: string;
      readonly reason: RejectReason;
      readonly roles: readonly string[];
    }
  | { readonly type: 'approvers_reminded'; readonly at: string; readonly dueAt: string }
  /** From here on the manager, or the named role, may decide as well. */
  | {
      readonly type: 'exception_escalated' | 'exception_fell_back';
      readonly at: string;
      readonly dueAt: string;
      readonly role: string;
      readonly people: readonly Person[];
    }
  | { readonly type: 'exception_lapsed'; readonly at: string; readonly dueAt: string }
  | { readonly type: 'exception_withdrawn'; readonly at: string; readonly by: Person }
  | { readonly type: 'exception_activated'; readonly at: string }
  | {
      readonly type: 'exception_ending';
      readonly at: string;
      readonly reason: EndReason;
      readonly by: Person | null;
    }
  | { readonly type: 'exception_ended'; readonly at: string }
  | { readonly type: 'steps_failed'; readonly at: string; readonly failure: StepFailure }
  | { readonly type: 'steps_retried'; readonly at: string; readonly by: Person | null };
