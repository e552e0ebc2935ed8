import type { AskedView, DecisionView } from '@handrail/contracts/card-view';
import { approvalsOf, type Ballots, denialsOf } from '../../../src/domain/policy/ballots.ts';
import type {
  ConditionsResult,
  DecisionRightResult,
  PolicyDecision,
  ResolvedRequirement,
} from '../../../src/domain/policy/decision.ts';
import type { FactMap } from '../../../src/domain/policy/facts.ts';
import { avoidedByInWords } from '../../../src/domain/policy/nearest-change-in-words.ts';
import { type RoleRequirement, rolesOf } from '../../../src/domain/policy/requirement.ts';
import { factNameInWords } from '../../../src/domain/policy/words.ts';
import { presentPerson } from './present-person.ts';

const NOBODY_YET: Ballots = { approvers: new Set(), rejecters: new Set() };

/**
 * @param requirement who is really asked: the decision's requirement without the requester
 * @param on the facts the decision was made on, and the exception type's name
 * @param ballots who has decided so far
 */
export function presentDecision(
  decision: PolicyDecision,
  requirement: ResolvedRequirement | null,
  on: { readonly facts: FactMap; readonly typeLabel: string },
  ballots: Ballots = NOBODY_YET,
): DecisionView {
  const { criteria, rows } = decision;
  return {
    policyVersion: decision.policyVersion,
    criteria: { truth: criteria.truth, conditions: conditionsOf(criteria) },
    asked: requirement ? presentRoles(requirement, decision, ballots) : [],
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

/** One role asked by several rows on the same terms is shown once. */
function presentRoles(
  requirement: ResolvedRequirement,
  decision: PolicyDecision,
  ballots: Ballots,
): AskedView[] {
  const roles = rolesOf(requirement);
  const labelOf = new Map(roles.map(({ role, label }) => [role, label]));
  const asked = roles.map((role) => presentAsked(role, decision, ballots, labelOf));
  return [...new Map(asked.map((view) => [JSON.stringify({ ...view, because: '' }), view])).values()];
}

function presentAsked(
  asked: RoleRequirement,
  { rows }: PolicyDecision,
  ballots: Ballots,
  labelOf: ReadonlyMap<string, string>,
): AskedView {
  const { role, label, approve, deny, people, delegates = [] } = asked;
  const nameOf = new Map(people.map(({ email, name }) => [email, name]));
  const naming = rows.filter(
    (row) => row.truth !== 'false' && rolesOf(row.require).some((other) => other.role === role),
  );
  return {
    role,
    label,
    approve,
    deny,
    distinctFrom: asked.distinctFrom.flatMap((other) => labelOf.get(other) ?? []),
    approved: approvalsOf(asked, ballots),
    rejected: denialsOf(asked, ballots),
    people: people.map(presentPerson),
    ...(delegates.length > 0 && {
      delegates: delegates.map(({ person, inPlaceOf }) => ({
        name: person.name,
        inPlaceOf: nameOf.get(inPlaceOf) ?? inPlaceOf,
      })),
    }),
    because: [`${asked.because}.`, ...naming.map((row) => row.because)].join(' '),
  };
}

function conditionsOf({ groups }: ConditionsResult): DecisionView['criteria']['conditions'] {
  return groups.flatMap(({ conditions }) =>
    conditions.map(({ truth, wanted, saw }) => ({ truth, wanted, saw })),
  );
}
