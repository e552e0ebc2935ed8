import { describe, expect, it } from '@jest/globals';
import {
  act,
  all,
  any,
  anyOf,
  goTo,
  lessThanDaysAgo,
  rotate,
} from '../../sandbox/hubspot/seed/flow-parts.ts';
import {
  AMIRA,
  dealFlow,
  dealValue,
  editDeal,
  JONAS,
  MAYA,
  makeDeal,
  runFlows,
  setNextStep as set,
} from './flow-fixture.ts';
import { openPortal, PORTAL_NOW } from './portal-fixture.ts';

const DAY = 86_400_000;
const UI = { method: 'UI', path: '', body: null, source: { sourceType: 'CRM_UI' } };

async function portalWith(actions: ReturnType<typeof dealFlow>['actions'], options = {}) {
  const { running } = await openPortal({ seed: 'empty', ...options });
  const flow = running.flows.create(dealFlow({ actions }));
  return { running, flow };
}

describe('rotate to owner', () => {
  it('gives one record after the other to the next user', async () => {
    const { running } = await portalWith([rotate('1', [MAYA.userId, JONAS.userId])]);
    const deals = ['a', 'b', 'c'].map(() => makeDeal(running, { sales_region: 'EMEA' }));
    await runFlows(running);
    expect(deals.map((deal) => dealValue(running, deal, 'hubspot_owner_id'))).toEqual([
      MAYA.ownerId,
      JONAS.ownerId,
      MAYA.ownerId,
    ]);
  });

  it('passes over people who have left and takes team members', async () => {
    const fields = {
      team_ids: ['40020'],
      target_property: 'hubspot_owner_id',
      overwrite_current_owner: 'true',
    };
    const { running } = await portalWith([act('1', '0-11', fields)]);
    for (const person of [MAYA, JONAS]) running.portal.people.deactivate(person.userId);
    const deals = ['a', 'b'].map(() => makeDeal(running, { sales_region: 'EMEA' }));
    await runFlows(running);
    const owners = deals.map((deal) => dealValue(running, deal, 'hubspot_owner_id'));
    expect(owners).toContain(AMIRA.ownerId);
    expect(owners).not.toContain(MAYA.ownerId);
  });

  it.each([
    ['true', JONAS.ownerId],
    ['false', MAYA.ownerId],
  ])('with overwrite_current_owner %s leaves owner %s', async (overwrite, ownerId) => {
    const fields = {
      user_ids: [String(JONAS.userId)],
      target_property: 'hubspot_owner_id',
      overwrite_current_owner: overwrite,
    };
    const { running } = await portalWith([act('1', '0-11', fields)]);
    const deal = makeDeal(running, { sales_region: 'EMEA', hubspot_owner_id: MAYA.ownerId });
    await runFlows(running);
    expect(dealValue(running, deal, 'hubspot_owner_id')).toBe(ownerId);
  });
});

describe('writing properties', () => {
  it('leaves the enrolment, not the flow, in the history', async () => {
    const { running } = await portalWith([set('1', 'one', '2'), set('2', 'two')]);
    const deal = makeDeal(running, { sales_region: 'EMEA' });
    await runFlows(running);
    const history = running.portal.history(running.portal.require('deals', deal), 'hs_next_step');
    expect(history.map(({ value, sourceType, sourceId }) => [value, sourceType, sourceId])).toEqual([
      ['two', 'AUTOMATION_PLATFORM', 'enrollmentId:1;actionExecutionIndex:1'],
      ['one', 'AUTOMATION_PLATFORM', 'enrollmentId:1;actionExecutionIndex:0'],
    ]);
  });

  it('writes to associated records', async () => {
    const association = { associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 341 };
    const value = { type: 'OBJECT_PROPERTY', propertyName: 'sales_region' };
    const { running } = await portalWith([act('1', '0-5', { property_name: 'city', value, association })]);
    const company = running.portal.create('companies', { name: 'Co' }, UI);
    const associations = [{ toType: 'companies' as const, toId: company.id }];
    running.portal.create('deals', { sales_region: 'EMEA' }, UI, { associations });
    await runFlows(running);
    expect(running.portal.value(company, 'city')).toBe('EMEA');
  });

  it('copies a property from an associated record', async () => {
    const fields = {
      source_property: 'hubspot_owner_id',
      target_property: 'hubspot_owner_id',
      association: { associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 341 },
    };
    const { running } = await portalWith([act('1', '0-25', fields)]);
    const company = running.portal.create('companies', { name: 'Co', hubspot_owner_id: AMIRA.ownerId }, UI);
    const associations = [{ toType: 'companies' as const, toId: company.id }];
    const deal = running.portal.create('deals', { sales_region: 'EMEA' }, UI, { associations });
    await runFlows(running);
    expect(running.portal.value(deal, 'hubspot_owner_id')).toBe(AMIRA.ownerId);
  });

  it('says what HubSpot refuses and goes on', async () => {
    const bad = { property_name: 'sales_region', value: { type: 'STATIC_VALUE', staticValue: 'MOON' } };
    const { running } = await portalWith([act('1', '0-5', bad, '2'), set('2', 'after')]);
    const deal = makeDeal(running, { sales_region: 'EMEA' });
    expect(await runFlows(running)).toEqual(['enrolled', 'action-failed', 'acted', 'completed']);
    expect(dealValue(running, deal, 'hs_next_step')).toBe('after');
  });

  it('creates a task on the record for its owner', async () => {
    const { running } = await portalWith([
      act('1', '0-3', { subject: 'Call them', task_type: 'CALL', priority: 'HIGH' }),
    ]);
    const deal = makeDeal(running, { sales_region: 'EMEA', hubspot_owner_id: MAYA.ownerId });
    await runFlows(running);
    const [end] = running.portal.associations.list({ type: 'deals', id: deal }, 'tasks');
    const task = running.portal.require('tasks', end?.toId ?? '');
    expect(running.portal.value(task, 'hs_task_subject')).toBe('Call them');
    expect(running.portal.value(task, 'hubspot_owner_id')).toBe(MAYA.ownerId);
  });
});

