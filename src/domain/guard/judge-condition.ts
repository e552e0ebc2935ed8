import type { Truth } from '@handrail/contracts/vocabulary';
import type { FieldNames } from './automation.ts';
import type { Condition, FieldTest } from './condition.ts';

/** What a condition says about a record that is on hold and of which nothing else is known. */
export interface Judgement {
  readonly truth: Truth;
  /** Whether the answer could be another one for a record that is not tagged. */
  readonly looksAtTag: boolean;
  /** What in it was not understood, in words, even where that makes no difference to the truth. */
  readonly notUnderstood: readonly string[];
}

/** What is known of the record besides the hold. */
export interface HeldContext {
  readonly names: FieldNames;
  /** Check and read nodes that were passed while the record was held. */
  readonly seen: ReadonlySet<string>;
}

/** How well a condition singles out held records. */
export type GuardStrength =
  /** Every held record. */
  | 'sure'
  /** It looks at Handrail's fields, but only some held records are meant. */
  | 'partial'
  /** It holds something that is not understood. */
  | 'cannot_tell'
  | 'none';

/** For conditions that are asked before anything was read. */
export const NOTHING_SEEN: ReadonlySet<string> = new Set();

const YES: Judgement = { truth: 'true', looksAtTag: false, notUnderstood: [] };
const DEPENDS: Judgement = { truth: 'unknown', looksAtTag: false, notUnderstood: [] };

/**
 * Judges a condition in three values against "this record is on hold". Everything else about the record is unknown,
 * so `true` and `false` hold for each held record.
 */
export function judgeCondition(condition: Condition, context: HeldContext): Judgement {
  switch (condition.kind) {
    case 'all':
      return join(
        condition.of.map((one) => judgeCondition(one, context)),
        'false',
      );
    case 'any':
      return join(
        condition.of.map((one) => judgeCondition(one, context)),
        'true',
      );
    case 'not':
      return negate(judgeCondition(condition.of, context));
    case 'field':
      return judgeField(condition.property, condition.test, context.names);
    case 'answer':
      return judgeAnswer(condition.nodeId, condition.test, context);
    case 'seen':
      return judgeSeen(condition, context);
    case 'certain':
      return { ...YES, truth: condition.holds ? 'true' : 'false' };
    case 'user':
    case 'elsewhere':
      return DEPENDS;
    case 'not_understood':
      return doubt(condition.what, false);
  }
}

/**
 * The strength of a condition that keeps out whom it holds for. One with a part that is not understood is never sure,
 * even if that part should make no difference: a CRM that cannot evaluate it either may keep nobody out.
 */
export function strengthOf({ truth, looksAtTag, notUnderstood }: Judgement): GuardStrength {
  if (truth === 'false') return 'none';
  if (notUnderstood.length > 0) return 'cannot_tell';
  if (truth === 'true') return 'sure';
  return looksAtTag ? 'partial' : 'none';
}

/** The judgement of the opposite. */
export function negate(judgement: Judgement): Judgement {
  const opposite: Readonly<Record<Truth, Truth>> = { true: 'false', false: 'true', unknown: 'unknown' };
  return { ...judgement, truth: opposite[judgement.truth] };
}

/** Kleene's AND (`decisive` false) and OR (`decisive` true). What vendors mean by nothing at all is not relied on. */
function join(parts: readonly Judgement[], decisive: 'true' | 'false'): Judgement {
  if (parts.length === 0) return DEPENDS;
  const truths = parts.map(({ truth }) => truth);
  const indecisive = decisive === 'true' ? 'false' : 'true';
  return {
    truth: truths.includes(decisive) ? decisive : truths.includes('unknown') ? 'unknown' : indecisive,
    looksAtTag: parts.some((part) => part.looksAtTag),
    notUnderstood: [...new Set(parts.flatMap((part) => part.notUnderstood))],
  };
}

function judgeField(property: string, test: FieldTest, names: FieldNames): Judgement {
  if (property === names.hold) return judgeHold(test, names.heldValue);
  if (names.tags.has(property)) return { ...DEPENDS, looksAtTag: true };
  // A name that differs in capitals only may be the same field to the CRM or another one.
  if (names.tags.has(property.toLowerCase())) return doubt(`the field name "${property}"`, true);
  return DEPENDS;
}

/** What was seen before the record was tagged may be anything. */
function judgeSeen(
  { nodeIds, property, test }: Extract<Condition, { kind: 'seen' }>,
  { names, seen }: HeldContext,
): Judgement {
  const fresh = judgeField(property, test, names);
  if (fresh.notUnderstood.length > 0 || nodeIds.every((nodeId) => seen.has(nodeId))) return fresh;
  return { ...DEPENDS, looksAtTag: fresh.looksAtTag };
}

function judgeHold(test: FieldTest, heldValue: string): Judgement {
  const certain = (holds: boolean): Judgement => ({
    ...YES,
    truth: holds ? 'true' : 'false',
    looksAtTag: true,
  });
  switch (test.kind) {
    case 'one_of':
    case 'none_of': {
      const isMeant = test.values.includes(heldValue);
      const isNearly = test.values.some((value) => value.trim().toLowerCase() === heldValue);
      if (!isMeant && isNearly)
        return doubt(`the value "${test.values.join(', ')}" for the routing hold`, true);
      return certain(isMeant === (test.kind === 'one_of'));
    }
    case 'has_value':
      return certain(true);
    case 'has_no_value':
      return certain(false);
    case 'something_else':
      return { ...DEPENDS, looksAtTag: true };
    case 'not_understood':
      return doubt(test.what, true);
  }
}

/**
 * The answer of a check says "held", or nothing at all when the check could not be made. One that was asked before
 * the record was tagged, or never, says nothing that can be relied on.
 */
function judgeAnswer(nodeId: string, test: FieldTest, { names, seen }: HeldContext): Judgement {
  const depends: Judgement = { ...DEPENDS, looksAtTag: true };
  if (test.kind === 'not_understood') return doubt(test.what, true);
  if (!seen.has(nodeId) || (test.kind !== 'one_of' && test.kind !== 'none_of')) return depends;
  const onHeld = test.values.includes(names.heldValue);
  const onNothing = test.values.includes('');
  if (onHeld !== onNothing) return depends;
  return { ...YES, truth: onHeld === (test.kind === 'one_of') ? 'true' : 'false', looksAtTag: true };
}

function doubt(what: string, looksAtTag: boolean): Judgement {
  return { truth: 'unknown', looksAtTag, notUnderstood: [what] };
}
