import { describe, expect, it } from '@jest/globals';
import {
  act,
  all,
  any,
  anyOf,
  isKnown,
  isTrue,
  propertyChanged,
} from '../../sandbox/hubspot/seed/flow-parts.ts';
import { dealFlow, dealValue, editDeal, IN_EMEA, JONAS, makeDeal, runFlows } from './flow-fixture.ts';
import { installHoldProperties, openPortal } from './portal-fixture.ts';

const WAIT_A_DAY = act('1', '0-1', { delta: '1', time_unit: 'DAYS' }, '2');
const GIVE_TO_JONAS = act('2', '0-5', {
  property_name: 'hubspot_owner_id',
  value: { type: 'STATIC_VALUE', staticValue: JONAS.ownerId },
});
const SAY_NEXT = act('1', '0-5', {
  property_name: 'hs_next_step',
  value: { type: 'STATIC_VALUE', staticValue: 'routed' },
});
const HELD = any(all(isTrue('handoff_routing_hold')));
const DAY = 86_400_000;

async function portalWith(changes: Parameters<typeof dealFlow>[0]) {
  const opened = await openPortal({ seed: 'empty' });
  await installHoldProperties(opened.hubspot);
  return { ...opened, flow: opened.running.flows.create(dealFlow(changes)) };
}

describe('a list-based flow', () => {
  it('enrols a record when it starts to meet the criteria, and only the first time', async () => {
    const { running } = await portalWith({ actions: [SAY_NEXT] });
    const deal = makeDeal(running);
    expect(await runFlows(running)).toEqual([]);
    editDeal(running, deal, { sales_region: 'EMEA' });
    expect(await runFlows(running)).toEqual(['enrolled', 'acted', 'completed']);
    expect(dealValue(running, deal, 'hs_next_step')).toBe('routed');
    editDeal(running, deal, { sales_region: 'APAC' });
    editDeal(running, deal, { sales_region: 'EMEA' });
    expect(await runFlows(running)).toEqual([]);
  });

  it('does not enrol records that met the criteria before it was there', async () => {
    const { running } = await openPortal({ seed: 'empty' });
    const deal = makeDeal(running, { sales_region: 'EMEA' });
    await runFlows(running);
    running.flows.create(dealFlow({ actions: [SAY_NEXT] }));
    editDeal(running, deal, { amount: '5' });
    expect(await runFlows(running)).toEqual([]);
  });

  it('does nothing while turned off', async () => {
    const { running } = await portalWith({ actions: [SAY_NEXT], isEnabled: false });
    makeDeal(running, { sales_region: 'EMEA' });
    expect(await runFlows(running)).toEqual([]);
  });

  it('keeps a suppressed record out, and untagging alone does not enrol it', async () => {
    const { running } = await portalWith({ actions: [SAY_NEXT], suppressionFilterBranch: HELD });
    const deal = makeDeal(running, { sales_region: 'EMEA', handoff_routing_hold: 'true' });
    expect(await runFlows(running)).toEqual(['suppressed']);
    editDeal(running, deal, { handoff_routing_hold: 'false' });
    expect(await runFlows(running)).toEqual([]);
    expect(dealValue(running, deal, 'hs_next_step')).toBe('');
  });

  it('removes a record that is tagged while inside', async () => {
    const { running } = await portalWith({
      actions: [WAIT_A_DAY, GIVE_TO_JONAS],
      suppressionFilterBranch: HELD,
    });
    const deal = makeDeal(running, { sales_region: 'EMEA' });
    expect(await runFlows(running)).toEqual(['enrolled', 'waiting']);
    editDeal(running, deal, { handoff_routing_hold: 'true' });
    expect(await runFlows(running)).toEqual(['unenrolled']);
    running.clock.advance(2 * DAY);
    expect(await runFlows(running)).toEqual([]);
    expect(dealValue(running, deal, 'hubspot_owner_id')).toBe('');
  });

  it('removes those inside when a suppression is added to it', async () => {
    const { running, flow } = await portalWith({ actions: [WAIT_A_DAY, GIVE_TO_JONAS] });
    makeDeal(running, { sales_region: 'EMEA', handoff_routing_hold: 'true' });
    expect(await runFlows(running)).toEqual(['enrolled', 'waiting']);
    const revisionId = flow.revisionId;
    const guarded = dealFlow({ actions: [WAIT_A_DAY, GIVE_TO_JONAS], suppressionFilterBranch: HELD });
    running.flows.replace(flow.id, guarded, { revisionId });
    expect(await runFlows(running)).toEqual(['unenrolled']);
  });

  it.each([
    [true, ['unenrolled']],
    [false, []],
  ])(
    'with unEnrollObjectsNotMeetingCriteria %s does %j when a record leaves the criteria',
    async (leaves, events) => {
      const { running } = await portalWith({
        actions: [WAIT_A_DAY, GIVE_TO_JONAS],
        enrollmentCriteria: {
          type: 'LIST_BASED',
          shouldReEnroll: false,
          unEnrollObjectsNotMeetingCriteria: leaves,
          listFilterBranch: IN_EMEA,
          reEnrollmentTriggersFilterBranches: [],
        },
      });
      const deal = makeDeal(running, { sales_region: 'EMEA' });
      await runFlows(running);
      editDeal(running, deal, { sales_region: 'APAC' });
      expect(await runFlows(running)).toEqual(events);
    },
  );
});

