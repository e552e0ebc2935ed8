import { describe, expect, it } from '@jest/globals';
import type { FactMap, RecordRef } from '../../src/domain/policy/facts.ts';
import { factsNeeded } from '../../src/domain/policy/facts-needed.ts';
import type { StandardHandoff } from '../../src/domain/policy/policy.ts';
import { standardPath } from '../../src/domain/policy/standard-path.ts';
import { exceptionType, known, row } from './policy-builder.ts';

const DEAL: RecordRef = { objectType: 'deal', recordId: '1' };

const TO_AE: StandardHandoff = {
  id: 'to-ae',
  label: 'SDR → AE',
  appliesTo: 'deal',
  definition: 'Qualified.',
  entry: [[{ property: 'deal.stage', operator: 'EQ', value: 'qualified' }]],
  routing: [
    {
      id: 'large',
      when: [[{ property: 'deal.amount', operator: 'GTE', value: 50_000 }]],
      words: 'Large deals rotate.',
    },
    {
      id: 'small',
      when: [[{ property: 'deal.amount', operator: 'LT', value: 10_000 }]],
      words: 'Small deals stay.',
    },
  ],
  slaHours: 8,
};
const TO_CS: StandardHandoff = {
  ...TO_AE,
  id: 'to-cs',
  label: 'Onboarding → CS',
  entry: [[{ property: 'deal.live', operator: 'EQ', value: true }]],
  routing: [{ id: 'all', when: [], words: 'Customer success takes it.' }],
  slaHours: 24,
};

const path = (facts: FactMap, record = DEAL) => standardPath([TO_AE, TO_CS], record, facts);

describe('standardPath', () => {
  it('names the first rule that holds of the first handoff that applies', () => {
    const facts = {
      'deal.stage': known('qualified'),
      'deal.amount': known(84_000),
      'deal.live': known(true),
    };
    expect(path(facts)).toEqual({
      state: 'known',
      handoffId: 'to-ae',
      handoffLabel: 'SDR → AE',
      ruleId: 'large',
      words: 'Large deals rotate.',
      slaHours: 8,
    });
  });

  it('goes on to the next handoff when the first does not apply', () => {
    const facts = { 'deal.stage': known('won'), 'deal.live': known(true) };
    expect(path(facts)).toMatchObject({ state: 'known', handoffId: 'to-cs', ruleId: 'all' });
  });

  it('does not guess past a handoff that might apply', () => {
    const facts = { 'deal.stage': { state: 'blank' }, 'deal.live': known(true) } as const;
    expect(path(facts)).toEqual({
      state: 'unknown',
      words: 'Cannot tell whether "SDR → AE" applies: deal stage is not known.',
      unknownFacts: ['deal.stage'],
    });
  });

  it('does not guess past a rule that might apply', () => {
    expect(path({ 'deal.stage': known('qualified') })).toEqual({
      state: 'unknown',
      words: 'Cannot tell which rule of "SDR → AE" applies: deal amount is not known.',
      unknownFacts: ['deal.amount'],
    });
  });

  it('says so when no rule of the handoff holds', () => {
    expect(path({ 'deal.stage': known('qualified'), 'deal.amount': known(20_000) })).toEqual({
      state: 'none',
      words: '"SDR → AE" applies, but none of its rules does: the owner stays.',
    });
  });

  it('says so when no handoff applies', () => {
    const none = {
      state: 'none',
      words: 'No standard handoff applies to this record now: routing leaves it as it is.',
    };
    expect(path({ 'deal.stage': known('won'), 'deal.live': known(false) })).toEqual(none);
    expect(path({}, { objectType: 'ticket', recordId: '2' })).toEqual(none);
  });
});

describe('factsNeeded', () => {
  it('lists each fact of criteria, rows, handoffs and roles once, without those of the request', () => {
    const type = exceptionType(
      [
        row('a', [[{ property: 'request.validity_days', operator: 'GT', value: 30 }]], 'lead'),
        row('b', [[{ property: 'deal.amount', operator: 'GT', value: 1 }]], 'lead'),
      ],
      [[{ property: 'company.country', operator: 'EQ', value: 'France' }]],
    );
    const roles = [
      {
        id: 'lead',
        label: 'Lead',
        byFact: { fact: 'deal.region', people: {} },
        otherwise: ['a@example.com'],
      },
      { id: 'ops', label: 'Ops', people: ['b@example.com'] },
    ];
    const needed = factsNeeded({
      standardHandoffs: [TO_AE],
      exceptionTypes: [type],
      playbooks: [],
      roles,
      calendars: [],
    });
    expect(needed).toEqual(['company.country', 'deal.amount', 'deal.region', 'deal.stage']);
  });
});
