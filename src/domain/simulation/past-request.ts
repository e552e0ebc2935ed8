import type { ResolvedRequirement } from '../policy/decision.ts';
import type { SimulatedCase } from './judge-case.ts';

/** What a past request tells of policy and pace: a case, and how long its decision took. */
export interface PastRequest extends SimulatedCase {
  /** Who had to approve it. */
  readonly requirement: ResolvedRequirement;
  /** ISO 8601 instant. */
  readonly submittedAt: string;
  /** When it was finally approved or rejected; null when it was not. */
  readonly decidedAt: string | null;
  /** E-mail addresses of those who approved. */
  readonly approvedBy: readonly string[];
}
