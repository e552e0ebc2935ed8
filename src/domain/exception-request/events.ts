import type { DisputeOutcome, DisputeStatus, EndReason, RejectReason } from '@handrail/contracts/vocabulary';
import type { Person } from '../policy/facts.ts';
import type { Dispute } from './dispute.ts';
import type { AddedApprovers, ExceptionRequest, Review, StepFailure } from './state.ts';

/** What happened to a request. Each becomes one audit entry, in the same transaction. */
export type RequestEvent =
  | { readonly type: 'exception_submitted'; readonly at: string; readonly request: ExceptionRequest }
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
  | { readonly type: 'dispute_opened'; readonly at: string; readonly dispute: Dispute }
  | {
      readonly type: 'dispute_decided';
      readonly at: string;
      readonly number: number;
      readonly outcome: DisputeOutcome;
      readonly by: Person;
      readonly comment: string;
    }
  /** Closed by the clock, or because the exception ended first. */
  | {
      readonly type: 'dispute_closed';
      readonly at: string;
      readonly number: number;
      readonly status: Extract<DisputeStatus, 'stands' | 'ends' | 'moot'>;
      readonly dueAt?: string;
    }
  | { readonly type: 'steps_failed'; readonly at: string; readonly failure: StepFailure }
  | { readonly type: 'steps_retried'; readonly at: string; readonly by: Person | null };
