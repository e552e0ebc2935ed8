import { describe, expect, it } from '@jest/globals';
import {
  basicProperties,
  factOf,
  personOf,
  sameValue,
  stageOf,
  titleOf,
} from '../../../server/adapters/hubspot/mapper.ts';
import type { HubSpotOwner, HubSpotProperty } from '../../../server/adapters/hubspot/schema.ts';

function definition(type: string): HubSpotProperty {
  return { name: 'x', label: 'X', description: '', type, fieldType: 'text', groupName: 'g', options: [] };
}

describe('factOf', () => {
  it.each([
    ['number', '84000', 84_000],
    ['number', '84000.50', 84_000.5],
    ['number', '-1e3', -1000],
    ['bool', 'true', true],
    ['bool', 'false', false],
    ['date', '2026-11-23', '2026-11-23'],
    ['date', '1795392000000', '2026-11-23'],
    ['datetime', '2026-11-23T10:00:00Z', '2026-11-23T10:00:00.000Z'],
    ['datetime', '1795428000000', '2026-11-23T10:00:00.000Z'],
    ['enumeration', 'EMEA', 'EMEA'],
    ['enumeration', '12', '12'],
    ['string', '0042', '0042'],
  ])('reads a %s %s', (type, value, expected) => {
    expect(factOf('deal', 'x', definition(type), value)).toEqual({ state: 'known', value: expected });
  });

  it.each([null, undefined, '', '  '])('calls %p blank, also for a number', (value) => {
    expect(factOf('deal', 'x', definition('number'), value)).toEqual({ state: 'blank' });
  });

  it.each([
    ['number', 'n/a'],
    ['number', 'Infinity'],
    ['bool', 'yes'],
    ['date', 'soon'],
    ['datetime', 'soon'],
  ])('cannot read a %s from %s, and does not repeat the value', (type, value) => {
    expect(factOf('deal', 'x', definition(type), value)).toEqual({
      state: 'unreadable',
      why: `the value of the deal property x is not a ${type}`,
    });
  });

  it('cannot read what the portal does not have, even when a value came', () => {
    expect(factOf('ticket', 'tier', undefined, '3')).toEqual({
      state: 'unreadable',
      why: 'the portal has no ticket property tier',
    });
  });
});

describe('sameValue', () => {
  it.each([
    ['string', 'a', 'a', true],
    ['string', '7', '07', false],
    ['string', null, '', true],
    ['string', undefined, '', true],
    ['string', 'a', '', false],
    ['string', null, 'a', false],
    ['number', '1000', '1000.00', true],
    ['number', '1000', '1001', false],
    ['number', 'n/a', 'n/a ', false],
    ['number', null, '0', false],
    ['number', '0', '', false],
    ['bool', 'true', 'true', true],
    ['bool', null, 'false', false],
    ['datetime', '1795428000000', '2026-11-23T10:00:00.000Z', true],
    ['datetime', '2026-11-23T10:00:00Z', '2026-11-23T10:00:00.000Z', true],
    ['datetime', '2026-11-23T10:00:00Z', '2026-11-23T10:00:01.000Z', false],
    ['date', '2026-11-23', '1795392000000', true],
  ])('%s: %p and %p', (type, present, wanted, same) => {
    expect(sameValue(definition(type), present, wanted)).toBe(same);
  });

  it('compares letter by letter what the portal does not define', () => {
    expect(sameValue(undefined, '1000', '1000.00')).toBe(false);
  });
});

describe('titleOf', () => {
  it.each([
    ['deal', { dealname: 'Aurora' }, 'Aurora'],
    ['deal', { dealname: ' ' }, '9'],
    ['contact', { firstname: 'Ada', lastname: 'Silva', email: 'a@b.example' }, 'Ada Silva'],
    ['contact', { firstname: null, lastname: 'Silva' }, 'Silva'],
    ['contact', { email: 'a@b.example' }, 'a@b.example'],
    ['company', { name: '', domain: 'b.example' }, 'b.example'],
    ['ticket', { subject: 'Invoice' }, 'Invoice'],
  ] as const)('%s %p', (objectType, properties, title) => {
    expect(titleOf({ objectType, recordId: '9' }, properties)).toBe(title);
  });

  it('needs no property that is not read', () => {
    expect(basicProperties('contact')).toEqual(['firstname', 'lastname', 'email', 'hubspot_owner_id']);
    expect(basicProperties('ticket')).toEqual([
      'subject',
      'hs_pipeline',
      'hs_pipeline_stage',
      'hubspot_owner_id',
    ]);
  });
});

describe('personOf', () => {
  const owner: HubSpotOwner = { id: '7', type: 'PERSON', email: 'Ada@North.example', archived: false };

  it('takes the primary team, the user id and a lower-case address', () => {
    const teams = [
      { name: 'Second', primary: false },
      { name: 'First', primary: true },
    ];
    expect(personOf({ ...owner, firstName: 'Ada', lastName: 'Silva', userId: 48, teams })).toEqual({
      email: 'ada@north.example',
      name: 'Ada Silva',
      ownerId: '7',
      userId: '48',
      team: 'First',
      active: true,
    });
  });

  it('goes by the address without a name, and is inactive when archived', () => {
    expect(personOf({ ...owner, archived: true })).toEqual({
      email: 'ada@north.example',
      name: 'ada@north.example',
      ownerId: '7',
      active: false,
    });
  });

  it('is nobody for a queue or without address', () => {
    expect(personOf({ ...owner, type: 'QUEUE' })).toBeNull();
    expect(personOf({ ...owner, email: null })).toBeNull();
  });
});

describe('stageOf', () => {
  const stages = [{ id: 's1', label: 'New', displayOrder: 0 }];
  const pipelines = [
    { id: 'p1', label: 'Sales', displayOrder: 0, stages },
    { id: 'p2', label: 'Renewals', displayOrder: 1, stages },
  ];

  it('finds the stage in the pipeline of the record', () => {
    const stage = stageOf('deal', { dealstage: 's1', pipeline: 'p2' }, pipelines);
    expect(stage).toEqual({ stageId: 's1', label: 'New', pipelineId: 'p2', pipelineLabel: 'Renewals' });
  });

  it('goes by ids when the pipelines could not be read', () => {
    const stage = stageOf('ticket', { hs_pipeline_stage: 's1', hs_pipeline: 'p1' }, []);
    expect(stage).toEqual({ stageId: 's1', label: 's1', pipelineId: 'p1', pipelineLabel: 'p1' });
  });

  it.each([
    ['a contact', stageOf('contact', { dealstage: 's1' }, pipelines)],
    ['a deal without stage', stageOf('deal', { dealstage: null }, pipelines)],
  ])('is null for %s', (_, stage) => expect(stage).toBeNull());
});
