import { describe, expect, it } from '@jest/globals';
import { SEED_PEOPLE, seedPerson } from '../../sandbox/hubspot/seed/people.ts';
import { LIKE_DEALS } from '../../sandbox/hubspot/seed/records.ts';
import { openPortal, PORTAL_NOW, refusal } from './portal-fixture.ts';

const DEAL = LIKE_DEALS.auroraGrid.id;
const DEAL_TO_COMPANY = { associationCategory: 'HUBSPOT_DEFINED' as const, associationTypeId: 341 };

describe('the seeded portal', () => {
  it('has 320 deals over four regions, some without a region', async () => {
    const { hubspot } = await openPortal();
    const deals = await hubspot.crm.deals.getAll(100, undefined, ['sales_region']);
    const regions = new Map<string, number>();
    for (const deal of deals) {
      const region = deal.properties.sales_region ?? 'none';
      regions.set(region, (regions.get(region) ?? 0) + 1);
    }
    expect(deals).toHaveLength(320);
    expect([...regions.keys()].toSorted()).toEqual(['AMER', 'APAC', 'EMEA', 'LATAM', 'none']);
    for (const count of regions.values()) expect(count).toBeGreaterThan(5);
  });

  it('gives the same records each time', async () => {
    const [one, two] = [await openPortal(), await openPortal()];
    const read = async ({ hubspot }: typeof one) =>
      hubspot.crm.deals.getAll(100, undefined, ['dealname', 'amount']);
    expect(await read(one)).toEqual(await read(two));
  });

  it('has two deals that differ in name and company only', async () => {
    const { hubspot } = await openPortal();
    const names = ['amount', 'sales_region', 'dealstage', 'hubspot_owner_id'];
    const [aurora, borealis] = await Promise.all(
      Object.values(LIKE_DEALS).map((deal) => hubspot.crm.deals.basicApi.getById(deal.id, names)),
    );
    const { hs_object_id: one, ...like } = aurora?.properties ?? {};
    const { hs_object_id: two, ...other } = borealis?.properties ?? {};
    expect(like).toEqual(other);
    expect(like).toMatchObject({ amount: '84000', sales_region: 'EMEA' });
    expect(one).not.toBe(two);
  });

  it('has 14 owners in five teams, none with the id of its user', async () => {
    const { hubspot } = await openPortal();
    const owners = await hubspot.crm.owners.ownersApi.getPage(undefined, undefined, 500);
    const teams = await hubspot.settings.users.teamsApi.getAll();
    expect(owners.results).toHaveLength(14);
    expect(owners.results.filter((owner) => owner.id === String(owner.userId))).toEqual([]);
    expect(teams.results.map((team) => team.name)).toEqual([
      'AMER Sales',
      'EMEA Sales',
      'APAC Sales',
      'LATAM Sales',
      'Revenue Operations',
    ]);
    for (const manager of SEED_PEOPLE.filter((person) => person.job === 'manager')) {
      const team = teams.results.find((one) => one.name === manager.team);
      expect(team?.userIds).toContain(String(manager.userId));
    }
  });
});

