import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readSource } from '../../../sandbox/salesforce/read-source.ts';
import { INTEGRATION_USERNAME, userIdOf } from '../../../sandbox/salesforce/seed/people.ts';
import { type Northwind, startNorthwind } from '../../../sandbox/salesforce/start-northwind.ts';
import { SALESFORCE_RECORD_FIELD } from '../../../src/contracts/salesforce-vocabulary.ts';

const REVOPS = 'priya.nair@northwind.example';
const TOM = 'tom.becker@northwind.example';
const { routingHold, resubmittedAt } = SALESFORCE_RECORD_FIELD;

describe('the org of Northwind', () => {
  let northwind: Northwind;
  const owner = (id: string) => {
    const { org } = northwind;
    return org.get(String(org.get(id).OwnerId)).Name;
  };
  const asHandrail = (id: string, values: Readonly<Record<string, unknown>>) =>
    northwind.org.update(id, values, { as: INTEGRATION_USERNAME });
  const move = (id: string, StageName: string) => northwind.org.update(id, { StageName }, { as: REVOPS });

  beforeAll(async () => {
    northwind = await startNorthwind();
  });
  afterAll(() => northwind.org.close());

  it('has the package in it, and two like opportunities', () => {
    const { org, like } = northwind;
    expect(org.core.automation.flows.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Handoff_Exception_Decide_Hold', 'Territory_Routing']),
    );
    expect(org.core.automation.validationRules.map(({ name }) => name)).toContain('Only_Handrail_Changes_It');
    const seen = (id: string) => {
      const { Amount, StageName, Sales_Region__c, OwnerId } = org.get(id);
      return { Amount, StageName, Sales_Region__c, OwnerId };
    };
    expect(seen(like.auroraGrid)).toEqual(seen(like.borealisFreight));
  });

  it('routes what is not held, and routes what was held once it is released and handed back', () => {
    const { org, like } = northwind;
    asHandrail(like.auroraGrid, { [routingHold]: true, OwnerId: userIdOf(org.core, TOM) });
    for (const id of Object.values(like)) move(id, 'Proposal/Price Quote');
    expect([owner(like.auroraGrid), owner(like.borealisFreight)]).toEqual(['Tom Becker', 'Jonas Lind']);

    asHandrail(like.auroraGrid, { [routingHold]: false });
    expect(owner(like.auroraGrid)).toBe('Tom Becker');
    asHandrail(like.auroraGrid, { [resubmittedAt]: '2026-11-23T10:00:00.000Z' });
    expect(owner(like.auroraGrid)).toBe('Jonas Lind');
  });

  it('has one flow that takes held opportunities, once for each time they reach its stage', () => {
    const { org, like } = northwind;
    asHandrail(like.auroraGrid, { [routingHold]: true, OwnerId: userIdOf(org.core, TOM) });
    move(like.auroraGrid, 'Negotiation/Review');
    expect(owner(like.auroraGrid)).toBe('Grace Okafor');
    asHandrail(like.auroraGrid, { OwnerId: userIdOf(org.core, TOM) });
    expect(owner(like.auroraGrid)).toBe('Tom Becker');
  });

  it('leaves held leads where they are when rules assign leads', () => {
    const { org } = northwind;
    const lead = { LastName: 'Abara', Company: 'Amber Energy', Sales_Region__c: 'APAC' };
    const assign = { as: REVOPS, assign: { kind: 'active' } } as const;
    const free = org.create('Lead', lead, assign);
    const held = org.create('Lead', { ...lead, [routingHold]: true }, assign);
    const queue = org.core.store.all('Group').find(({ values }) => values.DeveloperName === 'APAC_Leads')?.id;
    expect(org.get(free).OwnerId).toBe(queue);
    expect(org.get(held).OwnerId).toBe(userIdOf(org.core, REVOPS));
  });
});

it('a folder of metadata that is not there is said to be missing', () => {
  expect(() => readSource('no/such/folder')).toThrow('there is no folder no/such/folder');
});
