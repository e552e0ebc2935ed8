import type { ExtensionOutcome, RejectReason } from '@handrail/contracts/vocabulary';
import type { PolicyDecision, ResolvedRequirement } from '../policy/decision.ts';
import type { FactMap, Person } from '../policy/facts.ts';
import type { ExceptionRequest, Review } from './state.ts';

/** How far and how often an exception may be extended. Frozen into the request. */
export interface ExtensionTerms {
  /** How many extensions may be decided; one that was rejected counts, one that was withdrawn does not. */
  readonly most: number;
  /** Days by which each may move the end. */
  readonly days: number;
  /** Characters, after trimming. */
  readonly reasonMinLength: number;
}

/** One extension that was asked for. Its reviews are its own: approving the exception was no word about a longer one. */
export interface Extension {
  /** Counts from 1 within the request. */
  readonly number: number;
  readonly by: Person;
  readonly reason: string;
  /** The end when it was asked for, and the end asked for. ISO 8601 instants. */
  readonly from: string;
  readonly until: string;
  readonly askedAt: string;
  /** What was evaluated when it was asked for, with the whole validity up to `until`. */
  readonly facts: FactMap;
  readonly decision: PolicyDecision;
  /** Who must approve it by now. */
  readonly requirement: ResolvedRequirement;
  readonly reviews: readonly Review[];
  readonly outcome: ExtensionOutcome;
  readonly decidedAt?: string;
  /** Why it was rejected. */
  readonly rejection?: { readonly reason: RejectReason; readonly roles: readonly string[] };
}

interface Extended {
  readonly request: Pick<ExceptionRequest, 'expiresAt'>;
  readonly extensions: readonly Extension[];
}

const DAY = 24 * 60 * 60 * 1000;

/** When an exception ends by itself: as it was filed, or as far as it was extended. */
export function expiryOf({ request, extensions }: Extended): string {
  return extensions.findLast(({ outcome }) => outcome === 'approved')?.until ?? request.expiresAt;
}

/** The extension that waits for its decision. */
export function openExtension({ extensions }: Pick<Extended, 'extensions'>): Extension | undefined {
  return extensions.find(({ outcome }) => outcome === 'open');
}

/** How many further extensions may be asked for under the terms. */
export function extensionsLeft({ most }: ExtensionTerms, extensions: readonly Extension[]): number {
  const used = extensions.filter(({ outcome }) => outcome === 'approved' || outcome === 'rejected').length;
  return Math.max(0, most - used);
}

/** The latest end that one further extension may ask for, as an ISO 8601 instant. */
export function latestExtension({ days }: ExtensionTerms, state: Extended): string {
  return new Date(Date.parse(expiryOf(state)) + days * DAY).toISOString();
}
