import type {
  DisputeOutcome,
  DisputeStatus,
  EndReason,
  RejectReason,
  RevertReason,
} from '@handrail/contracts/vocabulary';
import type { Delegation } from '../delegation/delegation.ts';
import type { Person } from '../policy/facts.ts';
import type { FieldChange } from './break-glass.ts';
import type { Dispute } from './dispute.ts';
import type { Extension } from './extension.ts';
import type {
  AddedApprovers,
  ExceptionRequest,
  HandOver,
  Message,
  RequestState,
  Review,
  StepFailure,
} from './state.ts';

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
  | { readonly type: 'question_asked' | 'question_answered'; readonly at: string; readonly message: Message }
  | { readonly type: 'seat_handed_over'; readonly at: string; readonly handOver: HandOver }
  | { readonly type: 'exception_approved'; readonly at: string }
  | { readonly type: 'approvers_added'; readonly at: string; readonly added: AddedApprovers }
  | {
      readonly type: 'exception_rejected';
      readonly at: string;
      readonly reason: RejectReason;
      readonly roles: readonly string[];
    }
  /** The delegate may decide in place of the delegator; or cannot decide, because the delegator is the requester. */
  | {
      readonly type: 'delegate_added' | 'approver_barred';
      readonly at: string;
      readonly delegation: Delegation;
    }
  | {
      readonly type: 'delegate_removed';
      readonly at: string;
      readonly delegationId: string;
      /** `delegate_cannot`: the delegate went away too, or stands in for the requester by now. */
      readonly why: 'over' | 'delegate_cannot';
    }
  | { readonly type: 'approver_readmitted'; readonly at: string; readonly delegationId: string }
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
  | { readonly type: 'extension_asked'; readonly at: string; readonly extension: Extension }
  | { readonly type: 'extension_reviewed'; readonly at: string; readonly review: Review }
  | { readonly type: 'extension_approved'; readonly at: string; readonly until: string }
  | {
      readonly type: 'extension_rejected';
      readonly at: string;
      readonly reason: RejectReason;
      readonly roles: readonly string[];
    }
  | { readonly type: 'extension_withdrawn'; readonly at: string; readonly by: Person }
  /** The exception ended before the extension was decided. */
  | { readonly type: 'extension_lapsed'; readonly at: string }
  /** The request takes effect before anybody has decided; a review is owed by `dueAt`. */
  | {
      readonly type: 'break_glass_used';
      readonly at: string;
      readonly by: Person;
      readonly dueAt: string;
      readonly reason: string;
    }
  /** They would have decided first, and are told that they owe a review. */
  | { readonly type: 'approvers_skipped'; readonly at: string; readonly people: readonly Person[] }
  | { readonly type: 'fields_remembered'; readonly at: string; readonly changes: readonly FieldChange[] }
  | { readonly type: 'break_glass_confirmed'; readonly at: string }
  | {
      readonly type: 'exception_reverting';
      readonly at: string;
      readonly reason: RevertReason;
      readonly by: Person | null;
      readonly roles: readonly string[];
    }
  | { readonly type: 'fields_restored'; readonly at: string; readonly left: readonly string[] }
  | { readonly type: 'exception_reverted'; readonly at: string }
  | { readonly type: 'steps_failed'; readonly at: string; readonly failure: StepFailure }
  | { readonly type: 'steps_retried'; readonly at: string; readonly by: Person | null };

/** For an event that `decide` would not have returned in the state. */
export function impossible(state: RequestState, event: RequestEvent): Error {
  return new Error(`${event.type} cannot happen to a request that is ${state.status} (this is a bug)`);
}
