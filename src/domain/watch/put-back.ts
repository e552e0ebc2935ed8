import type { RemedyOutcome } from '@handrail/contracts/vocabulary';
import type { FieldValue } from '../exception-request/break-glass.ts';
import { isSameField } from '../exception-request/break-glass.ts';
import type { WatchSettings } from './watch-settings.ts';

const HOUR = 60 * 60 * 1000;

/** A write that put a field back, or was about to. */
export interface PutBackAttempt {
  readonly changeId: string;
  /** ISO 8601 instant right before the write. */
  readonly at: string;
  /** What was to be written: a stage comes with its pipeline. */
  readonly wrote: readonly string[];
}

/** What was put back of one field of one record, and whether RevOps was told. */
export interface RepairLedger {
  /** Oldest first; those outside the window may be gone. */
  readonly attempts: readonly PutBackAttempt[];
  /** ISO 8601 instant at which RevOps was last told; null when never. */
  readonly raisedAt: string | null;
}

export const EMPTY_LEDGER: RepairLedger = { attempts: [], raisedAt: null };

/** What a repair is decided from. */
export interface PutBackQuestion {
  readonly changeId: string;
  /** The field as it was read a moment ago. */
  readonly present: FieldValue;
  /** What must stand there. */
  readonly wanted: FieldValue;
  /** The value that the change wrote; empty when it emptied the field. */
  readonly wrote: string;
  readonly ledger: RepairLedger;
  readonly rule: WatchSettings['putBack'];
  readonly now: Date;
}

export type PutBackDecision =
  /** Write `wanted`; the ledger with this attempt is to be kept before. */
  | { readonly next: 'write'; readonly ledger: RepairLedger }
  | {
      readonly next: 'settle';
      readonly outcome: Extract<RemedyOutcome, 'put_back' | 'already_right' | 'overtaken'>;
    }
  /** It was put back as often as it may be. */
  | { readonly next: 'raise' };

/**
 * Decides about one repair. Nothing is ever written over the right value, nor over one that the change did not write:
 * whoever wrote that is judged on their own. Within the window a field is put back at most as often as the rule says;
 * an attempt counts from before its write, so that one whose outcome was lost counts as well.
 */
export function decidePutBack(question: PutBackQuestion): PutBackDecision {
  const { changeId, present, wanted, wrote, ledger, rule, now } = question;
  if (isRight(present, wanted)) {
    const isOurs = ledger.attempts.some((attempt) => attempt.changeId === changeId);
    return { next: 'settle', outcome: isOurs ? 'put_back' : 'already_right' };
  }
  if (!valuesIn(present).map(plain).includes(plain(wrote))) return { next: 'settle', outcome: 'overtaken' };
  const since = now.getTime() - rule.withinHours * HOUR;
  const attempts = ledger.attempts.filter(({ at }) => Date.parse(at) > since);
  if (attempts.length >= rule.atMost) return { next: 'raise' };
  return {
    next: 'write',
    ledger: {
      ...ledger,
      attempts: [...attempts, { changeId, at: now.toISOString(), wrote: valuesIn(wanted) }],
    },
  };
}

/** True when RevOps was told of this field within the window: nothing new would be said. */
export function wasRaised({ raisedAt }: RepairLedger, rule: WatchSettings['putBack'], now: Date): boolean {
  return raisedAt !== null && now.getTime() - Date.parse(raisedAt) < rule.withinHours * HOUR;
}

/** A stage is right whatever its pipeline is called when nobody said which one is wanted. */
function isRight(present: FieldValue, wanted: FieldValue): boolean {
  if (present.field === 'stage' && wanted.field === 'stage')
    return (
      present.stageId === wanted.stageId &&
      (wanted.pipelineId === undefined || present.pipelineId === wanted.pipelineId)
    );
  if (present.field === 'property' && wanted.field === 'property')
    return present.property === wanted.property && plain(present.value) === plain(wanted.value);
  return isSameField(present, wanted);
}

/** A box that was never ticked has no value. */
function plain(value: string): string {
  return value === 'false' ? '' : value;
}

/** Either part of a stage may be what a change wrote. */
function valuesIn(value: FieldValue): readonly string[] {
  switch (value.field) {
    case 'owner':
      return [value.ownerId];
    case 'stage':
      return [value.stageId, ...(value.pipelineId === undefined ? [] : [value.pipelineId])];
    case 'property':
      return [value.value];
  }
}
