import type { ObjectType } from '@handrail/contracts/vocabulary';
import type { Directory } from '../directory.ts';
import { truthOfCondition } from '../evaluate-conditions.ts';
import type { FactMap } from '../facts.ts';
import type { Condition, ConditionGroups, DecisionRight, ExceptionType, Policy } from '../policy.ts';
import { conditionsInWords } from '../policy-in-words.ts';
import { askedInWords } from './asked-in-words.ts';
import { bothSpans, eitherSpan, type NumberSpan, spanOf } from './number-span.ts';

/** Who one decision right asks, as far as that can be said before a request is filed. */
export interface AskBand {
  readonly label: string;
  /** Roles with everybody who may stand behind them. */
  readonly asks: string;
  readonly because: string;
  /** A number of the record: it applies above `above` and up to `atMost`, and may apply where the number is missing. */
  readonly when?: { readonly fact: string } & NumberSpan;
  /** True where more than that number decides: whether it applies is then open. */
  readonly depends: boolean;
}

/** What bands are made for: one type on records of one kind. */
export interface BandsQuestion {
  readonly policy: Pick<Policy, 'roles' | 'orgChart'>;
  readonly exceptionType: ExceptionType;
  readonly objectType: ObjectType;
  readonly directory: Directory;
  /** Whether a fact is a number of the record itself, so that whoever reads the record can compare it. */
  readonly isNumberOfRecord: (fact: string) => boolean;
}

const OBJECT_TYPE = 'request.object_type';

/**
 * Who will be asked, before anybody knows the facts: one band for each decision right that can apply to such records.
 * It never promises less than `evaluatePolicy` will ask: a decision right applies only where its band applies or may
 * apply, and its people are among those the band names. Pure.
 */
export function bandsOf(question: BandsQuestion): readonly AskBand[] {
  const bands = question.exceptionType.decisionRights.flatMap((row) => bandOf(row, question) ?? []);
  return bands.map((band, at) => {
    const before = bands.slice(0, at).filter(({ label }) => label === band.label).length;
    return before === 0 ? band : { ...band, label: `${band.label} (${before + 1})` };
  });
}

/** What is left of a group of conditions for one kind of record. */
interface Reduced {
  readonly conditions: readonly Condition[];
  readonly when?: { readonly fact: string; readonly span: NumberSpan };
  readonly depends: boolean;
}

/** Null when the row can never apply to such records. */
function bandOf(row: DecisionRight, question: BandsQuestion): AskBand | null {
  const groups = (row.when.length === 0 ? [[]] : row.when).flatMap((group) => reduce(group, question) ?? []);
  if (groups.length === 0) return null;
  return {
    label: row.label,
    asks: askedInWords(row.require, question),
    because: because(groups.map(({ conditions }) => conditions)),
    ...merge(groups),
  };
}

/** Null when the group cannot hold for such records. */
function reduce(
  group: readonly Condition[],
  { objectType, isNumberOfRecord }: BandsQuestion,
): Reduced | null {
  const facts: FactMap = { [OBJECT_TYPE]: { state: 'known', value: objectType } };
  const truths = group.map((condition) =>
    condition.property === OBJECT_TYPE ? truthOfCondition(condition, facts) : 'unknown',
  );
  if (truths.includes('false')) return null;
  const conditions = group.filter((_, at) => truths[at] !== 'true');
  let when: Reduced['when'];
  let depends = false;
  for (const condition of conditions) {
    const span = isNumberOfRecord(condition.property) ? spanOf(condition) : null;
    if (span === null || (when && when.fact !== condition.property)) depends = true;
    else when = { fact: condition.property, span: when ? bothSpans(when.span, span) : span };
  }
  return { conditions, depends, ...(when && { when }) };
}

/** One answer for groups of which any suffices. */
function merge(groups: readonly Reduced[]): Pick<AskBand, 'when' | 'depends'> {
  if (groups.some(({ when, depends }) => !when && !depends)) return { depends: false };
  const [first] = groups;
  const whens = groups.flatMap(({ when }) => when ?? []);
  if (!first?.when || whens.length < groups.length) return { depends: true };
  const { fact } = first.when;
  if (whens.some((one) => one.fact !== fact)) return { depends: true };
  const { exact, ...span } = eitherSpan(whens.map((one) => one.span));
  return { when: { fact, ...span }, depends: !exact || groups.some(({ depends }) => depends) };
}

function because(groups: ConditionGroups): string {
  return groups.some((group) => group.length === 0) ? 'Always asked.' : `Asked ${conditionsInWords(groups)}.`;
}