describe('re-enrolment', () => {
  const again = (trigger: ReturnType<typeof all>) => ({
    actions: [SAY_NEXT],
    suppressionFilterBranch: HELD,
    enrollmentCriteria: {
      type: 'LIST_BASED' as const,
      shouldReEnroll: true,
      unEnrollObjectsNotMeetingCriteria: false,
      listFilterBranch: IN_EMEA,
      reEnrollmentTriggersFilterBranches: [trigger],
    },
  });

  it.each([
    ['an event trigger', propertyChanged('handoff_resubmitted_at')],
    ['an "is known" trigger', all(isKnown('handoff_resubmitted_at'))],
  ])('by %s takes a released record in, each time anew', async (_what, trigger) => {
    const { running } = await portalWith(again(trigger));
    const deal = makeDeal(running, { sales_region: 'EMEA', handoff_routing_hold: 'true' });
    expect(await runFlows(running)).toEqual(['suppressed']);
    for (const at of ['2026-11-23T10:00:00.000Z', '2026-11-24T10:00:00.000Z']) {
      editDeal(running, deal, { handoff_routing_hold: 'false', handoff_resubmitted_at: at });
      expect(await runFlows(running)).toEqual(['enrolled', 'acted', 'completed']);
    }
  });

  it('does not happen by meeting the criteria again without a trigger', async () => {
    const { running } = await portalWith(again(propertyChanged('handoff_resubmitted_at')));
    const deal = makeDeal(running, { sales_region: 'EMEA' });
    await runFlows(running);
    editDeal(running, deal, { sales_region: 'APAC' });
    await runFlows(running);
    editDeal(running, deal, { sales_region: 'EMEA' });
    expect(await runFlows(running)).toEqual([]);
  });

  it('needs the criteria to be met as well', async () => {
    const { running } = await portalWith(again(propertyChanged('handoff_resubmitted_at')));
    const deal = makeDeal(running, { sales_region: 'APAC' });
    editDeal(running, deal, { handoff_resubmitted_at: '2026-11-23T10:00:00.000Z' });
    expect(await runFlows(running)).toEqual([]);
  });

  it('by a property trigger fires when the trigger starts to be met, not while it stays so', async () => {
    const { running } = await portalWith(again(all(anyOf('hs_priority', 'high'))));
    const deal = makeDeal(running, { sales_region: 'EMEA' });
    await runFlows(running);
    editDeal(running, deal, { hs_priority: 'high' });
    expect(await runFlows(running)).toEqual(['enrolled', 'acted', 'completed']);
    editDeal(running, deal, { amount: '10' });
    expect(await runFlows(running)).toEqual([]);
  });

  it('does not happen while the record is still inside', async () => {
    const { running } = await portalWith({
      ...again(propertyChanged('handoff_resubmitted_at')),
      actions: [WAIT_A_DAY, GIVE_TO_JONAS],
    });
    const deal = makeDeal(running, { sales_region: 'EMEA' });
    await runFlows(running);
    editDeal(running, deal, { handoff_resubmitted_at: '2026-11-23T10:00:00.000Z' });
    expect(await runFlows(running)).toEqual([]);
    expect(running.engine.enrollments).toHaveLength(1);
  });
});

