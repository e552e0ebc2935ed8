import type { ObjectType } from '@handrail/contracts/vocabulary';
import { longestDays } from '../longest-days.ts';
import type { DecisionRight, ExceptionType, Requirement } from '../policy.ts';
import { factsInWords } from '../policy-in-words.ts';
import type { LintFinding } from './finding.ts';
import { type Goal, type SearchResult, searchFacts } from './search-facts.ts';

/** Rows of one exception type that never apply, facts for which none applies, and rows that add nothing. */
export function lintRows(type: ExceptionType): readonly LintFinding[] {
  const unreachable = type.decisionRights.flatMap((row) => unreachableRow(type, row));
  const dead = new Set(unreachable.map(({ row }) => row));
  const reachable = type.decisionRights.filter(({ id }) => !dead.has(id));
  return [...unreachable, ...gaps(type), ...overlaps(type, reachable)];
}

/** The result over all kinds of record the type applies to, with the kind it was found for. */
function searchAll(
  { appliesTo, validity }: ExceptionType,
  goals: readonly Goal[],
): { readonly result: SearchResult; readonly objectType?: ObjectType } {
  let result: SearchResult = 'none';
  for (const objectType of appliesTo) {
    const found = searchFacts(goals, objectType, longestDays(validity));
    if (typeof found !== 'string') return { result: found, objectType };
    if (found === 'gave_up') result = 'gave_up';
  }
  return { result };
}

function unreachableRow(type: ExceptionType, row: DecisionRight): readonly LintFinding[] {
  const foreign = row.when.flat().some(({ property }) => {
    const [object = ''] = property.split('.');
    return !['request', 'owner', 'company', ...type.appliesTo].includes(object);
  });
  // Facts a record does not have are unknown, and unknown keeps the row in.
  if (foreign) return [];
  const at = { exceptionType: type.id, row: row.id };
  const alone = searchAll(type, [{ when: row.when, wanted: 'true' }]).result;
  if (alone === 'gave_up') return [notSearched(type, `whether row "${row.label}" can apply`, at)];
  if (alone === 'none') {
    const message = `Row "${row.label}" of ${type.label} can never apply: its conditions contradict each other. Correct or delete it.`;
    return [{ code: 'unreachable_row', severity: 'error', ...at, message }];
  }
  const withCriteria: Goal[] = [
    { when: row.when, wanted: 'true' },
    { when: type.criteria.when, wanted: 'not_false' },
  ];
  if (searchAll(type, withCriteria).result !== 'none') return [];
  const message = `Row "${row.label}" of ${type.label} can never apply: whatever meets its conditions does not meet the type's criteria. Correct or delete it.`;
  return [{ code: 'unreachable_row', severity: 'error', ...at, message }];
}

function gaps(type: ExceptionType): readonly LintFinding[] {
  const goals: Goal[] = [
    { when: type.criteria.when, wanted: 'not_false' },
    ...type.decisionRights.map(({ when }): Goal => ({ when, wanted: 'false' })),
  ];
  const { result, objectType } = searchAll(type, goals);
  if (result === 'none') return [];
  if (result === 'gave_up') return [notSearched(type, 'whether every request has an approver')];
  const facts = factsInWords(result);
  const where = facts === '' ? '' : ` when ${facts}`;
  return [
    {
      code: 'gap',
      severity: 'error',
      exceptionType: type.id,
      message: `Nobody is asked for ${type.label} on a ${objectType}${where}: such a request is refused. Add a row that covers it.`,
    },
  ];
}

function overlaps(type: ExceptionType, rows: readonly DecisionRight[]): readonly LintFinding[] {
  return rows.flatMap((row, at) => {
    const wider = rows.find((other, otherAt) => {
      if (other.id === row.id || !covers(other.require, row.require)) return false;
      if (!alwaysWith(type, other, row)) return false;
      // Of two rows that say the same, the first one stays.
      const isTwin = covers(row.require, other.require) && alwaysWith(type, row, other);
      return !isTwin || otherAt < at;
    });
    if (!wider) return [];
    const message = `Row "${row.label}" of ${type.label} adds nothing: whenever it applies, row "${wider.label}" asks the same people or more. Delete it, or ask somebody else.`;
    return [{ code: 'overlap', severity: 'warning', exceptionType: type.id, row: row.id, message } as const];
  });
}

/** True when `other` applies wherever `row` does. */
function alwaysWith(type: ExceptionType, other: DecisionRight, row: DecisionRight): boolean {
  const { result } = searchAll(type, [
    { when: other.when, wanted: 'false' },
    { when: row.when, wanted: 'not_false' },
    { when: type.criteria.when, wanted: 'not_false' },
  ]);
  return result === 'none';
}

/** True when approvals that satisfy `wider` always satisfy `narrower`, whoever the roles resolve to. */
export function covers(wider: Requirement, narrower: Requirement): boolean {
  if (narrower.kind === 'all_of') return narrower.of.every((part) => covers(wider, part));
  if (wider.kind === 'any_of') return wider.of.every((part) => covers(part, narrower));
  if (narrower.kind === 'any_of' && narrower.of.some((part) => covers(wider, part))) return true;
  if (wider.kind === 'all_of') return wider.of.some((part) => covers(part, narrower));
  if (narrower.kind !== 'role' || narrower.role !== wider.role) return false;
  return (
    wider.approve >= narrower.approve &&
    wider.deny <= narrower.deny &&
    narrower.distinctFrom.every((role) => wider.distinctFrom.includes(role)) &&
    (narrower.delegable || !wider.delegable)
  );
}

function notSearched(type: ExceptionType, what: string, at: Pick<LintFinding, 'row'> = {}): LintFinding {
  return {
    code: 'not_searched',
    severity: 'warning',
    exceptionType: type.id,
    ...at,
    message: `${type.label} has too many conditions to tell ${what}. Try requests of your own with "handrail policy simulate --file".`,
  };
}
