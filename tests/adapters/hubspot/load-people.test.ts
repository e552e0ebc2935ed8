import { afterEach, describe, expect, it } from '@jest/globals';
import { seedPerson } from '../../../sandbox/hubspot/seed/people.ts';
import { createHubSpotClient } from '../../../server/adapters/hubspot/client.ts';
import { createHubSpotCrm } from '../../../server/adapters/hubspot/crm.ts';
import { startDealPortal } from './deal-portal.ts';
import { createLogLines } from './log-lines.ts';
import { createManualTiming } from './manual-timing.ts';

let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
  close = undefined;
});

async function setUp() {
  const { portal: running } = await startDealPortal();
  close = () => running.close();
  const { logger } = createLogLines();
  const { accessToken, origin } = running;
  const client = createHubSpotClient({ accessToken, basePath: origin, logger, timing: createManualTiming() });
  return { running, people: running.portal.people, crm: createHubSpotCrm({ client, logger }) };
}

const MAYA = 'maya.chen@northwind.example';
const INES = 'ines.moreau@northwind.example';

describe('the people of a HubSpot portal', () => {
  it('are its owners, with the teams of the settings', async () => {
    const { crm } = await setUp();
    const { people, teams } = await crm.loadPeople();
    expect(people).toHaveLength(14);
    expect(teams).toHaveLength(5);
    expect(teams.find(({ name }) => name === 'Revenue Operations')).toEqual({
      name: 'Revenue Operations',
      members: ['priya.nair@northwind.example'],
    });
  });

  it('belong to a team also when it is their extra team', async () => {
    const { crm, people } = await setUp();
    people.addPerson({
      ...seedPerson(MAYA),
      email: 'New.Person@northwind.example',
      userId: 1,
      ownerId: '2',
      roleId: '9101',
      superAdmin: false,
      active: true,
      primaryTeamId: '40010',
      secondaryTeamIds: ['40020'],
    });
    const { teams } = await crm.loadPeople();
    const of = (team: string) => teams.find(({ name }) => name === team)?.members;
    expect(of('AMER Sales')).toContain('new.person@northwind.example');
    expect(of('EMEA Sales')).toContain('new.person@northwind.example');
  });

  it('are inactive once deactivated, and active again when they came back with another owner', async () => {
    const { crm, people } = await setUp();
    const { userId } = seedPerson(INES);
    const ines = async () => (await crm.loadPeople()).people.filter(({ email }) => email === INES);
    people.deactivate(userId);
    expect(await ines()).toMatchObject([{ active: false, name: 'Inès Moreau', userId: String(userId) }]);
    people.addPerson({
      ...seedPerson(INES),
      userId: userId + 1000,
      ownerId: '999111',
      roleId: '9102',
      superAdmin: false,
      active: true,
      secondaryTeamIds: [],
    });
    expect(await ines()).toMatchObject([{ active: true, ownerId: '999111' }]);
  });

  it('cannot be read without the scope for teams, and the message says so', async () => {
    const { crm, running } = await setUp();
    running.faults.inject({ kind: 'status', status: 403, path: '/users/teams$', times: 9 });
    await expect(crm.loadPeople()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('no permission in HubSpot to list the teams'),
    });
  });
});
