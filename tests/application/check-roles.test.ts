import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';
import { checkRoles, checkRolesWhenDue, refreshPeople } from '../../src/application/check-roles.ts';
import { loadDirectory } from '../../src/application/people.ts';
import { submitException } from '../../src/application/submit-exception.ts';
import { rolesOf } from '../../src/domain/policy/requirement.ts';
import { shippedPolicy } from '../policies/shipped-policy.ts';
import { type ApplicationWorld, NOW, openApplication, submissionOn, TENANT } from './application-world.ts';

const INES = 'ines.moreau@northwind.example';
const { policy } = await shippedPolicy();
let world: ApplicationWorld;

beforeEach(async () => {
  world = await openApplication(policy);
}, 60_000);
afterEach(() => world.close());

const down = () => world.portal.faults.inject({ kind: 'status', status: 503, times: 1000 });
const leave = (email: string) => world.portal.portal.people.deactivate(seedPerson(email).userId);

async function askedOf(recordId: string) {
  const { stored } = await submitException(world.context, world.as('maya.chen'), submissionOn(recordId));
  return rolesOf(stored.state.request.requirement).map(({ role, people, because, leftOut = [] }) => ({
    role,
    people: people.map(({ name }) => name),
    because,
    leftOut: leftOut.map(({ name }) => name),
  }));
}

describe('people of the CRM', () => {
  it('are read once a day, and in between the check stands', async () => {
    const first = await checkRolesWhenDue(world.context, TENANT);
    expect(first.check).toMatchObject({ checkedAt: NOW, peopleReadAt: NOW, policyVersion: 1 });
    world.setClock('2026-11-24T08:59:00.000Z');
    expect((await checkRolesWhenDue(world.context, TENANT)).check).toEqual(first.check);
    world.setClock('2026-11-24T09:00:00.000Z');
    const second = await checkRolesWhenDue(world.context, TENANT);
    expect(second.check).toMatchObject({ peopleReadAt: '2026-11-24T09:00:00.000Z' });
  });

  it('are held against a policy as soon as it is another one', async () => {
    await checkRolesWhenDue(world.context, TENANT);
    await world.publish({
      ...policy,
      roles: policy.roles.map((role) =>
        role.id === 'cro' ? { id: 'cro', label: 'CRO', people: ['typo@northwind.example'] } : role,
      ),
    });
    const { check } = await checkRolesWhenDue(world.context, TENANT);
    expect(check).toMatchObject({ policyVersion: 2, peopleReadAt: NOW });
    expect(check?.findings).toContainEqual(
      expect.objectContaining({ code: 'role_unresolvable', role: 'cro', severity: 'error' }),
    );
  });

  it('stay as last read while the CRM is down, and the check says so', async () => {
    await refreshPeople(world.context, TENANT);
    down();
    world.setClock('2026-11-25T09:00:00.000Z');
    const { check, notRefreshed } = await checkRoles(world.context, TENANT);
    expect(check).toMatchObject({ checkedAt: '2026-11-25T09:00:00.000Z', peopleReadAt: NOW });
    expect(notRefreshed).toContain('HubSpot is not answering properly');
  });

  it('are not there when the CRM was down from the first start, and nothing breaks', async () => {
    down();
    await expect(checkRoles(world.context, TENANT)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await checkRolesWhenDue(world.context, TENANT)).toMatchObject({ failed: expect.any(String) });
    const directory = await loadDirectory(world.context, TENANT, policy);
    expect(directory.team('Revenue Operations')).toBeUndefined();
  });
});

describe('a submit', () => {
  it('asks the people as last read, while the CRM is down', async () => {
    await refreshPeople(world.context, TENANT);
    down();
    const asked = await askedOf(world.makeDeal());
    // Nothing of the record is known, so everybody is asked who might have to be; the team is still the team.
    expect(asked).toContainEqual(
      expect.objectContaining({
        role: 'revops',
        people: ['Priya Nair'],
        because: expect.stringContaining('the team'),
      }),
    );
  });

  it('leaves out the region lead who was deactivated, asks those who stand in, and the trail says so', async () => {
    leave(INES);
    await refreshPeople(world.context, TENANT);
    const recordId = world.makeDeal();
    const [lead] = await askedOf(recordId);
    expect(lead).toEqual({
      role: 'region_lead',
      people: ['Dale Ortiz', 'Hana Sato', 'Luis Prado'],
      because: 'Region lead for EMEA (Inès Moreau is not active in the CRM, so those who stand in are asked)',
      leftOut: ['Inès Moreau'],
    });
  });

  it('says of when the people of a team are once a reading has failed for a day', async () => {
    await refreshPeople(world.context, TENANT);
    world.setClock('2026-11-26T09:00:00.000Z');
    const { stored } = await submitException(
      world.context,
      world.as('maya.chen'),
      submissionOn(world.makeDeal(120_000)),
    );
    const revops = rolesOf(stored.state.request.requirement).find(({ role }) => role === 'revops');
    expect(revops?.because).toBe(
      'RevOps: the team Revenue Operations, as of 2026-11-23 09:00 UTC, when people were last read from the CRM',
    );
  });
});
