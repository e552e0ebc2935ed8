import { describe, expect, it } from '@jest/globals';
import type { PolicyDecision } from '../../src/domain/policy/decision.ts';
import { EMPTY_DIRECTORY } from '../../src/domain/policy/directory.ts';
import { evaluatePolicy } from '../../src/domain/policy/evaluate-policy.ts';
import type { FactMap } from '../../src/domain/policy/facts.ts';
import { factsNeeded } from '../../src/domain/policy/facts-needed.ts';
import type { ExceptionType } from '../../src/domain/policy/policy.ts';
import { without } from '../../src/domain/policy/requirement.ts';
import { emailsOfRoles } from '../../src/domain/policy/role-groups.ts';
import { isSatisfiable, isSatisfied } from '../../src/domain/policy/satisfaction.ts';
import { standardPath } from '../../src/domain/policy/standard-path.ts';
import { factMap, shippedPolicy } from './shipped-policy.ts';

const policy = await shippedPolicy();
const { exceptionTypes, standardHandoffs } = policy.policy;
const approvers = emailsOfRoles(policy.policy);

/** Values on both sides of every limit, and null for a blank field. */
const VALUES = {
  'deal.sales_region': ['AMER', 'EMEA', 'APAC', 'LATAM', 'Elsewhere', null],
  'deal.amount': [20_000, 100_001, 250_001, null],
  'request.validity_days': [14, 31, 91, null],
  'request.proposed_owner_team': ['AMER Sales', 'EMEA Sales', 'Partners', null],
  'deal.pipeline': ['default', null],
  'deal.dealstage': ['qualifiedtobuy', null],
} as const;

type Values = Readonly<Record<string, string | number | null>>;

/** Every combination of the values that rows and roles of a type read, on each record it applies to. */
function situations(type: ExceptionType): readonly Values[] {
  const read = factsOfRows(type);
  const names = Object.entries(VALUES).filter(([name]) => read.has(name));
  return type.appliesTo.flatMap((objectType) =>
    names.reduce<readonly Values[]>(
      (made, [name, values]) => made.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
      [{ 'request.object_type': objectType }],
    ),
  );
}

function factsOfRows(type: ExceptionType): ReadonlySet<string> {
  const conditions = type.decisionRights.flatMap(({ when }) => when.flat());
  return new Set(conditions.map(({ property }) => property));
}

function decideOn(type: ExceptionType, facts: FactMap): PolicyDecision {
  return evaluatePolicy({ policy, exceptionType: type, facts, directory: EMPTY_DIRECTORY });
}

it('ships the five types', () => {
  expect(exceptionTypes.map(({ id }) => id)).toEqual([
    'data-fix',
    'executive-escalation',
    'partner-led',
    'strategic-logo',
    'territory-correction',
  ]);
});

it('asks the CRM for these facts', () => {
  expect(factsNeeded(policy.policy)).toEqual([
    'company.numberofemployees',
    'contact.hubspot_owner_id',
    'contact.lifecyclestage',
    'deal.amount',
    'deal.dealstage',
    'deal.pipeline',
    'deal.sales_region',
  ]);
});

describe.each(exceptionTypes)('$label', (type) => {
  const all = situations(type);

  it('names an approver in every situation: the policy has no gap', () => {
    const gaps = all.filter((values) => decideOn(type, factMap(values)).requirement === null);
    expect(gaps).toEqual([]);
  });

  it('has no row that never applies', () => {
    const applied = new Set(
      all.flatMap((values) =>
        decideOn(type, factMap(values))
          .rows.filter(({ truth }) => truth === 'true')
          .map(({ id }) => id),
      ),
    );
    expect(type.decisionRights.map(({ id }) => id).filter((id) => !applied.has(id))).toEqual([]);
  });

  it('can be decided for a rep, whatever is known', () => {
    const stuck = all.filter((values) => {
      const { requirement } = decideOn(type, factMap(values));
      return !requirement || !isSatisfiable(without(requirement, 'maya.chen@northwind.example'));
    });
    expect(stuck).toEqual([]);
  });

  it('is never easier to approve when a fact is blank than when it is known', () => {
    const groups = subsets(approvers).map((group) => new Set(group));
    const relaxed: unknown[] = [];
    for (const values of all) {
      const strict = decideOn(type, factMap(values)).requirement;
      for (const name of Object.keys(values)) {
        if (name === 'request.object_type' || values[name] === null) continue;
        const { requirement } = decideOn(type, factMap({ ...values, [name]: null }));
        const found = groups.find(
          (group) => requirement && strict && isSatisfied(requirement, group) && !isSatisfied(strict, group),
        );
        if (found) relaxed.push({ values, blank: name, approvedBy: [...found] });
      }
    }
    expect(relaxed).toEqual([]);
  });
});

