import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changedFacts, factsThatMattered, withAdded } from '../../src/domain/policy/changed-facts.ts';
import { EMPTY_DIRECTORY } from '../../src/domain/policy/directory.ts';
import { evaluatePolicy } from '../../src/domain/policy/evaluate-policy.ts';
import type { Fact, FactMap } from '../../src/domain/policy/facts.ts';
import type { DecisionRight, Role } from '../../src/domain/policy/policy.ts';
import { peopleOf, rolesOf } from '../../src/domain/policy/requirement.ts';
import { isSatisfied } from '../../src/domain/policy/satisfaction.ts';
import { exceptionType, known, needs, policyVersion, row } from './policy-builder.ts';

const ROLES: readonly Role[] = [
  {
    id: 'lead',
    label: 'Region lead',
    byFact: { fact: 'deal.region', people: { EMEA: ['ines@example.com'], AMER: ['dale@example.com'] } },
    otherwise: ['ines@example.com', 'dale@example.com'],
  },
  { id: 'revops', label: 'RevOps', people: ['priya@example.com'] },
  { id: 'cro', label: 'CRO', people: ['victor@example.com'] },
];
const ROWS: readonly DecisionRight[] = [
  row('always', [], 'lead'),
  row('over-100k', [[{ property: 'deal.amount', operator: 'GT', value: 100_000 }]], 'revops'),
  row('long', [[{ property: 'request.validity_days', operator: 'GT', value: 30 }]], 'cro'),
];
const EMEA_84K: FactMap = {
  'deal.region': known('EMEA'),
  'deal.amount': known(84_000),
  'deal.name': known('Acme'),
  'request.validity_days': known(10),
};
const UNREADABLE: Fact = { state: 'unreadable', why: 'no permission' };

function question(facts: FactMap) {
  const type = exceptionType(ROWS);
  return { policy: policyVersion(ROLES, type), exceptionType: type, facts, directory: EMPTY_DIRECTORY };
}

function filedOn(facts: FactMap) {
  const decision = evaluatePolicy(question(facts));
  if (!decision.requirement) throw new Error('a row always applies');
  return { facts, decision, requesterEmail: 'maya@example.com', asked: [decision.requirement] };
}

function later(before: FactMap, now: FactMap) {
  const { changed, added } = changedFacts(filedOn(before), question(now));
  return { changed, roles: added.flatMap(rolesOf).map(({ role, people }) => [role, people[0]?.email]) };
}

const NOTHING = { changed: [], roles: [] };

it('names the facts that decided who is asked, excluded rows too, and no others', () => {
  expect(factsThatMattered(filedOn(EMEA_84K).decision)).toEqual(['deal.amount', 'deal.region']);
});