describe('one record', () => {
  it('is read with the asked properties; one without value is null, an unknown one is left out', async () => {
    const { hubspot } = await openPortal();
    const deal = await hubspot.crm.deals.basicApi.getById(DEAL, [
      'amount',
      'hs_next_step',
      'no_such_property',
    ]);
    expect(deal.properties).toMatchObject({ amount: '84000', hs_next_step: null, hs_object_id: DEAL });
    expect(deal.properties).not.toHaveProperty('no_such_property');
  });

  it('names its team through its owner', async () => {
    const { hubspot } = await openPortal();
    const ownerId = seedPerson('tom.becker@northwind.example').ownerId;
    await hubspot.crm.deals.basicApi.update(DEAL, { properties: { hubspot_owner_id: ownerId } });
    const deal = await hubspot.crm.deals.basicApi.getById(DEAL, ['hubspot_team_id']);
    const owner = await hubspot.crm.owners.ownersApi.getById(Number(ownerId));
    expect(deal.properties.hubspot_team_id).toBe(owner.teams?.[0]?.id);
  });

  it('keeps the history of a value with its source, and none for a write that changes nothing', async () => {
    const { hubspot, running } = await openPortal();
    running.clock.advance(60_000);
    await hubspot.crm.deals.basicApi.update(DEAL, { properties: { amount: '90000' } });
    await hubspot.crm.deals.basicApi.update(DEAL, { properties: { amount: '90000' } });
    const deal = await hubspot.crm.deals.basicApi.getById(DEAL, undefined, ['amount']);
    expect(deal.propertiesWithHistory?.amount).toEqual([
      expect.objectContaining({
        value: '90000',
        sourceType: 'INTEGRATION',
        sourceId: String(running.appId),
        timestamp: new Date(PORTAL_NOW.getTime() + 60_000),
      }),
      expect.objectContaining({ value: '84000', sourceType: 'IMPORT' }),
    ]);
    expect(running.writeLog.map((entry) => [entry.method, entry.objectId])).toEqual([
      ['PATCH', DEAL],
      ['PATCH', DEAL],
    ]);
  });

  it('is cleared with the empty text', async () => {
    const { hubspot } = await openPortal();
    const updated = await hubspot.crm.deals.basicApi.update(DEAL, { properties: { sales_region: '' } });
    expect(updated.properties.sales_region).toBeNull();
  });

  it.each([
    ['an unknown property', { no_such_property: 'x' }, 'PROPERTY_DOESNT_EXIST'],
    ['an unknown option', { sales_region: 'MOON' }, 'INVALID_OPTION'],
    ['a text for a number', { amount: 'much' }, 'INVALID_DOUBLE'],
    ['a text for a date', { closedate: 'soon' }, 'INVALID_DATE'],
    ['a read-only property', { createdate: '2026-01-01' }, 'READ_ONLY_VALUE'],
    ['an owner who does not exist', { hubspot_owner_id: '48100105' }, 'INVALID_OWNER_ID'],
    ['a stage of another pipeline', { dealstage: '1100201' }, 'INVALID_OPTION'],
  ])('refuses %s and changes nothing', async (_what, properties, code) => {
    const { hubspot, running } = await openPortal();
    const write = { properties: { ...properties, hs_next_step: 'call' } as Record<string, string> };
    const refused = await refusal(hubspot.crm.deals.basicApi.update(DEAL, write));
    expect(refused).toMatchObject({ code: 400, category: 'VALIDATION_ERROR', errors: [{ code }] });
    expect(running.writeLog).toEqual([]);
  });

  it('refuses null as a value', async () => {
    const { hubspot } = await openPortal();
    const body = { properties: { amount: null } };
    const reply = await hubspot.apiRequest({ method: 'PATCH', path: `/crm/v3/objects/deals/${DEAL}`, body });
    expect(reply.status).toBe(400);
  });

  it('is created with associations, listed from both ends, and archived', async () => {
    const { hubspot } = await openPortal();
    const company = await hubspot.crm.companies.basicApi.create({
      properties: { name: 'New Co' },
      associations: [],
    });
    const deal = await hubspot.crm.deals.basicApi.create({
      properties: { dealname: 'New deal', dealstage: 'appointmentscheduled' },
      associations: [{ to: { id: company.id }, types: [DEAL_TO_COMPANY] }],
    } as never);
    const read = await hubspot.crm.deals.basicApi.getById(deal.id, undefined, undefined, ['companies']);
    const back = await hubspot.crm.associations.v4.basicApi.getPage('companies', company.id, 'deals');
    expect(read.associations?.companies?.results).toEqual([{ id: company.id, type: 'deal_to_company' }]);
    expect(back.results.map((end) => end.toObjectId)).toEqual([deal.id]);

    await hubspot.crm.deals.basicApi.archive(deal.id);
    expect(await refusal(hubspot.crm.deals.basicApi.getById(deal.id))).toMatchObject({
      code: 404,
      category: 'OBJECT_NOT_FOUND',
    });
    const archived = await hubspot.crm.deals.basicApi.getById(deal.id, undefined, undefined, undefined, true);
    expect(archived.archived).toBe(true);
  });

  it('finds a contact by its e-mail and refuses a second one with it', async () => {
    const { hubspot } = await openPortal({ seed: 'empty' });
    const properties = { email: 'a@b.example', firstname: 'A' };
    const first = await hubspot.crm.contacts.basicApi.create({ properties, associations: [] });
    const found = await hubspot.crm.contacts.basicApi.getById(
      'A@b.example',
      ['firstname'],
      [],
      [],
      false,
      'email',
    );
    expect(found.id).toBe(first.id);
    const again = await refusal(hubspot.crm.contacts.basicApi.create({ properties, associations: [] }));
    expect(again).toMatchObject({ code: 409, message: `Contact already exists. Existing ID: ${first.id}` });
    const notUnique = hubspot.crm.contacts.basicApi.getById(
      'A',
      undefined,
      undefined,
      undefined,
      false,
      'firstname',
    );
    expect((await refusal(notUnique)).code).toBe(400);
  });

  it('takes a note and a task, and counts them as activity', async () => {
    const { hubspot, running } = await openPortal();
    const to = { id: DEAL };
    const note = await hubspot.crm.objects.notes.basicApi.create({
      properties: { hs_timestamp: PORTAL_NOW.toISOString(), hs_note_body: 'Tagged' },
      associations: [{ to, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 214 }] }],
    } as never);
    await hubspot.crm.objects.tasks.basicApi.create({
      properties: { hs_timestamp: PORTAL_NOW.toISOString(), hs_task_subject: 'Decide' },
      associations: [{ to, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 216 }] }],
    } as never);
    const ends = await hubspot.crm.associations.v4.basicApi.getPage('deals', DEAL, 'notes');
    expect(ends.results).toEqual([
      { toObjectId: note.id, associationTypes: [{ category: 'HUBSPOT_DEFINED', typeId: 213 }] },
    ]);
    const deal = running.portal.require('deals', DEAL);
    expect(running.portal.value(deal, 'notes_last_updated')).toBe(PORTAL_NOW.toISOString());
    const untimed = hubspot.crm.objects.notes.basicApi.create({
      properties: { hs_note_body: 'x' },
      associations: [],
    });
    expect((await refusal(untimed)).code).toBe(400);
  });
});

