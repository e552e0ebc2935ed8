import type { BulkStatus, ObjectType, ProblemCode, RejectReason } from '@handrail/contracts/vocabulary';
import type { FiredClock, Review } from '../exception-request/state.ts';
import type { ResolvedRequirement } from '../policy/decision.ts';
import type { Person, StageRef } from '../policy/facts.ts';
import type { FrozenClock } from '../policy/freeze-clock.ts';
import type { Gathered } from './gather.ts';

/** Where the records of a bulk request come from. */
export type BulkSource =
  /** `doubled`: how many ids were given more than once and count once. */
  | { readonly kind: 'ids'; readonly doubled: number }
  /** A list of the CRM, read once while the request is prepared. */
  | { readonly kind: 'list'; readonly listId: string; readonly name: string };

/** Everything a bulk request was filed with. Frozen. */
export interface BulkRequest {
  readonly bulkId: string;
  readonly objectType: ObjectType;
  readonly source: BulkSource;
  /** As it stood in the pinned policy version. */
  readonly exceptionType: { readonly id: string; readonly label: string };
  readonly reasonCode: { readonly id: string; readonly label: string };
  readonly reason: string;
  readonly requester: Person;
  readonly proposed: { readonly owner?: Person; readonly stage?: StageRef };
  /** ISO 8601 instants. */
  readonly expiresAt: string;
  readonly submittedAt: string;
  readonly policyVersion: number;
  readonly policyHash: string;
  /** `after_preview`: nobody is asked before the requester has seen what the records come to. */
  readonly asks: 'at_once' | 'after_preview';
}

/** How far the list of records has been read. */
export type Listing =
  | { readonly state: 'complete' }
  /** `after`: where the next page of the CRM's list starts; absent before the first. */
  | { readonly state: 'reading'; readonly after?: string };

interface Filed {
  readonly bulk: BulkRequest;
  readonly gathered: Gathered;
  /** Who must approve; null until all records have been looked at. Stand-ins are added, nothing is taken away. */
  readonly requirement: ResolvedRequirement | null;
  readonly clock: FrozenClock | null;
  readonly fired: readonly FiredClock[];
  readonly reviews: readonly Review[];
}

interface Asked extends Filed {
  readonly requirement: ResolvedRequirement;
}

/** The life of one bulk request; `none` is the state before it is filed. */
export type BulkState =
  | { readonly status: 'none' }
  | (Filed & { readonly status: 'preparing'; readonly listing: Listing })
  /** Prepared; the requester looks at what it comes to. */
  | (Asked & { readonly status: 'ready' })
  | (Asked & { readonly status: 'pending'; readonly askedAt: string })
  | (Asked & { readonly status: 'carrying_out' | 'needs_attention'; readonly approvedAt: string })
  | (Asked & { readonly status: 'done'; readonly approvedAt: string; readonly doneAt: string })
  /** Nobody could be asked. */
  | (Filed & {
      readonly status: 'refused';
      readonly refusedAt: string;
      readonly code: ProblemCode;
      readonly message: string;
    })
  | (Asked & {
      readonly status: 'rejected';
      readonly rejectedAt: string;
      readonly reason: RejectReason;
      readonly roles: readonly string[];
    })
  | (Filed & { readonly status: 'withdrawn'; readonly withdrawnAt: string })
  | (Asked & { readonly status: 'lapsed'; readonly lapsedAt: string });

/** A bulk request that has been filed. */
export type FiledBulk = Exclude<BulkState, { status: 'none' }>;

/** Statuses nothing leads out of. */
export const FINAL_BULK_STATUSES: ReadonlySet<BulkStatus> = new Set([
  'done',
  'refused',
  'rejected',
  'withdrawn',
  'lapsed',
]);