describe('standard handoffs', () => {
  const deal = { objectType: 'deal', recordId: '1' } as const;
  const contact = { objectType: 'contact', recordId: '2' } as const;
  const at = (dealstage: string) => ({ 'deal.pipeline': 'default', 'deal.dealstage': dealstage });

  it.each([
    ['a qualified EMEA deal', deal, { ...at('qualifiedtobuy'), 'deal.sales_region': 'EMEA' }, 'emea'],
    ['a LATAM deal', deal, { ...at('presentationscheduled'), 'deal.sales_region': 'LATAM' }, 'latam'],
    [
      'a first appointment',
      deal,
      { ...at('appointmentscheduled'), 'deal.sales_region': 'EMEA' },
      'appointment',
    ],
    ['a deal without a region', deal, { ...at('qualifiedtobuy'), 'deal.sales_region': null }, 'no-region'],
    ['a large contract', deal, { ...at('contractsent'), 'deal.amount': 75_001 }, 'enterprise'],
    ['a contract', deal, { ...at('contractsent'), 'deal.amount': 75_000 }, 'contract'],
    ['a won deal', deal, { ...at('closedwon'), 'deal.amount': null }, 'won'],
    [
      'a renewal that is due',
      deal,
      { 'deal.pipeline': '1100200', 'deal.dealstage': '1100201' },
      'account-owner',
    ],
    // Salesforce has no pipelines: nothing is known of one.
    [
      'an opportunity that is qualified',
      deal,
      { 'deal.dealstage': 'Qualification', 'deal.sales_region': 'EMEA' },
      'opportunity',
    ],
    [
      'a large opportunity in negotiation',
      deal,
      { 'deal.dealstage': 'Negotiation/Review', 'deal.amount': 75_001 },
      'negotiation',
    ],
    ['another one', deal, { 'deal.dealstage': 'Negotiation/Review', 'deal.amount': 75_000 }, 'contract'],
    ['a won opportunity', deal, { 'deal.dealstage': 'Closed Won' }, 'won'],
    [
      'a lead without an owner',
      contact,
      { 'contact.lifecyclestage': 'salesqualifiedlead', 'contact.hubspot_owner_id': null },
      'no-owner',
    ],
    [
      'a lead with an owner',
      contact,
      { 'contact.lifecyclestage': 'marketingqualifiedlead', 'contact.hubspot_owner_id': '7' },
      'has-owner',
    ],
  ])('routes %s', (_, record, values, ruleId) => {
    expect(standardPath(standardHandoffs, record, factMap(values))).toMatchObject({ state: 'known', ruleId });
  });

  it('leaves a deal of a region without sellers where it is', () => {
    const facts = factMap({ ...at('qualifiedtobuy'), 'deal.sales_region': 'Elsewhere' });
    expect(standardPath(standardHandoffs, deal, facts)).toMatchObject({ state: 'none' });
  });

  it.each([
    { 'deal.pipeline': 'default', 'deal.dealstage': 'closedlost' },
    { 'deal.dealstage': 'Closed Lost' },
  ])('has nothing for %j', (values) => {
    expect(standardPath(standardHandoffs, deal, factMap(values))).toMatchObject({ state: 'none' });
  });

  it('says that it does not know what routing does with a contract of unknown amount', () => {
    expect(
      standardPath(standardHandoffs, deal, factMap({ ...at('contractsent'), 'deal.amount': null })),
    ).toEqual({
      state: 'unknown',
      words: 'Cannot tell which rule of "AE → Onboarding" applies: deal amount is not known.',
      unknownFacts: ['deal.amount'],
    });
  });
});

function subsets<T>(items: readonly T[]): readonly (readonly T[])[] {
  const masks = Array.from({ length: 2 ** items.length }, (_, mask) => mask);
  return masks.map((mask) => items.filter((_, at) => mask & (1 << at)));
}
