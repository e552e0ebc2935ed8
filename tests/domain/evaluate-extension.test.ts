import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Directory, directoryOf, EMPTY_DIRECTORY } from '../../src/domain/policy/directory.ts';
import { evaluateExtension } from '../../src/domain/policy/evaluate-extension.ts';
import { evaluatePolicy } from '../../src/domain/policy/evaluate-policy.ts';
import type { Fact, FactMap } from '../../src/domain/policy/facts.ts';
import { mayBreakGlass } from '../../src/domain/policy/may-break-glass.ts';
import { peopleOf } from '../../src/domain/policy/requirement.ts';
import type { Role } from '../../src/domain/policy/role.ts';
import { isSatisfied } from '../../src/domain/policy/satisfaction.ts';
import { exceptionType, known, policyVersion, row } from './policy-builder.ts';

const SUBMITTED = '2026-11-03T10:00:00.000Z';
const type = exceptionType([
  row('always', [], 'lead'),
  row('large', [[{ property: 'deal.amount', operator: 'GT', value: 100 }]], 'desk'),
  row('long', [[{ property: 'request.validity_days', operator: 'GT', value: 30 }]], 'cro'),
]);
const policy = policyVersion(
  [
    {
      id: 'lead',
      label: 'Lead',
      byFact: { fact: 'deal.region', people: { EMEA: ['ines@example.com'] } },
      otherwise: ['ada@example.com', 'ben@example.com'],
    },
    { id: 'desk', label: 'Desk', people: ['desk@example.com'] },
    { id: 'cro', label: 'CRO', people: ['cro@example.com'] },
  ],
  type,
);
const directory = EMPTY_DIRECTORY;
const filedFacts: FactMap = { 'deal.region': known('EMEA'), 'deal.amount': known(50) };

function asked(facts: FactMap, days = 20): readonly string[] {
  const until = new Date(Date.parse(SUBMITTED) + days * 24 * 60 * 60 * 1000).toISOString();
  const question = {
    policy,
    exceptionType: type,
    directory,
    facts,
    filedFacts,
    submittedAt: SUBMITTED,
    until,
  };
  const { requirement } = evaluateExtension(question);
  return requirement ? peopleOf(requirement).map(({ email }) => email) : [];
}

describe('who decides on an extension', () => {
  it('is asked on fresh facts', () => {
    expect(asked(filedFacts)).toEqual(['ines@example.com']);
    expect(asked({ ...filedFacts, 'deal.amount': known(500) })).toEqual([
      'ines@example.com',
      'desk@example.com',
    ]);
  });

  it('is asked for the whole validity: two short steps are judged as the long one they make', () => {
    expect(asked(filedFacts, 31)).toEqual(['ines@example.com', 'cro@example.com']);
  });

  it('is everybody whom an unreadable fact might ask, and whom it asked when the request was filed', () => {
    const gone: Fact = { state: 'unreadable', why: 'HubSpot is down' };
    expect(asked({ 'deal.region': gone, 'deal.amount': gone }).toSorted()).toEqual([
      'ada@example.com',
      'ben@example.com',
      'desk@example.com',
      'ines@example.com',
    ]);
  });

  it('is never fewer because a fact cannot be read', () => {
    const fact = fc.constantFrom<Fact>(known('EMEA'), known('APAC'), { state: 'blank' });
    const amount = fc.constantFrom<Fact>(known(50), known(500), { state: 'blank' });
    fc.assert(
      fc.property(fact, amount, fc.boolean(), fc.boolean(), (region, size, noRegion, noAmount) => {
        const filed = { 'deal.region': region, 'deal.amount': size };
        const gone: Fact = { state: 'unreadable', why: 'no permission' };
        const facts = { 'deal.region': noRegion ? gone : region, 'deal.amount': noAmount ? gone : size };
        const question = { policy, exceptionType: type, directory };
        const { requirement } = evaluateExtension({
          ...question,
          facts,
          filedFacts: filed,
          submittedAt: SUBMITTED,
          until: '2026-11-13T10:00:00.000Z',
        });
        const days = { 'request.validity_days': known(10) };
        const readable = evaluatePolicy({ ...question, facts: { ...filed, ...days } }).requirement;
        if (!requirement || !readable) throw new Error('somebody is always asked');
        // Whoever could satisfy it unread would also satisfy it read.
        const people = peopleOf(requirement).map(({ email }) => email);
        fc.assert(
          fc.property(fc.subarray(people), (some) => {
            const approvers = new Set(some);
            if (isSatisfied(requirement, approvers)) expect(isSatisfied(readable, approvers)).toBe(true);
          }),
          { numRuns: 20 },
        );
      }),
    );
  });
});

describe('who may act at once', () => {
  const rule = { reviewWithin: 8, calendar: 'c', roles: ['lead'], prompt: 'Why?', minLength: 1 };
  const may = (email: string, facts: FactMap) =>
    mayBreakGlass({ breakGlass: rule }, email, { policy: policy.policy, facts, directory });

  it('is who a role names for a fact that is known', () => {
    expect(may('ines@example.com', filedFacts)).toBe(true);
    expect(may('ben@example.com', filedFacts)).toBe(false);
  });

  it.each<[string, FactMap]>([
    ['unreadable', { 'deal.region': { state: 'unreadable', why: 'down' } }],
    ['blank', { 'deal.region': { state: 'blank' } }],
    ['without a line', { 'deal.region': known('APAC') }],
    ['missing', {}],
  ])('is nobody who only stands in for a fact that is %s', (_, facts) => {
    expect(may('ines@example.com', facts)).toBe(false);
    expect(may('ada@example.com', facts)).toBe(false);
  });

  it('is nobody who left the company, and nobody of a team that was not read', () => {
    const desk = {
      id: 'lead',
      label: 'Desk',
      source: { kind: 'team', team: 'Desk' },
      otherwise: ['ada@example.com'],
    };
    const roles = { policy: { roles: [desk as Role] }, facts: filedFacts };
    const readAt = '2026-11-23T08:00:00.000Z';
    const people = ['ines', 'gone'].map((name) => ({
      email: `${name}@example.com`,
      name,
      active: name !== 'gone',
    }));
    const teams = [{ name: 'Desk', members: people.map(({ email }) => email) }];
    const read = directoryOf({ readAt, people, teams }, new Date(readAt));
    const ask = (email: string, by: Directory) =>
      mayBreakGlass({ breakGlass: rule }, email, { ...roles, directory: by });
    expect(ask('ines@example.com', read)).toBe(true);
    expect(ask('gone@example.com', read)).toBe(false);
    expect(ask('ines@example.com', directory)).toBe(false);
    expect(ask('ada@example.com', directory)).toBe(false);
  });

  it('is nobody where the type does not allow it', () => {
    expect(
      mayBreakGlass({}, 'desk@example.com', { policy: policy.policy, facts: filedFacts, directory }),
    ).toBe(false);
  });
});
