import type { CoverageVerdict, GuardMechanism } from '@handrail/contracts/vocabulary';
import type { RecordKind, WrittenField } from './automation.ts';

/** Why a verdict was given. Stable; a script may branch on it. */
export const COVERAGE_REASONS = [
  'excluded',
  'branched_off',
  'checked_and_branched_off',
  'nothing_governed',
  'unguarded',
  'changes_associated_records',
  'guards_entry_only',
  'entry_by_hand_not_guarded',
  'tagged_while_inside',
  'some_held_records_pass',
  'check_without_answer_passes',
  'opaque_action',
  'guard_not_understood',
  'not_understood',
  'not_readable',
] as const;
export type CoverageReason = (typeof COVERAGE_REASONS)[number];

/** Whether one automation leaves held records alone, and how that is known. */
export interface Coverage {
  readonly automationId: string;
  readonly name: string;
  readonly revision: string | null;
  readonly enabled: boolean;
  readonly recordKind: RecordKind;
  readonly verdict: CoverageVerdict;
  readonly reason: CoverageReason;
  /** What guards, fully or in part; null when nothing does. */
  readonly mechanism: GuardMechanism | null;
  /** The governed fields it changes by itself, of its records or of associated ones. */
  readonly writes: readonly WrittenField[];
  /** The evidence in one sentence. */
  readonly evidence: string;
  /** The way to the write, or to what stands in for it: one step a line, in words. */
  readonly path: readonly string[];
}

/** An automation the CRM would not show. */
export interface UnreadableAutomation {
  readonly id: string;
  readonly name: string;
  /** In words, completing "It could not be read: ". */
  readonly why: string;
  /** True when the CRM does not know it. */
  readonly gone?: boolean;
}

/** What is said of an automation nobody could look into: never more than that. */
export function coverageOfUnreadable({ id, name, why }: UnreadableAutomation): Coverage {
  return {
    automationId: id,
    name,
    revision: null,
    enabled: true,
    recordKind: 'unknown',
    verdict: 'not_visible',
    reason: 'not_readable',
    mechanism: null,
    writes: [],
    evidence: `It could not be read: ${why}.`,
    path: [],
  };
}
