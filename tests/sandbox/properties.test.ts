import { describe, expect, it } from '@jest/globals';
import { openPortal, refusal } from './portal-fixture.ts';

const GROUP = { name: 'handoff_exception', label: 'Handoff exception' };
const STATUS = {
  name: 'handoff_exception_status',
  label: 'Status',
  type: 'enumeration',
  fieldType: 'select',
  groupName: GROUP.name,
  options: [{ label: 'Active', value: 'active', hidden: false, displayOrder: 0 }],
};

async function portalWithGroup() {
  const opened = await openPortal({ seed: 'empty' });
  await opened.hubspot.crm.properties.groupsApi.create('deals', GROUP);
  return opened;
}

describe('a property', () => {
  it('is created, read, changed, written to and archived', async () => {
    const { hubspot, running } = await portalWithGroup();
    const { coreApi } = hubspot.crm.properties;
    const made = await coreApi.create('deals', STATUS as never);
    expect(made).toMatchObject({ name: STATUS.name, options: [{ value: 'active' }], hubspotDefined: false });

    const lapsed = { label: 'Lapsed', value: 'lapsed', hidden: false, displayOrder: 1 };
    await coreApi.update('deals', STATUS.name, { options: [...STATUS.options, lapsed] });
    const properties = { dealname: 'x', [STATUS.name]: 'lapsed' };
    await hubspot.crm.deals.basicApi.create({ properties, associations: [] } as never);

    await coreApi.archive('deals', STATUS.name);
    expect((await refusal(coreApi.getByName('deals', STATUS.name))).code).toBe(404);
    expect((await coreApi.getByName('deals', STATUS.name, true)).archived).toBe(true);
    const write = hubspot.crm.deals.basicApi.create({ properties, associations: [] } as never);
    expect((await refusal(write)).errors[0]?.code).toBe('PROPERTY_DOESNT_EXIST');
    expect(running.writeLog.map((entry) => entry.method)).toEqual([
      'POST',
      'POST',
      'PATCH',
      'POST',
      'DELETE',
    ]);
  });

  it('keeps the fields the SDK would drop', async () => {
    const { hubspot } = await portalWithGroup();
    const body = { ...STATUS, description: 'Where the exception request stands' };
    const made = await hubspot.apiRequest({ method: 'POST', path: '/crm/v3/properties/deals', body });
    expect(await made.json()).toMatchObject({ description: body.description });
  });

  it.each([
    ['a taken name', { ...STATUS, name: 'amount' }, 409],
    ['an unknown group', { ...STATUS, groupName: 'nope' }, 400],
    ['an enumeration without options', { ...STATUS, options: [] }, 400],
    ['an option value used twice', { ...STATUS, options: [...STATUS.options, ...STATUS.options] }, 400],
    ['a bool without true and false', { ...STATUS, type: 'bool', fieldType: 'booleancheckbox' }, 400],
    ['an unknown type', { ...STATUS, type: 'colour' }, 400],
    ['a name with capitals', { ...STATUS, name: 'Status' }, 400],
  ])('is refused for %s', async (_what, body, code) => {
    const { hubspot } = await portalWithGroup();
    const reply = await hubspot.apiRequest({ method: 'POST', path: '/crm/v3/properties/deals', body });
    expect(reply.status).toBe(code);
  });

  it('that HubSpot owns can be neither changed nor archived', async () => {
    const { hubspot } = await portalWithGroup();
    const { coreApi } = hubspot.crm.properties;
    expect((await refusal(coreApi.archive('deals', 'amount'))).code).toBe(400);
    expect((await refusal(coreApi.update('deals', 'amount', { label: 'Value' }))).code).toBe(400);
  });

  it('in a batch answers what went well and what did not', async () => {
    const { hubspot } = await portalWithGroup();
    const post = async (call: string, inputs: unknown[]) => {
      const path = `/crm/v3/properties/deals/batch/${call}`;
      const reply = await hubspot.apiRequest({
        method: 'POST',
        path,
        body: { inputs, ...(call === 'read' && { archived: false }) },
      });
      return { status: reply.status, text: await reply.text() };
    };
    expect((await post('create', [STATUS])).status).toBe(201);
    const again = await post('create', [STATUS, { ...STATUS, name: 'handoff_reason' }]);
    expect(again.status).toBe(207);
    expect(JSON.parse(again.text)).toMatchObject({ numErrors: 1, results: [{ name: 'handoff_reason' }] });
    expect((await post('read', [{ name: 'amount' }, { name: 'nope' }])).status).toBe(207);
    expect((await post('archive', [{ name: STATUS.name }, { name: 'nope' }])).status).toBe(204);
    const { results } = await hubspot.crm.properties.coreApi.getAll('deals');
    expect(results.map((one) => one.name)).not.toContain(STATUS.name);
  });
});

describe('a property group', () => {
  it('is taken only once, renamed, and archived when it is empty', async () => {
    const { hubspot } = await portalWithGroup();
    const { groupsApi, coreApi } = hubspot.crm.properties;
    expect((await refusal(groupsApi.create('deals', GROUP))).code).toBe(409);
    expect((await groupsApi.update('deals', GROUP.name, { label: 'Exceptions' })).label).toBe('Exceptions');
    await coreApi.create('deals', STATUS as never);
    expect((await refusal(groupsApi.archive('deals', GROUP.name))).code).toBe(400);
    await coreApi.archive('deals', STATUS.name);
    await groupsApi.archive('deals', GROUP.name);
    expect((await groupsApi.getAll('deals')).results.map((group) => group.name)).toEqual(['dealinformation']);
  });
});
