import { afterEach, describe, expect, it } from '@jest/globals';
import { createHubSpotClient } from '../../../server/adapters/hubspot/client.ts';
import { createHubSpotCrm } from '../../../server/adapters/hubspot/crm.ts';
import { installProperties } from '../../../server/adapters/hubspot/install.ts';
import type { RecordRef } from '../../../src/domain/policy/facts.ts';
import { type DealPortal, startDealPortal } from './deal-portal.ts';
import { createLogLines } from './log-lines.ts';
import { createManualTiming } from './manual-timing.ts';
import { type ScriptedAnswer, startScriptedServer } from './scripted-server.ts';

const MINUTE = 60_000;
let world: DealPortal | undefined;
afterEach(async () => {
  await world?.portal.close();
  world = undefined;
});

async function setUp({ installed = true } = {}) {
  world = await startDealPortal();
  const { origin, accessToken, faults, portal } = world.portal;
  const { logger, lines } = createLogLines();
  const client = createHubSpotClient({ accessToken, basePath: origin, logger, timing: createManualTiming() });
  if (installed) await installProperties(client, ['deal', 'contact', 'company', 'ticket']);
  const time = { now: Date.UTC(2026, 10, 23) };
  const crm = createHubSpotCrm({ client, logger, clock: { now: () => new Date(time.now) } });
  /** The templates of the calls since the last time this was asked, without what was answered from memory. */
  const calls = () =>
    lines.splice(0).flatMap(({ msg, path }) => (msg === 'hubspot call' ? [String(path)] : []));
  calls();
  return { ...world, crm, client, faults, portal, time, calls, lines };
}

