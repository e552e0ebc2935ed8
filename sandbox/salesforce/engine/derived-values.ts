import type { ObjectDefinition } from '../schema/object-definition.ts';
import { CASE_STATUSES, OPPORTUNITY_STAGES } from '../schema/standard-objects.ts';
import type { Value } from '../store/field-value.ts';

type Draft = Record<string, Value>;

/**
 * Fills in what the org works out itself: names of people, whether a record is closed, the probability of a stage.
 *
 * @param given fields the write names: those are not overwritten
 * @param number the record's number on its object, for names the org counts
 */
export function deriveValues(
  { name, numbering }: Pick<ObjectDefinition, 'name' | 'numbering'>,
  draft: Draft,
  given: ReadonlySet<string>,
  number: number,
): void {
  if (numbering !== undefined) {
    draft.Name ??= numbering.replace(/\{(0+)\}/, (_, zeros: string) =>
      String(number).padStart(zeros.length, '0'),
    );
  } else DERIVATIONS[name]?.(draft, given, number);
}

type Derivation = (draft: Draft, given: ReadonlySet<string>, number: number) => void;

const personName: Derivation = (draft) => {
  draft.Name = [draft.FirstName, draft.LastName].filter((part) => typeof part === 'string').join(' ');
};

const numberedAs =
  (prefix: string): Derivation =>
  (draft, _, number) => {
    draft.Name ??= `${prefix}-${String(number).padStart(5, '0')}`;
  };

const DERIVATIONS: Readonly<Record<string, Derivation>> = {
  User: personName,
  Contact: personName,
  Lead(draft, given, number) {
    personName(draft, given, number);
    draft.IsConverted ??= false;
  },
  Opportunity(draft, given) {
    const stage = OPPORTUNITY_STAGES.find(({ name }) => name === draft.StageName);
    draft.IsClosed = stage?.closed ?? false;
    draft.IsWon = stage?.won ?? false;
    if (stage && given.has('StageName') && !given.has('Probability')) draft.Probability = stage.probability;
  },
  Case(draft, _, number) {
    draft.IsClosed = draft.Status === CASE_STATUSES.at(-1);
    draft.CaseNumber ??= String(1000 + number).padStart(8, '0');
  },
  Task(draft) {
    draft.IsClosed = draft.Status === 'Completed';
  },
  Handoff_Exception__c: numberedAs('HE'),
  Handoff_Decision__c: numberedAs('HD'),
};
