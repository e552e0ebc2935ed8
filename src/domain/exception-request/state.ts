import type {
  ClockKind,
  EndReason,
  MessageKind,
  PlaybookPhase,
  RejectReason,
  ReviewOutcome,
} from '@handrail/contracts/vocabulary';
import type { Delegation } from '../delegation/delegation.ts';
import type { FactChange } from '../policy/changed-facts.ts';
import type { PolicyDecision, ResolvedRequirement, StandardPath } from '../policy/decision.ts';
import type { FactMap, Person, RecordRef, StageRef } from '../policy/facts.ts';
import type { FrozenClock } from '../policy/freeze-clock.ts';
import type { FrozenDisputeRule } from '../policy/freeze-dispute-rule.ts';
import type { ExceptionType, Playbook } from '../policy/policy.ts';
import type { WatchedField } from '../watch/field-change.ts';
import type { BreakGlass, OwedReview, Revert } from './break-glass.ts';
import type { Dispute } from './dispute.ts';
import type { Extension, ExtensionTerms } from './extension.ts';

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
  /** How far and how often it may be extended; null when its type allows none. */
  readonly extensionTerms: ExtensionTerms | null;
  /** Set when the requester had it take effect before anybody decided. */
  readonly breakGlass: BreakGlass | null;
  /** The bulk request that was decided for this record and others; absent for a request of its own. */
  readonly bulkId?: string;
  /** The change it was filed for afterwards; absent for a request filed before anything was changed. */
  readonly retroactive?: RetroactiveChange;
  /** The same record in the tenant's other CRM, which the request governs too; absent when there was none. */
  readonly linked?: LinkedRecord;
  /** The automation of the CRM that filed it in the requester's name; absent when they filed it themselves. */
  readonly filedBy?: { readonly automationId: string };
}

/** The other one of two records that the CRMs keep in step, as it was when the request was filed. */
export interface LinkedRecord {
  readonly record: RecordRef;
  /** What people call the other CRM. */
  readonly crm: string;
  /** The other CRM's id of its owner then, and of whom the request proposes; absent for nobody it knows. */
  readonly formerOwnerId?: string;
  readonly proposedOwnerId?: string;
}

/** A change that had been made without leave when somebody filed a request for it. */
export interface RetroactiveChange {
  readonly changeId: string;
  readonly field: WatchedField;
  /** Values as the CRM has them: ids of owners and stages. */
  readonly from: string | null;
  readonly to: string | null;
  /** ISO 8601 instant. */
  readonly changedAt: string;
}

/** One approver's approve or reject. Kept even when it comes after the final decision. */
export interface Review {
  readonly reviewer: Person;
  /** Those who were away and in whose place they decided; absent when for themselves alone. */
  readonly inPlaceOf?: readonly Person[];
  readonly outcome: ReviewOutcome;
  readonly comment: string;
  readonly at: string;
}

/** Approvers who were added after the request was filed, and what brought it about. */
export interface AddedApprovers {
  readonly changed: readonly FactChange[];
  readonly parts: readonly ResolvedRequirement[];
}

/**
 * A delegation as it touches this request: somebody stands in for an approver who is away, or an approver cannot
 * decide because they stand in for the requester.
 */
export interface RequestDelegation extends Delegation {
  readonly addedAt: string;
  readonly removedAt?: string;
}

/** A question of an approver, or an answer to all questions before it. */
export interface Message {
  readonly kind: MessageKind;
  readonly by: Person;
  readonly text: string;
  readonly at: string;
}

/** A seat that one approver gave to another person, on this request only. */
export interface HandOver {
  readonly from: Person;
  readonly to: Person;
  readonly reason: string;
  readonly at: string;
}

/** A clock that went off. */
export interface FiredClock {
  readonly kind: ClockKind;
  readonly dueAt: string;
  readonly at: string;
}

/** What every filed request has, whatever its status. */
export interface Filed {
  readonly request: ExceptionRequest;
  /**
   * Who must approve by now: as filed, with what a change of facts added, with those who stand in and with those a
   * seat was handed to. How many must approve never gets less.
   */
  readonly requirement: ResolvedRequirement;
  /** In the order they came about. */
  readonly additions: readonly (AddedApprovers & { readonly at: string })[];
  /** In the order they came about; one that came, went and came back stands here twice. */
  readonly delegations: readonly RequestDelegation[];
  readonly fired: readonly FiredClock[];
  readonly reviews: readonly Review[];
  /** Oldest first; absent when nobody ever objected. At most the last one is open. */
  readonly disputes?: readonly Dispute[];
  /** Questions and answers, oldest first. */
  readonly conversation: readonly Message[];
  /** Oldest first. */
  readonly handOvers: readonly HandOver[];
  /** Extensions that were asked for, oldest first; only the last one can be open. */
  readonly extensions: readonly Extension[];
  /** The review of a break-glass request and what it needs to be reverted; null for every other request. */
  readonly owedReview: OwedReview | null;
}

/** A playbook step that failed for good, with what to do about it. */
export interface StepFailure {
  readonly stepKey: string;
  readonly phase: PlaybookPhase;
  readonly message: string;
  readonly at: string;
}

interface Granted extends Filed {
  /** When its changes were granted: by the approvers or, with break-glass, by the requester alone. */
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
  /** An approver has asked something that nobody has answered; it can be decided all the same. */
  | (Filed & { readonly status: 'info_requested' })
  | (Granted & { readonly status: 'approved' })
  | (Granted & { readonly status: 'active'; readonly activeAt: string })
  | (Granted & {
      readonly status: 'needs_attention';
      readonly failure: StepFailure;
      /** Where the request goes on once the step has been retried with success. */
      readonly resume:
        | { readonly status: 'approved' }
        | { readonly status: 'active'; readonly activeAt: string }
        | { readonly status: 'reverting'; readonly revert: Revert }
        | {
            readonly status: 'ending';
            readonly activeAt: string;
            readonly endReason: EndReason;
            readonly endedBy: Person | null;
          };
    })
  | (Ending & { readonly status: 'ending' })
  | (Ending & { readonly status: 'ended'; readonly endedAt: string })
  | (Granted & { readonly status: 'reverting'; readonly revert: Revert })
  | (Granted & { readonly status: 'reverted'; readonly revert: Revert; readonly revertedAt: string })
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

/** A request that waits for its decision. */
export type UndecidedState = Extract<FiledState, { status: 'pending' | 'info_requested' }>;

/** True while the request waits for its decision, whether or not a question is open. */
export function isUndecided(state: RequestState): state is UndecidedState {
  return isUndecidedStatus(state.status);
}

/** The same of a status alone. */
export function isUndecidedStatus(status: RequestState['status']): status is UndecidedState['status'] {
  return status === 'pending' || status === 'info_requested';
}

/** True while the request occupies its record: a second request is refused. */
export function isLive(state: Pick<RequestState, 'status'>): boolean {
  return (
    isUndecidedStatus(state.status) ||
    state.status === 'approved' ||
    state.status === 'active' ||
    state.status === 'needs_attention' ||
    state.status === 'ending' ||
    state.status === 'reverting'
  );
}
