import type { Truth } from '@handrail/contracts/vocabulary';
import type { Person } from './facts.ts';
import type { Condition, Thresholds } from './policy.ts';

/** One condition with what it wanted and what it saw: the leaf of every explanation. */
export interface ConditionResult {
  readonly condition: Condition;
  readonly truth: Truth;
  /** Plain words: "amount is greater than 50,000". */
  readonly wanted: string;
  /** Plain words: "62,000", "blank", "not known (…)". */
  readonly saw: string;
}

/** Condition groups with their results: OR between groups, AND within one. No groups: always true. */
export interface ConditionsResult {
  readonly truth: Truth;
  readonly groups: readonly { readonly truth: Truth; readonly conditions: readonly ConditionResult[] }[];
}

/** Somebody who may fill another person's place in a role. Their decision counts for that place and no other. */
export interface Delegate {
  readonly delegationId: string;
  /** Address of the person whose place it is. */
  readonly inPlaceOf: string;
  readonly person: Person;
}

/** A requirement with its roles resolved to people: frozen into the request. */
export type ResolvedRequirement =
  | ({
      readonly kind: 'role';
      readonly role: string;
      readonly label: string;
      readonly people: readonly Person[];
      /** Why these people: "Region lead for EMEA". */
      readonly because: string;
      /** The fact that chose the people, for a role by fact. */
      readonly fact?: string;
      /** Who may fill the place of somebody of `people`, for a time. Absent when nobody does. */
      readonly delegates?: readonly Delegate[];
      /** Addresses of those who cannot decide for now: they stand in for the requester. Absent when there are none. */
      readonly barred?: readonly string[];
      /** Holders of the role who are not asked, because they are not active in the CRM. */
      readonly leftOut?: readonly Person[];
    } & Thresholds)
  | { readonly kind: 'all_of'; readonly of: readonly ResolvedRequirement[] }
  | { readonly kind: 'any_of'; readonly of: readonly ResolvedRequirement[] };

/** One decision right with its outcome. Excluded rows stay in the tree: they explain who was not asked. */
export interface DecisionRightResult {
  readonly id: string;
  readonly label: string;
  /** `false`: excluded. `true` or `unknown`: its approvers are added. */
  readonly truth: Truth;
  readonly when: ConditionsResult;
  readonly require: ResolvedRequirement;
  /** One sentence a rep can read. */
  readonly because: string;
}

/** The answer of `evaluatePolicy`: a tree that explains itself. */
export interface PolicyDecision {
  readonly policyVersion: number;
  readonly policyHash: string;
  readonly exceptionTypeId: string;
  readonly criteria: ConditionsResult;
  readonly rows: readonly DecisionRightResult[];
  /** All rows that could not be excluded, ANDed; null when no row applies (a gap in the policy). */
  readonly requirement: ResolvedRequirement | null;
  /** Facts that were unknown and mattered, so that somebody can fill them in. */
  readonly unknownFacts: readonly string[];
}

/** What the standard rule would do if the record were left alone: kept with the request. */
export type StandardPath =
  | {
      readonly state: 'known';
      readonly handoffId: string;
      readonly handoffLabel: string;
      readonly ruleId: string;
      readonly words: string;
      readonly slaHours: number;
    }
  | { readonly state: 'unknown'; readonly words: string; readonly unknownFacts: readonly string[] }
  | { readonly state: 'none'; readonly words: string };