describe('when the facts are read again', () => {
  it('nothing is asked as long as they are the same', () => {
    expect(later(EMEA_84K, EMEA_84K)).toEqual(NOTHING);
  });

  it('somebody who joins or leaves a team of the CRM meanwhile changes nothing', () => {
    const DESK: Role = {
      id: 'desk',
      label: 'Desk',
      source: { kind: 'team', team: 'Desk' },
      otherwise: ['priya@example.com'],
    };
    const type = exceptionType([
      row('always', [], 'desk'),
      row('over-100k', [[{ property: 'deal.amount', operator: 'GT', value: 100_000 }]], 'desk'),
    ]);
    const asked = (facts: FactMap, ...members: string[]) => ({
      policy: policyVersion([DESK], type),
      exceptionType: type,
      facts,
      directory: { ...EMPTY_DIRECTORY, team: () => members },
    });
    const decision = evaluatePolicy(asked(EMEA_84K, 'ana@example.com'));
    if (!decision.requirement) throw new Error('a row always applies');
    const filed = {
      facts: EMEA_84K,
      decision,
      requesterEmail: 'maya@example.com',
      asked: [decision.requirement],
    };
    const now = { ...EMEA_84K, 'deal.amount': known(120_000) };
    for (const facts of [EMEA_84K, now]) {
      const changes = changedFacts(filed, asked(facts, 'ana@example.com', 'ben@example.com'));
      expect(changes).toEqual({ changed: [], added: [] });
    }
  });

  it('a fact that no row reads changes nothing', () => {
    expect(later(EMEA_84K, { ...EMEA_84K, 'deal.name': known('Other') })).toEqual(NOTHING);
  });

  it('a fact that changes within the same rows changes nothing', () => {
    expect(later(EMEA_84K, { ...EMEA_84K, 'deal.amount': known(99_000) })).toEqual(NOTHING);
  });

  it('an amount that grew adds its row, and says from what to what', () => {
    expect(later(EMEA_84K, { ...EMEA_84K, 'deal.amount': known(120_000) })).toEqual({
      changed: [{ name: 'deal.amount', from: '84,000', to: '120,000' }],
      roles: [['revops', 'priya@example.com']],
    });
  });

  it('an amount that shrank takes nobody away', () => {
    const filed = filedOn({ ...EMEA_84K, 'deal.amount': known(120_000) });
    const { added } = changedFacts(filed, question(EMEA_84K));
    expect(
      peopleOf(withAdded(filed.asked[0] ?? { kind: 'all_of', of: [] }, added)).map(({ email }) => email),
    ).toEqual(['ines@example.com', 'priya@example.com']);
  });

  it('another region adds its lead beside the first one', () => {
    expect(later(EMEA_84K, { ...EMEA_84K, 'deal.region': known('AMER') })).toEqual({
      changed: [{ name: 'deal.region', from: 'EMEA', to: 'AMER' }],
      roles: [['lead', 'dale@example.com']],
    });
  });

  it('a fact that cannot be read now keeps the value it was filed with', () => {
    expect(later(EMEA_84K, { ...EMEA_84K, 'deal.amount': UNREADABLE, 'deal.region': UNREADABLE })).toEqual(
      NOTHING,
    );
    expect(later(EMEA_84K, {})).toEqual(NOTHING);
  });

  it('a fact that was emptied could be anything, so its row is added', () => {
    expect(later(EMEA_84K, { ...EMEA_84K, 'deal.amount': { state: 'blank' } })).toEqual({
      changed: [{ name: 'deal.amount', from: '84,000', to: 'blank' }],
      roles: [['revops', 'priya@example.com']],
    });
  });

  it('a fact that was not known and still is not asks nobody again', () => {
    const before = { ...EMEA_84K, 'deal.amount': UNREADABLE };
    expect(later(before, before)).toEqual(NOTHING);
  });

  it('what was added once is not added again, and a fact of the request cannot change', () => {
    const grown = { ...EMEA_84K, 'deal.amount': known(120_000), 'request.validity_days': known(90) };
    const filed = filedOn(EMEA_84K);
    const { added } = changedFacts(filed, question(grown));
    expect(added.flatMap(rolesOf).map(({ role }) => role)).toEqual(['revops']);
    const again = changedFacts({ ...filed, asked: [...filed.asked, ...added] }, question(grown));
    expect(again).toEqual({ changed: [], added: [] });
  });

  it('a role that must decide in person is not covered by one that may be delegated', () => {
    const when: DecisionRight['when'] = [[{ property: 'deal.amount', operator: 'GT', value: 100_000 }]];
    const inPerson = row('large', when, needs('lead', { delegable: false }));
    const type = exceptionType([row('always', [], 'lead'), inPerson]);
    const on = (facts: FactMap) => ({
      ...question(facts),
      policy: policyVersion(ROLES, type),
      exceptionType: type,
    });
    const decision = evaluatePolicy(on(EMEA_84K));
    if (!decision.requirement) throw new Error('a row always applies');
    const filed = {
      facts: EMEA_84K,
      decision,
      requesterEmail: 'maya@example.com',
      asked: [decision.requirement],
    };
    const { added } = changedFacts(filed, on({ ...EMEA_84K, 'deal.amount': known(200_000) }));
    expect(added.flatMap(rolesOf)).toMatchObject([{ role: 'lead', delegable: false }]);
  });

  it('nobody is added who filed the request', () => {
    const filed = { ...filedOn(EMEA_84K), requesterEmail: 'priya@example.com' };
    const { added } = changedFacts(filed, question({ ...EMEA_84K, 'deal.amount': known(120_000) }));
    expect(added.flatMap(peopleOf)).toEqual([]);
  });
});

const anyFact = fc.constantFrom<Fact>(
  known('EMEA'),
  known('AMER'),
  known(84_000),
  known(120_000),
  { state: 'blank' },
  UNREADABLE,
);
const anyFacts: fc.Arbitrary<FactMap> = fc.record({ 'deal.region': anyFact, 'deal.amount': anyFact });
const EVERYBODY = ROLES.flatMap((role) => ('people' in role ? role.people : role.otherwise));

describe('whatever the facts were and are', () => {
  it('nothing that was asked is let go, and a second look adds nothing', () => {
    fc.assert(
      fc.property(anyFacts, anyFacts, fc.subarray([...EVERYBODY]), (before, now, approvers) => {
        const filed = filedOn(before);
        const { added } = changedFacts(filed, question(now));
        const first = filed.asked[0] ?? { kind: 'all_of', of: [] };
        const group = new Set(approvers);
        if (isSatisfied(withAdded(first, added), group)) expect(isSatisfied(first, group)).toBe(true);
        const again = changedFacts({ ...filed, asked: [...filed.asked, ...added] }, question(now));
        expect(again.added).toEqual([]);
      }),
    );
  });

  it('whoever satisfies the result satisfies the policy on the facts as they are now', () => {
    fc.assert(
      fc.property(anyFacts, anyFacts, fc.subarray([...EVERYBODY]), (before, now, approvers) => {
        const readable = Object.values(now).every(({ state }) => state !== 'unreadable');
        fc.pre(readable);
        const filed = filedOn(before);
        const { added } = changedFacts(filed, question(now));
        const first = filed.asked[0] ?? { kind: 'all_of', of: [] };
        const fresh = evaluatePolicy(question({ ...before, ...now })).requirement;
        if (fresh && isSatisfied(withAdded(first, added), new Set(approvers))) {
          expect(isSatisfied(fresh, new Set(approvers))).toBe(true);
        }
      }),
    );
  });
});