describe('loadHandoff on HubSpot', () => {
  it.each([
    [
      'contact',
      { firstname: 'Ada', lastname: 'Silva', email: 'ada@aurora.example' },
      'Ada Silva',
      'contact.email',
      'ada@aurora.example',
    ],
    [
      'ticket',
      { subject: 'Invoice', hs_pipeline: '0', hs_pipeline_stage: '2' },
      'Invoice',
      'ticket.hs_pipeline_stage',
      '2',
    ],
  ] as const)('reads a %s with its own properties', async (objectType, properties, title, name, value) => {
    const { crm, create } = await setUp();
    const record: RecordRef = { objectType, recordId: create(`${objectType}s`, properties) };
    const handoff = await crm.loadHandoff(record, [name, 'deal.amount', 'company.country', 'owner.team']);
    expect(handoff).toMatchObject({ title, owner: null });
    expect(handoff.facts).toEqual({
      [name]: { state: 'known', value },
      'deal.amount': { state: 'unreadable', why: `this record is a ${objectType}` },
      'company.country': { state: 'unreadable', why: `no company is associated with this ${objectType}` },
      'owner.team': { state: 'blank' },
    });
    expect(handoff.stage?.label).toBe(objectType === 'ticket' ? 'Waiting on contact' : undefined);
  });

  it("reads a company's own properties, not those of another company", async () => {
    const { crm, companyId } = await setUp();
    const record: RecordRef = { objectType: 'company', recordId: companyId };
    const handoff = await crm.loadHandoff(record, ['company.country']);
    expect(handoff.facts).toEqual({ 'company.country': { state: 'known', value: 'Sweden' } });
    expect(handoff.stage).toBeNull();
  });

  it('leaves the facts of the request to others, and says what it does not read', async () => {
    const { crm, deal } = await setUp();
    const { facts } = await crm.loadHandoff(deal, ['request.reason', 'owner.shoe_size', 'line_item.price']);
    expect(facts).toEqual({
      'owner.shoe_size': { state: 'unreadable', why: expect.stringContaining('owner.team and owner.email') },
      'line_item.price': { state: 'unreadable', why: 'Handrail reads no line_item from HubSpot' },
    });
  });

  it('guesses no company among several', async () => {
    const { crm, deal, create } = await setUp();
    create('companies', { name: 'Second', country: 'France' }, true);
    const { facts } = await crm.loadHandoff(deal, ['company.country']);
    expect(facts).toEqual({
      'company.country': {
        state: 'unreadable',
        why: 'this deal has 2 companies and none of them is primary',
      },
    });
  });

  it('keeps an owner who was deactivated', async () => {
    const { crm, deal, portal, people } = await setUp();
    portal.people.deactivate(Number(people.owner.userId));
    const { owner, facts } = await crm.loadHandoff(deal, ['owner.email']);
    expect(owner).toMatchObject({ email: people.owner.email, active: false });
    expect(facts['owner.email']).toEqual({ state: 'known', value: people.owner.email });
    await expect(crm.resolveUser(people.owner.email)).resolves.toBeNull();
  });

  it.each([
    ['the company', '/companies/', 'read the company', ['company.country']],
    [
      'the companies of the deal',
      '/associations/companies',
      'list the companies of the deal',
      ['company.country'],
    ],
    ['the owner', '/owners/', 'read the owner of the record', ['owner.team']],
    ['the definitions', '/crm/v3/properties/deals', 'read which properties a deal has', ['deal.amount']],
  ])('loses only what hangs on it when %s may not be read', async (_, path, words, lost) => {
    const { crm, deal, faults, lines } = await setUp();
    faults.inject({ kind: 'status', status: 403, path, times: 9 });
    const names = ['deal.amount', 'company.country', 'owner.team'];
    const handoff = await crm.loadHandoff(deal, names);
    expect(handoff).toMatchObject({ title: 'Aurora Grid: group rollout' });
    expect(handoff).not.toHaveProperty('unavailable');
    for (const name of names) {
      const expected = lost.includes(name)
        ? { state: 'unreadable', why: expect.stringContaining(`no permission in HubSpot to ${words}`) }
        : { state: 'known' };
      expect(handoff.facts[name]).toMatchObject(expected);
    }
    expect(lines.at(-1)).toMatchObject({ msg: 'hubspot facts not readable', facts: lost });
  });

  it('goes by ids when the pipelines may not be read', async () => {
    const { crm, deal, faults } = await setUp();
    faults.inject({ kind: 'status', status: 403, path: '/pipelines/' });
    const { stage } = await crm.loadHandoff(deal, []);
    expect(stage).toMatchObject({
      stageId: 'qualifiedtobuy',
      label: 'qualifiedtobuy',
      pipelineId: 'default',
    });
  });

  it('asks for definitions and pipelines once a minute, for the record each time', async () => {
    const { crm, deal, time, calls } = await setUp();
    const record = '/crm/v3/objects/{objectType}/{recordId}';
    const owner = '/crm/v3/owners/{ownerId}';
    const rare = ['/crm/v3/pipelines/{objectType}', '/crm/v3/properties/{objectType}'];
    await crm.loadHandoff(deal, []);
    expect(calls().sort()).toEqual([record, owner, ...rare].sort());
    time.now += MINUTE - 1;
    await crm.loadHandoff(deal, []);
    expect(calls().sort()).toEqual([record, owner].sort());
    time.now += 1;
    await crm.loadHandoff(deal, []);
    expect(calls().sort()).toEqual([record, owner, ...rare].sort());
  });

  it('notices at once that the properties were installed', async () => {
    const { crm, client, deal } = await setUp({ installed: false });
    await expect(crm.loadHandoff(deal, [])).resolves.toMatchObject({ notReady: expect.any(String) });
    await installProperties(client, ['deal']);
    await expect(crm.loadHandoff(deal, [])).resolves.not.toHaveProperty('notReady');
  });

  it('counts a property of ours with another type as not there', async () => {
    const { crm, deal, portal } = await setUp();
    const hold = portal.catalog.require('deals', 'handoff_routing_hold');
    portal.catalog.replace('deals', { ...hold, type: 'string', fieldType: 'text', options: [] });
    const { notReady } = await crm.loadHandoff(deal, []);
    expect(notReady).toContain('no usable property handoff_routing_hold');
  });

  it('reads every page of owners for the form, people only, by name', async () => {
    const { crm, deal, calls } = await setUp();
    const { owners, stages } = await crm.loadChoices(deal);
    expect(owners).toHaveLength(14);
    expect(owners.map(({ name }) => name)).toEqual(
      owners.map(({ name }) => name).toSorted((a, b) => a.localeCompare(b, 'en')),
    );
    expect(stages.map(({ pipelineLabel }) => pipelineLabel)).toEqual([
      ...Array(7).fill('Sales'),
      ...Array(5).fill('Renewals'),
    ]);
    calls();
    await expect(crm.loadChoices({ objectType: 'contact', recordId: '1' })).resolves.toEqual({
      owners,
      stages: [],
    });
    expect(calls()).toEqual([]);
  });
});

