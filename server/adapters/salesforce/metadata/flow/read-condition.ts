import type { FieldNames } from '../../../../../src/domain/guard/automation.ts';
import { type Condition, type FieldTest, notUnderstood } from '../../../../../src/domain/guard/condition.ts';
import { joinByLogic } from '../filter-logic.ts';
import { type FormulaScope, readFormula } from '../formula/read-formula.ts';
import { all, flag, text, toldText, type XmlObject } from '../xml-shape.ts';
import type { FlowElement, FlowModel } from './flow-model.ts';
import type { Meanings } from './meanings.ts';
import { readTest } from './read-test.ts';
import { canonical, type Meaning, type Subject, TRIGGERING } from './subjects.ts';

/** The conditions of a flow as seen by one record: what is asked of other records says nothing about it. */
export interface ConditionReader {
  /** Of a decision's outcome. */
  ofRule(rule: XmlObject): Condition;
  /** The filters of a lookup or update, asked of the record now. */
  ofFilters(element: FlowElement, filters?: readonly XmlObject[]): Condition;
  /** What starts the flow; null when nothing is asked. */
  ofStart(start: XmlObject): Condition | null;
}

export interface ConditionOptions {
  readonly model: FlowModel;
  readonly meanings: Meanings;
  readonly names: FieldNames;
  readonly subject: Subject;
  /** Records whose tag the flow sets itself, by their ids as subjects. */
  readonly setByFlow: ReadonlySet<string>;
}

const ELSEWHERE: Condition = { kind: 'elsewhere' };
const DEEPEST = 20;
const PRIOR = `${TRIGGERING}__Prior.`;

export function createConditionReader(options: ConditionOptions): ConditionReader {
  const { model, meanings, names, subject, setByFlow } = options;
  const isTag = (field: string) => names.tags.has(field.toLowerCase());
  const endsInTag = (reference: string) => isTag(reference.split('.').at(-1) ?? '');

  function onReference(asked: string, test: FieldTest, depth: number): Condition {
    const reference = canonical(asked);
    const meaning = meanings.ofValue(reference);
    switch (meaning.kind) {
      case 'permission':
        return yesOrNo({ kind: 'user', what: meaning.name }, test);
      case 'constant':
        return yesOrNo({ kind: 'certain', holds: meaning.value }, test);
      case 'formula':
        return onFormula(meaning.expression, test, depth);
      case 'field':
        return isTag(meaning.field) ? onField(meaning, reference, test) : ELSEWHERE;
      default:
        if (!endsInTag(reference)) return ELSEWHERE;
        return reference.startsWith(PRIOR)
          ? onPrior(reference.slice(PRIOR.length))
          : notUnderstood(`what ${reference} stands for`);
    }
  }

  /** The value that the record had before it was saved says nothing about now. */
  function onPrior(field: string): Condition {
    if (subject.id !== TRIGGERING) return ELSEWHERE;
    return { kind: 'field', property: field.toLowerCase(), test: { kind: 'something_else' } };
  }

  function onField(
    { origins, field }: Extract<Meaning, { kind: 'field' }>,
    reference: string,
    test: FieldTest,
  ): Condition {
    const mine = origins.filter((origin) => origin.subject.id === subject.id);
    const [only] = mine;
    if (!only) return ELSEWHERE;
    if (origins.length > 1) return notUnderstood(`of which record ${reference} is`);
    if (setByFlow.has(subject.id)) return notUnderstood(`${reference}, which the flow sets itself`);
    if (only.fields && !only.fields.has(field))
      return notUnderstood(`${reference}, which is not among the fields that are read`);
    return { kind: 'seen', nodeIds: only.reads, property: field, test };
  }

  function onFormula(expression: string, test: FieldTest, depth: number): Condition {
    if (depth > DEEPEST) return notUnderstood('formulas that use each other');
    return yesOrNo(readFormula(expression, scope(depth + 1)), test);
  }

  function scope(depth: number): FormulaScope {
    return {
      isTag: endsInTag,
      test: (path, test) => onReference(path, test, depth),
    };
  }

  function onComparison(raw: XmlObject): Condition {
    const reference = text(raw, 'leftValueReference') ?? '';
    const test = readTest(raw, 'rightValue', meanings);
    const found = foundCondition(reference);
    if (found && test.kind === 'has_value') return found;
    if (found && test.kind === 'has_no_value') return { kind: 'not', of: found };
    return onReference(reference, test, 0);
  }

  /** Whether a lookup of this record by its id, with further filters, found it. */
  function foundCondition(reference: string): Condition | null {
    const [only, ...others] = reference.includes('.') ? [] : (meanings.ofRecord(reference) ?? []);
    if (!only?.filteredBy || others.length > 0 || only.subject.id !== subject.id) return null;
    const lookup = model.elements.get(only.filteredBy);
    const byId = lookup && meanings.idFilter(lookup);
    return byId ? seenAt(filtersOf(byId.others, null), only.reads) : null;
  }

  function filtersOf(filters: readonly XmlObject[], logic: string | null): Condition {
    return joinByLogic(
      logic,
      filters.map((filter) => {
        const field = text(filter, 'field') ?? '';
        return isTag(field)
          ? { kind: 'field', property: field.toLowerCase(), test: readTest(filter, 'value', meanings) }
          : ELSEWHERE;
      }),
    );
  }

  return {
    ofRule(rule) {
      const asked = joinByLogic(toldText(rule, 'conditionLogic'), all(rule, 'conditions').map(onComparison));
      // Met only by the save in which the record comes to meet it, not by every record that does.
      return flag(rule, 'doesRequireRecordChangedToMeetCriteria')
        ? { kind: 'all', of: [asked, ELSEWHERE] }
        : asked;
    },
    ofFilters: ({ raw }, filters) =>
      filters ? filtersOf(filters, null) : filtersOf(all(raw, 'filters'), toldText(raw, 'filterLogic')),
    ofStart(start) {
      const formula = text(start, 'filterFormula');
      const filters = subject.id === TRIGGERING ? all(start, 'filters') : [];
      const logic = formula === null ? toldText(start, 'filterLogic') : null;
      const of = [
        ...(filters.length > 0 ? [filtersOf(filters, logic)] : []),
        ...(formula === null ? [] : [asNow(readFormula(formula, scope(0)))]),
      ];
      return of.length === 0 ? null : { kind: 'all', of };
    },
  };
}

/** A condition that is asked yes-or-no, and the answer that is wanted. */
function yesOrNo(condition: Condition, test: FieldTest): Condition {
  if (test.kind !== 'one_of' && test.kind !== 'none_of') return ELSEWHERE;
  const [value] = test.values;
  if (value !== 'true' && value !== 'false') return ELSEWHERE;
  const wanted = (value === 'true') === (test.kind === 'one_of');
  return wanted ? condition : { kind: 'not', of: condition };
}

/** The start asks for the record as it is being saved. */
function asNow(condition: Condition): Condition {
  return mapFields(condition, (one) =>
    one.kind === 'seen' ? { kind: 'field', property: one.property, test: one.test } : one,
  );
}

function seenAt(condition: Condition, nodeIds: readonly string[]): Condition {
  return mapFields(condition, (one) =>
    one.kind === 'field' ? { kind: 'seen', nodeIds, property: one.property, test: one.test } : one,
  );
}

function mapFields(condition: Condition, map: (leaf: Condition) => Condition): Condition {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return { kind: condition.kind, of: condition.of.map((one) => mapFields(one, map)) };
    case 'not':
      return { kind: 'not', of: mapFields(condition.of, map) };
    default:
      return map(condition);
  }
}
