import type { AskedView, DecisionView } from '@handrail/contracts/card-view';
import type {
  ConditionsResult,
  PolicyDecision,
  ResolvedRequirement,
} from '../../../src/domain/policy/decision.ts';
import { rolesOf } from '../../../src/domain/policy/requirement.ts';
import { factNameInWords } from '../../../src/domain/policy/words.ts';
import { presentPerson } from './present-person.ts';

/**
 * @param requirement who is really asked: the decision's requirement without the requester
 */
export function presentDecision(
  decision: PolicyDecision,
  requirement: ResolvedRequirement | null,
): DecisionView {
  const { criteria, rows } = decision;
  return {
    policyVersion: decision.policyVersion,
    criteria: { truth: criteria.truth, conditions: conditionsOf(criteria) },
    asked: requirement ? rolesOf(requirement).map((role) => presentAsked(role, decision)) : [],
    rows: rows.map(({ id, label, truth, because, when }) => ({
      id,
      label,
      truth,
      because,
      conditions: conditionsOf(when),
    })),
    unknownFacts: decision.unknownFacts.map(factNameInWords),
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