describe('the way through a flow', () => {
  it('waits on the portal clock', async () => {
    const { running } = await portalWith([
      act('1', '0-1', { delta: '3', time_unit: 'DAYS' }, '2'),
      set('2', 'later'),
    ]);
    const deal = makeDeal(running, { sales_region: 'EMEA' });
    expect(await runFlows(running)).toEqual(['enrolled', 'waiting']);
    running.clock.advance(3 * DAY - 1);
    expect(await runFlows(running)).toEqual([]);
    running.clock.advance(1);
    expect(await runFlows(running)).toEqual(['acted', 'completed']);
    expect(dealValue(running, deal, 'hs_next_step')).toBe('later');
  });

  it.each([
    ['high', 'first'],
    ['low', 'default'],
  ])('takes the list branch for priority %s: %s', async (priority, step) => {
    const { running } = await portalWith([
      {
        type: 'LIST_BRANCH',
        actionId: '1',
        listBranches: [
          { branchName: 'High', filterBranch: any(all(anyOf('hs_priority', 'high'))), connection: goTo('2') },
        ],
        defaultBranch: goTo('3'),
      },
      set('2', 'first'),
      set('3', 'default'),
    ]);
    const deal = makeDeal(running, { sales_region: 'EMEA', hs_priority: priority });
    await runFlows(running);
    expect(dealValue(running, deal, 'hs_next_step')).toBe(step);
  });

  it.each([
    ['high', 'first'],
    ['', 'default'],
  ])('takes the static branch for priority "%s": %s', async (priority, step) => {
    const { running } = await portalWith([
      {
        type: 'STATIC_BRANCH',
        actionId: '1',
        inputValue: { type: 'OBJECT_PROPERTY', propertyName: 'hs_priority' },
        staticBranches: [{ branchValue: 'high', connection: goTo('2') }],
        defaultBranch: goTo('3'),
      },
      set('2', 'first'),
      set('3', 'default'),
    ]);
    const deal = makeDeal(running, { sales_region: 'EMEA', hs_priority: priority });
    await runFlows(running);
    expect(dealValue(running, deal, 'hs_next_step')).toBe(step);
  });

  it('takes both test branches, and for a record always the same', async () => {
    const { running } = await portalWith([
      {
        type: 'AB_TEST_BRANCH',
        actionId: '1',
        testBranches: [{ connection: goTo('2') }, { connection: goTo('3') }],
      },
      set('2', 'a'),
      set('3', 'b'),
    ]);
    const deals = ['x', 'y'].map(() => makeDeal(running, { sales_region: 'EMEA' }));
    await runFlows(running);
    expect(deals.map((deal) => dealValue(running, deal, 'hs_next_step')).toSorted()).toEqual(['a', 'b']);
  });

  it('goes back by GOTO until a branch leads out', async () => {
    const { running } = await portalWith([
      act('1', '0-1', { delta: '1', time_unit: 'DAYS' }, '2'),
      {
        type: 'LIST_BRANCH',
        actionId: '2',
        listBranches: [
          {
            branchName: 'Active',
            filterBranch: any(all(lessThanDaysAgo('closedate', 2))),
            connection: { edgeType: 'GOTO', nextActionId: '1' },
          },
        ],
        defaultBranch: goTo('3'),
      },
      set('3', 'out'),
    ]);
    const deal = makeDeal(running, { sales_region: 'EMEA', closedate: PORTAL_NOW.toISOString() });
    await runFlows(running);
    running.clock.advance(DAY);
    expect(await runFlows(running)).toEqual(['branched', 'waiting']);
    running.clock.advance(DAY);
    await runFlows(running);
    expect(dealValue(running, deal, 'hs_next_step')).toBe('out');
  });

  it('enrols in another flow', async () => {
    const { running } = await openPortal({ seed: 'empty' });
    const other = running.flows.create(
      dealFlow({
        enrollmentCriteria: { type: 'MANUAL', shouldReEnroll: true },
        actions: [set('1', 'other flow')],
      }),
    );
    running.flows.create(dealFlow({ actions: [act('1', '0-15', { flow_id: other.id })] }));
    const deal = makeDeal(running, { sales_region: 'EMEA' });
    await runFlows(running);
    expect(dealValue(running, deal, 'hs_next_step')).toBe('other flow');
  });

  it.each([
    ['CUSTOM_CODE', { type: 'CUSTOM_CODE', actionId: '1', connection: goTo('2') }],
    ['WEBHOOK', { type: 'WEBHOOK', actionId: '1', connection: goTo('2') }],
    ['an internal e-mail', act('1', '0-8', {}, '2')],
  ] as const)('names %s as not executed and goes on', async (_what, action) => {
    const { running } = await portalWith([action, set('2', 'after')]);
    makeDeal(running, { sales_region: 'EMEA' });
    expect(await runFlows(running)).toEqual(['enrolled', 'not-executed', 'acted', 'completed']);
  });
});

it('a person who edits leaves CRM_UI and the user in the history', async () => {
  const { running } = await openPortal({ seed: 'empty' });
  const deal = makeDeal(running);
  editDeal(running, deal, { amount: '7' });
  const [entry] = running.portal.history(running.portal.require('deals', deal), 'amount');
  expect(entry).toMatchObject({
    sourceType: 'CRM_UI',
    sourceId: `userId:${MAYA.userId}`,
    updatedByUserId: MAYA.userId,
  });
});
