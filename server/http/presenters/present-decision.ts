import type { AskedView, DecisionView } from '@handrail/contracts/card-view';
import type {
  ConditionsResult,
  DecisionRightResult,
  PolicyDecision,
  ResolvedRequirement,
} from '../../../src/domain/policy/decision.ts';
import type { FactMap } from '../../../src/domain/policy/facts.ts';
import { avoidedByInWords } from '../../../src/domain/policy/nearest-change-in-words.ts';
import { rolesOf } from '../../../src/domain/policy/requirement.ts';
import { factNameInWords } from '../../../src/domain/policy/words.ts';
import { presentPerson } from './present-person.ts';

/**
 * @param requirement who is really asked: the decision's requirement without the requester
 * @param on the facts the decision was made on, and the exception type's name
 */
export function presentDecision(
  decision: PolicyDecision,
  requirement: ResolvedRequirement | null,
  on: { readonly facts: FactMap; readonly typeLabel: string },
): DecisionView {
  const { criteria, rows } = decision;
  return {
    policyVersion: decision.policyVersion,
    criteria: { truth: criteria.truth, conditions: conditionsOf(criteria) },
    asked: requirement ? rolesOf(requirement).map((role) => presentAsked(role, decision)) : [],
    rows: rows.map((row) => presentRow(row, avoidedByInWords(decision, on.facts, row, on.typeLabel))),
    unknownFacts: decision.unknownFacts.map(factNameInWords),
  };
}

function presentRow(
  { id, label, truth, because, when }: DecisionRightResult,
  avoidedBy: string | undefined,
): DecisionView['rows'][number] {
  return {
    id,
    label,
    truth,
    because,
    conditions: conditionsOf(when),
    ...(avoidedBy !== undefined && { avoidedBy }),
  };
}

function presentAsked(asked: ReturnType<typeof rolesOf>[number], { rows }: PolicyDecision): AskedView {
  const { role, label, approve, people } = asked;
  const naming = rows.filter(
    (row) => row.truth !== 'false' && rolesOf(row.require).some((other) => other.role === role),
  );
  const because = [`${asked.because}.`, ...naming.map((row) => row.because)].join(' ');
  return { role, label, approve, people: people.map(presentPerson), because };
}

function conditionsOf({ groups }: ConditionsResult): DecisionView['criteria']['conditions'] {
  return groups.flatMap(({ conditions }) =>
    conditions.map(({ truth, wanted, saw }) => ({ truth, wanted, saw })),
  );
}