describe('an event-based flow', () => {
  const onRegionChange = (shouldReEnroll: boolean) => ({
    actions: [SAY_NEXT],
    enrollmentCriteria: {
      type: 'EVENT_BASED' as const,
      shouldReEnroll,
      eventFilterBranches: [propertyChanged('sales_region')],
      listMembershipFilterBranches: [],
      refinementCriteria: any(all(anyOf('hs_priority', 'high'))),
    },
  });

  it('enrols on the event when the refinement is met', async () => {
    const { running } = await portalWith(onRegionChange(true));
    const deal = makeDeal(running, { hs_priority: 'low' });
    editDeal(running, deal, { sales_region: 'EMEA' });
    expect(await runFlows(running)).toEqual([]);
    editDeal(running, deal, { hs_priority: 'high' });
    editDeal(running, deal, { sales_region: 'APAC' });
    expect(await runFlows(running)).toEqual(['enrolled', 'acted', 'completed']);
  });

  it.each([
    [true, 2],
    [false, 1],
  ])('with shouldReEnroll %s enrols a record %i times for two events', async (shouldReEnroll, times) => {
    const { running } = await portalWith(onRegionChange(shouldReEnroll));
    const deal = makeDeal(running, { hs_priority: 'high' });
    const kinds: string[] = [];
    for (const region of ['EMEA', 'APAC']) {
      editDeal(running, deal, { sales_region: region });
      kinds.push(...(await runFlows(running)));
    }
    expect(kinds.filter((kind) => kind === 'enrolled')).toHaveLength(times);
  });
});

describe('a manual flow', () => {
  it('takes a record by hand whatever its values, but not a suppressed one', async () => {
    const { running, flow } = await portalWith({
      actions: [SAY_NEXT],
      suppressionFilterBranch: HELD,
      enrollmentCriteria: { type: 'MANUAL', shouldReEnroll: true },
    });
    const deal = makeDeal(running);
    expect(await runFlows(running)).toEqual([]);
    expect(running.engine.enrol(flow.id, deal)).toBe('enrolled');
    expect(await runFlows(running)).toEqual(['acted', 'completed']);
    editDeal(running, deal, { handoff_routing_hold: 'true' });
    expect(running.engine.enrol(flow.id, deal)).toBe('suppressed');
  });
});

it('a filter the engine does not know is named in the log and enrols nobody', async () => {
  const filter = {
    filterType: 'PROPERTY',
    property: 'amount',
    operation: { operationType: 'CALENDAR_DATE', operator: 'IN_THIS_TIME_UNIT' },
  };
  const { running } = await portalWith({
    actions: [SAY_NEXT],
    enrollmentCriteria: {
      type: 'LIST_BASED',
      shouldReEnroll: false,
      unEnrollObjectsNotMeetingCriteria: false,
      listFilterBranch: any(all(filter)),
      reEnrollmentTriggersFilterBranches: [],
    },
  });
  makeDeal(running, { amount: '5' });
  expect(await runFlows(running)).toEqual(['cannot-evaluate']);
});

it('flows that set each other off without end are stopped', async () => {
  const onChangeOf = (property: string, writes: string) =>
    dealFlow({
      enrollmentCriteria: {
        type: 'EVENT_BASED',
        shouldReEnroll: true,
        eventFilterBranches: [propertyChanged(property)],
        listMembershipFilterBranches: [],
      },
      actions: ['', 'again'].map((staticValue, at) =>
        act(
          String(at + 1),
          '0-5',
          { property_name: writes, value: { type: 'STATIC_VALUE', staticValue } },
          String(at + 2),
        ),
      ),
    });
  const { running } = await openPortal({ seed: 'empty' });
  running.flows.create(onChangeOf('hs_next_step', 'description'));
  running.flows.create(onChangeOf('description', 'hs_next_step'));
  makeDeal(running, { hs_next_step: 'start' });
  await expect(running.engine.runUntilQuiet()).rejects.toThrow('do not come to rest');
});
