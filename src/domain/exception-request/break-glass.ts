import type { OwedOutcome, RevertReason } from '@handrail/contracts/vocabulary';
import type { Person } from '../policy/facts.ts';

/** Why a request took effect at once, and by when it must have been reviewed. Frozen into the request. */
export interface BreakGlass {
  readonly reason: string;
  /** ISO 8601 instant. */
  readonly dueAt: string;
}

/** A value of a field that a playbook changes; an empty string for none. */
export type FieldValue =
  | { readonly field: 'owner'; readonly ownerId: string }
  | { readonly field: 'stage'; readonly stageId: string; readonly pipelineId?: string }
  | { readonly field: 'property'; readonly property: string; readonly value: string };

/** What a field held before the grant, and what the grant sets it to. */
export interface FieldChange {
  readonly was: FieldValue;
  readonly set: FieldValue;
}

/** The review of an exception that took effect before anybody approved it. */
export interface OwedReview {
  /** ISO 8601 instant. */
  readonly dueAt: string;
  readonly outcome: OwedOutcome;
  readonly decidedAt?: string;
  /** Read from the record before the first change; empty as long as nothing can have been changed. */
  readonly changes: readonly FieldChange[];
}

/** How a break-glass exception came to be taken back. */
export interface Revert {
  readonly reason: RevertReason;
  readonly by: Person | null;
  /** Labels of the roles that refused it. */
  readonly roles: readonly string[];
  /** Fields that were left because somebody changed them since; null until the others are back. */
  readonly left: readonly string[] | null;
}

/** True while an exception is in effect that nobody has reviewed. */
export function isReviewOwed({ owedReview }: { readonly owedReview: OwedReview | null }): boolean {
  return owedReview?.outcome === 'owed';
}

/** What people call a field: "owner", "stage", "priority". */
export function fieldInWords(value: FieldValue): string {
  return value.field === 'property' ? value.property : value.field;
}

/** True when both are the same value of the same field. */
export function isSameField(one: FieldValue, other: FieldValue): boolean {
  switch (one.field) {
    case 'owner':
      return other.field === 'owner' && one.ownerId === other.ownerId;
    case 'stage':
      return other.field === 'stage' && one.stageId === other.stageId;
    case 'property':
      return other.field === 'property' && one.property === other.property && one.value === other.value;
  }
}
