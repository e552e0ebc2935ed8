import type { MendObstacle, MendWay } from '@handrail/contracts/vocabulary';
import type { Automation, FieldNames } from '../automation.ts';
import { classifyAutomation } from '../classify-automation.ts';
import type { Coverage } from '../coverage.ts';
import { createPortal } from '../reach.ts';
import { adviseByHand } from './advise.ts';
import type { MendDraft, NoMendDraft } from './mend.ts';

/** What can be done about one automation. */
export type MendVerdict =
  /** The change makes it respect the hold. */
  | {
      readonly kind: 'offered';
      readonly way: MendWay;
      /** What is said of it once it is changed. */
      readonly after: Coverage;
      readonly draft: MendDraft;
    }
  /** No change by us would, and what a person can do instead. */
  | {
      readonly kind: 'explained';
      readonly code: MendObstacle;
      /** One sentence. */
      readonly why: string;
      /** Steps for a person, in order. */
      readonly advice: readonly string[];
      /** What would be said of it if it were changed all the same; null where no change could be worked out. */
      readonly after: Coverage | null;
    }
  /** It leaves held records alone, or writes nothing, or nobody knows whether it does. */
  | { readonly kind: 'not_needed'; readonly why: string };

const NOT_NEEDED: Readonly<Partial<Record<Coverage['verdict'], string>>> = {
  respects: 'It leaves held records alone already.',
  does_not_write: 'It changes no governed field, so there is nothing to mend.',
  needs_review:
    'Whether it ignores the routing hold is not known: a person must look at it and can mark it as reviewed.',
  not_visible: 'It cannot be read, so it cannot be changed either.',
};

/**
 * Judges a draft before anybody sees it: one after which the automation would not respect the hold is never offered
 * as a mend. Pure; never throws.
 *
 * @param others every automation that was read beside it, itself included or not
 */
export function judgeMend(
  before: Coverage,
  draft: MendDraft | NoMendDraft,
  others: readonly Automation[],
  names: FieldNames,
): MendVerdict {
  const notNeeded = NOT_NEEDED[before.verdict];
  if (notNeeded !== undefined) return { kind: 'not_needed', why: notNeeded };
  if (draft.kind === 'none') {
    const { code, why } = draft;
    return { kind: 'explained', code, why, advice: adviseByHand(before, before.reason), after: null };
  }
  const after = judgeAs(draft.automation, others, names);
  if (after.verdict === 'respects') return { kind: 'offered', way: draft.way, after, draft };
  return {
    kind: 'explained',
    code: 'not_respected_after',
    why: `Keeping held records out is not enough: ${after.evidence}`,
    advice: adviseByHand(before, after.reason),
    after,
  };
}

/** What is said of an automation in place of the one with its id. */
export function judgeAs(automation: Automation, others: readonly Automation[], names: FieldNames): Coverage {
  const rest = others.filter(({ id }) => id !== automation.id);
  return classifyAutomation(automation, createPortal([...rest, automation], names));
}
