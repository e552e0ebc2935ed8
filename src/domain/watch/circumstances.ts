import type { GovernedField, Truth } from '@handrail/contracts/vocabulary';
import type { Person } from '../policy/facts.ts';
import type { WatchedField } from './field-change.ts';
import type { WatchSettings } from './watch-settings.ts';

/** A write of Handrail's that is in its books. */
export interface OwnWrite {
  /** What it wrote: a field, or one property of Handrail's own. */
  readonly field: WatchedField;
  /** The CRM's name; absent for owner and stage, which a step names without the CRM's words. */
  readonly property?: string;
  /** A stage comes with its pipeline: either may be told as a change of its own. Empty for a field that was emptied. */
  readonly values: readonly string[];
  /** ISO 8601 instant; absent when the books of an older release do not say. */
  readonly at?: string;
  readonly requestId: string;
}

/** An exception that governs the record, or did, as far as a change has to be held against it. */
export interface GoverningException {
  readonly requestId: string;
  readonly typeLabel: string;
  readonly governs: readonly GovernedField[];
  /** The record's own exception, or that of its company. */
  readonly through: 'record' | 'group';
  /** ISO 8601 instant of the last approval: what the exception sets may be done by hand from here on. */
  readonly grantedAt: string;
  /** ISO 8601 instant at which the hold was written; null while it is not. */
  readonly heldFrom: string | null;
  /** ISO 8601 instant at which it began to end; null while it is in force. */
  readonly overAt: string | null;
  /** The values that may stand in each field that it set: one, or stage and pipeline. */
  readonly set: readonly { readonly field: GovernedField; readonly values: readonly string[] }[];
  /** CRM user ids of those with a part in it: the proposed owner, the requester, the approvers. */
  readonly parties: readonly string[];
}

/** Who made a change, as far as it was found out. */
export interface Author {
  readonly person: Person | null;
  /** Whether they hold a role that may change governed fields; `unknown` for an author nobody can name. */
  readonly mayChange: Truth;
}

/** Where a record stood among the standard handoffs of its type. */
export type Standing =
  /** @property position counts the handoffs of the record's type in the order of the policy, from 0 */
  | { readonly state: 'under'; readonly label: string; readonly position: number }
  | { readonly state: 'outside' }
  /** @property unknown names of the facts that are missing */
  | { readonly state: 'unknown'; readonly unknown: readonly string[] };

/** Everything that a change is held against. */
export interface Circumstances {
  /** The CRM's id of Handrail's own app; null when nobody said which it is. */
  readonly ownAppId: string | null;
  readonly ownWrites: readonly OwnWrite[];
  /** Writes that may have been made and are not in the books as done: a step that is being worked. */
  readonly begunWrites: readonly OwnWrite[];
  /** True while a request for the record waits for its decision. */
  readonly isWaiting: boolean;
  /**
   * Automations that may have made a change which the CRM names only a user for; null when nobody could look. Absent
   * for every other change.
   */
  readonly writers?: readonly Writer[] | null;
  /** Any order. */
  readonly exceptions: readonly GoverningException[];
  readonly author: Author;
  readonly before: Standing;
  readonly after: Standing;
  readonly settings: WatchSettings;
}

/** An automation of the CRM that is on and writes a field, or may. */
export interface Writer {
  readonly name: string;
  /** True when it is known to leave held records alone. */
  readonly respects: boolean;
}

/** True from the grant until the end begins. @param at milliseconds since 1970 UTC */
export function isInForce({ grantedAt, overAt }: GoverningException, at: number): boolean {
  return Date.parse(grantedAt) <= at && (overAt === null || at < Date.parse(overAt));
}
