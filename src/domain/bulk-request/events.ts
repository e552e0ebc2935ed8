import type { ProblemCode, RejectReason } from '@handrail/contracts/vocabulary';
import type { Review } from '../exception-request/state.ts';
import type { ResolvedRequirement } from '../policy/decision.ts';
import type { Person } from '../policy/facts.ts';
import type { FrozenClock } from '../policy/freeze-clock.ts';
import type { CarriedOut } from './commands.ts';
import type { Gathered } from './gather.ts';
import type { BulkRequest } from './state.ts';

/** What happened to a bulk request. Each becomes one audit entry, in the same transaction. */
export type BulkEvent =
  | { readonly type: 'bulk_submitted'; readonly at: string; readonly bulk: BulkRequest }
  | {
      readonly type: 'bulk_prepared';
      readonly at: string;
      readonly gathered: Gathered;
      readonly requirement: ResolvedRequirement;
    }
  | {
      readonly type: 'bulk_refused';
      readonly at: string;
      readonly code: ProblemCode;
      readonly message: string;
    }
  | {
      readonly type: 'bulk_asked';
      readonly at: string;
      readonly by: Person;
      readonly clock: FrozenClock | null;
    }
  | { readonly type: 'bulk_review_recorded'; readonly at: string; readonly review: Review }
  | { readonly type: 'bulk_approved'; readonly at: string }
  | {
      readonly type: 'bulk_rejected';
      readonly at: string;
      readonly reason: RejectReason;
      readonly roles: readonly string[];
    }
  | {
      readonly type: 'bulk_escalated' | 'bulk_fell_back';
      readonly at: string;
      readonly dueAt: string;
      readonly people: readonly Person[];
    }
  | { readonly type: 'bulk_lapsed'; readonly at: string; readonly dueAt: string }
  | { readonly type: 'bulk_withdrawn'; readonly at: string; readonly by: Person }
  | { readonly type: 'bulk_retried'; readonly at: string; readonly by: Person }
  | {
      readonly type: 'bulk_needs_attention' | 'bulk_done';
      readonly at: string;
      readonly counts: CarriedOut;
    };
