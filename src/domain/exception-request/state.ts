import type {
  ClockKind,
  EndReason,
  PlaybookPhase,
  RejectReason,
  ReviewOutcome,
} from '@handrail/contracts/vocabulary';
import type { FactChange } from '../policy/changed-facts.ts';
import type { PolicyDecision, ResolvedRequirement, StandardPath } from '../policy/decision.ts';
import type { FactMap, Person, RecordRef, StageRef } from '../policy/facts.ts';
import type { FrozenClock } from '../policy/freeze-clock.ts';
import type { FrozenDisputeRule } from '../policy/freeze-dispute-rule.ts';
import type { ExceptionType, Playbook } from '../policy/policy.ts';
import type { Dispute } from './dispute.ts';

/** Everything a request was filed with. Frozen: a later policy edit never moves an open request. */
export interface ExceptionRequest {
  readonly requestId: string;
  readonly record: RecordRef;
  readonly recordTitle: string;
  /** The type as it stood in the pinned policy version. */
  readonly exceptionType: Pick<ExceptionType, 'id' | 'label' | 'governs' | 'nextSteps' | 'precedence'>;
  readonly reasonCode: { readonly id: string; readonly label: string };
  readonly reason: string;
  readonly requester: Person;
  readonly proposed: { readonly owner?: Person; readonly stage?: StageRef };
  /** Values the governed fields had when the request was filed. */
  readonly former: { readonly owner: Person | null; readonly stage: StageRef | null };
  /** ISO 8601 instant. */
  readonly expiresAt: string;
  readonly submittedAt: string;
  readonly policyVersion: number;
  /** What the policy was evaluated on: a later version can be tried on the same facts. */
  readonly facts: FactMap;
  readonly decision: PolicyDecision;
  /** Who must approve as filed, with people and thresholds; who must by now is kept beside the request. */
  readonly requirement: ResolvedRequirement;
  /** What happens while nobody decides; null when the type has no clock. */
  readonly clock: FrozenClock | null;
  /** Who may object while it is active, and who decides; absent when the type knows no disputes. */
  readonly disputeRule?: FrozenDisputeRule;
  readonly standardPath: StandardPath;
  readonly playbook: Playbook;
}

/** One approver's approve or reject. Kept even when it comes after the final decision. */
export interface Review {
  readonly reviewer: Person;
  readonly outcome: ReviewOutcome;
  readonly comment: string;
  readonly at: string;
}

/** Approvers who were added after the request was filed, and what brought it about. */
export interface AddedApprovers {
  readonly changed: readonly FactChange[];
  readonly parts: readonly ResolvedRequirement[];
}

/** A clock that went off. */
export interface FiredClock {
  readonly kind: ClockKind;
  readonly dueAt: string;
  readonly at: string;
}

interface Filed {
  readonly request: ExceptionRequest;
  /**
   * Who must approve by now: as filed, with what a change of facts added and with those who stand in. Nothing is
   * ever taken away.
   */
  readonly requirement: ResolvedRequirement;
  /** In the order they came about. */
  readonly additions: readonly (AddedApprovers & { readonly at: string })[];
  readonly fired: readonly FiredClock[];
  readonly reviews: readonly Review[];
  /** Oldest first; absent when nobody ever objected. At most the last one is open. */
  readonly disputes?: readonly Dispute[];
}

/** A playbook step that failed for good, with what to do about it. */
export interface StepFailure {
  readonly stepKey: string;
  readonly phase: PlaybookPhase;
  readonly message: string;
  readonly at: string;
}

interface Granted extends Filed {
  readonly approvedAt: string;
}

interface Ending extends Granted {
  readonly activeAt: string;
  readonly endReason: EndReason;
  readonly endedBy: Person | null;
}

/** The life of one exception request; `none` is the state before it is filed. */
export type RequestState =
  | { readonly status: 'none' }
  | (Filed & { readonly status: 'pending' })
  | (Granted & { readonly status: 'approved' })
  | (Granted & { readonly status: 'active'; readonly activeAt: string })
  | (Granted & {
      readonly status: 'needs_attention';
      readonly failure: StepFailure;
      /** Where the request goes on once the step has been retried with success. */
      readonly resume:
        | { readonly status: 'approved' }
        | {
            readonly status: 'ending';
            readonly activeAt: string;
            readonly endReason: EndReason;
            readonly endedBy: Person | null;
          };
    })
  | (Ending & { readonly status: 'ending' })
  | (Ending & { readonly status: 'ended'; readonly endedAt: string })
  | (Filed & {
      readonly status: 'rejected';
      readonly rejectedAt: string;
      readonly reason: RejectReason;
      /** Labels of the roles that rejected, or that could not approve any more. */
      readonly roles: readonly string[];
    })
  | (Filed & { readonly status: 'withdrawn'; readonly withdrawnAt: string })
  | (Filed & { readonly status: 'lapsed'; readonly lapsedAt: string });

/** A request that has been filed. */
export type FiledState = Exclude<RequestState, { status: 'none' }>;

/** True while the request occupies its record: a second request is refused. */
export function isLive(state: RequestState): boolean {
  return (
    state.status === 'pending' ||
    state.status === 'approved' ||
    state.status === 'active' ||
    state.status === 'needs_attention' ||
    state.status === 'ending'
  );
}