describe('a batch', () => {
  it('reads what exists and names what does not in a 207', async () => {
    const { hubspot } = await openPortal();
    const inputs = [{ id: DEAL }, { id: '1' }];
    const reply = await hubspot.crm.deals.batchApi.read({
      inputs,
      properties: ['amount'],
      propertiesWithHistory: [],
    });
    expect(reply.results.map((deal) => deal.id)).toEqual([DEAL]);
    expect(reply).toMatchObject({
      numErrors: 1,
      errors: [{ status: 'error', category: 'OBJECT_NOT_FOUND', context: { ids: ['1'] } }],
    });
  });

  it('updates what exists and names what does not in a 207', async () => {
    const { hubspot, running } = await openPortal();
    const properties = { amount: '1' };
    const reply = await hubspot.crm.deals.batchApi.update({
      inputs: ['1', DEAL].map((id) => ({ id, properties })),
    });
    expect(reply).toMatchObject({ numErrors: 1, results: [{ id: DEAL }] });
    expect(running.writeLog).toHaveLength(1);
  });

  it('fails whole for a refused value, and per input when each has a trace id', async () => {
    const { hubspot, running } = await openPortal();
    const inputs = [
      { id: DEAL, properties: { amount: '1' } },
      { id: LIKE_DEALS.borealisFreight.id, properties: { amount: 'much' } },
    ];
    expect((await refusal(hubspot.crm.deals.batchApi.update({ inputs }))).code).toBe(400);
    expect(running.writeLog).toEqual([]);
    const traced = inputs.map((input, at) => ({ ...input, objectWriteTraceId: String(at) }));
    const reply = await hubspot.crm.deals.batchApi.update({ inputs: traced });
    expect(reply).toMatchObject({
      numErrors: 1,
      results: [{ id: DEAL }],
      errors: [{ category: 'VALIDATION_ERROR' }],
    });
  });

  it('creates and archives', async () => {
    const { hubspot } = await openPortal({ seed: 'empty' });
    const inputs = ['A', 'B'].map((dealname) => ({ properties: { dealname }, associations: [] }));
    const made = await hubspot.crm.deals.batchApi.create({ inputs });
    expect(made.results).toHaveLength(2);
    await hubspot.crm.deals.batchApi.archive({ inputs: made.results.map(({ id }) => ({ id })) });
    expect(await hubspot.crm.deals.getAll()).toEqual([]);
  });

  it.each([
    ['more than 100 inputs', Array.from({ length: 101 }, (_, at) => ({ id: String(at), properties: {} }))],
    ['the same id twice', [DEAL, DEAL].map((id) => ({ id, properties: {} }))],
    ['no input', []],
  ])('refuses %s', async (_what, inputs) => {
    const { hubspot } = await openPortal();
    expect((await refusal(hubspot.crm.deals.batchApi.update({ inputs }))).code).toBe(400);
  });
});

describe('associations', () => {
  it('are made by default type, read in batch and taken away', async () => {
    const { hubspot, running } = await openPortal();
    const company = running.portal.list('companies')[5];
    const id = company?.id ?? '';
    const v4 = hubspot.crm.associations.v4;
    const made = await v4.basicApi.createDefault('deals', DEAL, 'companies', id);
    expect(made.results.map((one) => one.associationSpec.associationTypeId)).toEqual([341, 342]);
    const read = await v4.batchApi.getPage('deals', 'companies', { inputs: [{ id: DEAL }, { id: '1' }] });
    expect(read.results[0]?.to.map((end) => end.toObjectId)).toContain(id);
    expect(read).toMatchObject({ numErrors: 1 });
    await v4.basicApi.archive('deals', DEAL, 'companies', id);
    const left = await v4.basicApi.getPage('deals', DEAL, 'companies');
    expect(left.results.map((end) => end.toObjectId)).not.toContain(id);
  });

  it('are refused for a type id that does not fit', async () => {
    const { hubspot } = await openPortal();
    const create = hubspot.crm.deals.basicApi.create({
      properties: { dealname: 'x' },
      associations: [{ to: { id: '1' }, types: [{ ...DEAL_TO_COMPANY, associationTypeId: 214 }] }],
    } as never);
    expect((await refusal(create)).code).toBe(400);
  });
});
