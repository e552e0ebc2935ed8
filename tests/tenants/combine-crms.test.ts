import { afterEach, describe, expect, it } from '@jest/globals';
import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';
import { userIdOf } from '../../sandbox/salesforce/seed/people.ts';
import { createHubSpotClient } from '../../server/adapters/hubspot/client.ts';
import { createHubSpotCrm } from '../../server/adapters/hubspot/crm.ts';
import { createSalesforceCrm } from '../../server/adapters/salesforce/crm.ts';
import { combineCrms } from '../../server/tenants/combine-crms.ts';
import { personOf } from '../../src/application/people.ts';
import { isUser } from '../../src/domain/policy/facts.ts';
import { startDealPortal } from '../adapters/hubspot/deal-portal.ts';
import { openOrg } from '../adapters/salesforce/deal-org.ts';

const MAYA = 'maya.chen@northwind.example';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function open() {
  const { portal } = await startDealPortal();
  const { org, client, logger } = await openOrg({ installed: true });
  const hubspotClient = createHubSpotClient({
    accessToken: portal.accessToken,
    basePath: portal.origin,
    logger,
  });
  const hubspot = createHubSpotCrm({ client: hubspotClient, logger });
  const salesforce = createSalesforceCrm({ client, logger });
  closing.push(
    () => portal.close(),
    () => org.close(),
  );
  return { crm: combineCrms(async () => ({ hubspot, salesforce })), salesforce, org };
}

describe('people of two CRMs', () => {
  it('are one by their address, known by the ids of both', async () => {
    const { crm, org } = await open();
    const inHubSpot = seedPerson(MAYA);
    const inSalesforce = userIdOf(org.core, MAYA);
    const { people, teams } = await crm.loadPeople();
    const mayas = people.filter(({ email }) => email === MAYA);
    expect(mayas).toMatchObject([
      {
        userId: String(inHubSpot.userId),
        ownerId: String(inHubSpot.ownerId),
        elsewhere: { userId: inSalesforce },
      },
    ]);
    const [maya] = mayas;
    if (!maya) throw new Error('nobody');
    expect([String(inHubSpot.userId), inSalesforce, '1'].map((id) => isUser(maya, id))).toEqual([
      true,
      true,
      false,
    ]);
    // A team that both CRMs call the same is one team.
    expect(teams.filter(({ name }) => name === 'EMEA Sales')).toHaveLength(1);
  });

  it('are who the CRM says in which they ask, and still known in the other', async () => {
    const { crm, org } = await open();
    const userId = userIdOf(org.core, MAYA);
    const person = await personOf(crm, { tenantId: 'hubspot:1', userId, email: MAYA });
    expect(person).toMatchObject({ userId, elsewhere: { userId: String(seedPerson(MAYA).userId) } });
  });

  it('may be in one of them only', async () => {
    const { crm, org } = await open();
    org.deactivate(MAYA);
    expect(await crm.resolveUser('nobody@northwind.example')).toBeNull();
    // Who is active in one CRM is active.
    expect((await crm.resolveUser(MAYA))?.active).not.toBe(false);
  });
});

it('says of a record of a CRM that is not connected that it is not there', async () => {
  const { salesforce } = await open();
  const only = combineCrms(async () => ({ salesforce }));
  await expect(only.loadHandoff({ objectType: 'deal', recordId: '4711' }, [])).rejects.toMatchObject({
    code: 'record_not_found',
    message: expect.stringContaining('HubSpot, which is not connected'),
  });
});