describe('resolveUser on HubSpot', () => {
  it('asks once a minute for a person it found, each time for one it did not', async () => {
    const { crm, people, portal, time, calls } = await setUp();
    const { email, userId } = people.owner;
    const ask = async () => [await crm.resolveUser(email), await crm.resolveUser('new@north.example')];
    await expect(ask()).resolves.toEqual([people.owner, null]);
    await expect(ask()).resolves.toEqual([people.owner, null]);
    expect(calls()).toHaveLength(3);
    portal.people.deactivate(Number(userId));
    time.now += MINUTE;
    await expect(ask()).resolves.toEqual([null, null]);
  });
});

describe('replies that the sandbox portal does not give', () => {
  async function loadScripted(answers: Readonly<Record<string, unknown>>) {
    const server = await startScriptedServer((url): ScriptedAnswer => {
      const known = Object.entries(answers).find(([part]) => url.includes(part));
      return known ? { status: 200, body: known[1] } : { status: 501 };
    });
    const { logger } = createLogLines();
    const client = createHubSpotClient({
      accessToken: 't',
      basePath: server.origin,
      logger,
      timing: createManualTiming(),
    });
    const crm = createHubSpotCrm({ client, logger });
    try {
      return await crm.loadHandoff({ objectType: 'deal', recordId: '7' }, ['deal.amount', 'company.country']);
    } finally {
      await server.close();
    }
  }

  const amount = { name: 'amount', label: 'Amount', type: 'number', fieldType: 'number' };
  const country = { name: 'country', label: 'Country', type: 'string', fieldType: 'text' };
  const portal = {
    '/crm/v3/objects/deals/7': { id: '7', properties: { amount: '5', dealname: 'A' } },
    '/crm/v3/properties/deals': { results: [amount] },
    '/crm/v3/properties/companies': { results: [country] },
    '/crm/v3/pipelines/deals': { results: [] },
    '/associations/companies': {
      results: [
        { toObjectId: 11, associationTypes: [{ category: 'HUBSPOT_DEFINED', typeId: 341, label: null }] },
        {
          toObjectId: 12,
          associationTypes: [
            { category: 'HUBSPOT_DEFINED', typeId: 341, label: null },
            { category: 'HUBSPOT_DEFINED', typeId: 5, label: 'Primary' },
          ],
        },
      ],
    },
    '/crm/v3/objects/companies/12': { id: 12, properties: { country: 'Norway' } },
  };

  it('takes the primary company, and ids that are numbers', async () => {
    const { facts } = await loadScripted(portal);
    expect(facts).toEqual({
      'deal.amount': { state: 'known', value: 5 },
      'company.country': { state: 'known', value: 'Norway' },
    });
  });

  it('makes unreadable what it does not understand, and keeps the rest', async () => {
    const { facts } = await loadScripted({
      ...portal,
      '/crm/v3/objects/companies/12': { id: 12, props: {} },
    });
    expect(facts).toEqual({
      'deal.amount': { state: 'known', value: 5 },
      'company.country': { state: 'unreadable', why: expect.stringContaining('does not understand') },
    });
  });

  it('is unavailable when the record itself cannot be understood', async () => {
    const handoff = await loadScripted({
      ...portal,
      '/crm/v3/objects/deals/7': '<html>Checking your browser</html>',
    });
    expect(handoff).toMatchObject({
      title: '7',
      unavailable: expect.stringContaining('does not understand'),
    });
  });
});
