import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { act, all, any, isKnown, propertyChanged } from '../../sandbox/hubspot/seed/flow-parts.ts';
import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';
import { editAsUser } from '../../sandbox/hubspot/user-actions.ts';
import { eventually, filledForm, startTestServer, type TestServer } from '../http/test-server.ts';
import { cardOf } from './group-world.ts';

jest.setTimeout(90_000);

const OWNER = 'hubspot_owner_id';
const MAYA = seedPerson('maya.chen@northwind.example').ownerId;
const HANA = seedPerson('hana.sato@northwind.example').ownerId;

/** No webhook ever arrives here: what the portal changes is found by looking through it. */
describe('a workflow that ignores the hold', () => {
  let world: TestServer;
  beforeAll(async () => {
    world = await startTestServer({
      variables: {
        HANDRAIL_SWEEP_SECONDS: '0.2',
        HANDRAIL_POLL_SECONDS: '1',
        HUBSPOT_APP_ID: '2600100',
      },
    });
  });
  afterAll(async () => {
    await world.close();
    expect(world.portal.unknownCalls).toEqual([]);
  });

  const value = (deal: string, property: string) =>
    world.portal.portal.value(world.portal.portal.require('deals', deal), property);
  const tasks = (deal: string) =>
    world.portal.portal.associations.list({ type: 'deals', id: deal }, 'tasks').map(({ toId }) => {
      const task = world.portal.portal.require('tasks', toId);
      const text = (name: string) => world.portal.portal.value(task, name);
      return { subject: text('hs_task_subject'), body: text('hs_task_body'), owner: text(OWNER) };
    });
  const trail = (requestId: string) => world.as('maya.chen').trail(requestId);

  it('is put back twice, then RevOps is told which workflow it is', async () => {
    const deal = await world.makeDeal();
    const { live } = await world
      .as('maya.chen')
      .card(CARD_ROUTES.requests, filledForm(deal, { proposedOwnerId: MAYA }));
    const requestId = live?.requestId ?? '';
    await world
      .as('ines.moreau')
      .card(CARD_ROUTES.review(requestId), { outcome: 'approve', version: live?.version });
    await eventually(
      () => cardOf(world, 'deal', deal),
      (card) => card.live?.status === 'active',
    );
    const { portal } = world;
    portal.flows.create({
      type: 'PLATFORM_FLOW',
      flowType: 'WORKFLOW',
      objectTypeId: '0-3',
      isEnabled: true,
      startActionId: '1',
      timeWindows: [],
      blockedDates: [],
      customProperties: {},
      name: 'Old territory sweep',
      enrollmentCriteria: {
        type: 'EVENT_BASED',
        shouldReEnroll: true,
        eventFilterBranches: [propertyChanged(OWNER), propertyChanged('amount')],
        listMembershipFilterBranches: [],
        refinementCriteria: any(all(isKnown('sales_region'))),
      },
      actions: [
        act('1', '0-5', {
          property_name: OWNER,
          value: { type: 'STATIC_VALUE', staticValue: HANA },
        }),
      ],
    });

    // A rep changes the amount, which sets the workflow off; from then on every put back does.
    editAsUser(portal.portal, 'maya.chen@northwind.example', {
      objectType: 'deals',
      objectId: deal,
      properties: { amount: '90000' },
    });
    for (let round = 1; round <= 2; round += 1) {
      await portal.engine.runUntilQuiet();
      expect(value(deal, OWNER)).toBe(HANA);
      await eventually(
        async () => value(deal, OWNER),
        (owner) => owner === MAYA,
      );
    }
    await portal.engine.runUntilQuiet();
    const told = await eventually(
      async () => tasks(deal).find(({ subject }) => subject.startsWith('Stopped putting back')),
      (task) => task !== undefined,
    );
    expect(told?.owner).toBe(seedPerson('priya.nair@northwind.example').ownerId);
    expect(told?.body).toContain('Old territory sweep');
    expect(value(deal, OWNER)).toBe(HANA);

    const words = (await trail(requestId)).map(({ what }) => what);
    expect(words.filter((what) => what === 'Put the owner back')).toHaveLength(2);
    expect(words).toContain('Told RevOps that the owner is fought over');
    expect(words).toContain(
      'A workflow changed the owner while the exception Strategic Logo held it. (owner: Maya Chen → owner ' +
        `${HANA})`,
    );
  });

  it('leaves a rep with a task who changes the owner without leave, and a form that is filled in', async () => {
    const deal = await world.makeDeal();
    await eventually(
      () => cardOf(world, 'deal', deal),
      (card) => card.form !== undefined,
    );
    const { portal } = world;
    const amira = seedPerson('amira.haddad@northwind.example');
    editAsUser(portal.portal, amira.email, {
      objectType: 'deals',
      objectId: deal,
      properties: { [OWNER]: amira.ownerId },
    });
    await eventually(
      async () => tasks(deal).find(({ subject }) => subject.startsWith('Explain')),
      (task) => task?.owner === amira.ownerId,
    );
    const { form } = await cardOf(world, 'deal', deal, 'amira.haddad');
    expect(form?.retroactive).toMatchObject({ ownerId: amira.ownerId });
    const changeId = form?.retroactive?.changeId;
    const { live } = await world
      .as('amira.haddad')
      .card(
        CARD_ROUTES.requests,
        filledForm(deal, { proposedOwnerId: amira.ownerId, retroactive: { changeId } }),
      );
    expect(live?.retroactive).toMatch(/^For a change of the owner that was made on /);
    expect(live?.changes).toEqual([{ label: 'Owner', from: 'Maya Chen', to: 'Amira Haddad' }]);
    expect((await trail(live?.requestId ?? ''))[0]?.what).toContain('Filed the request afterwards');
  });
});
