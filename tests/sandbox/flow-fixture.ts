import type { EngineEvent } from '../../sandbox/hubspot/engine/engine-log.ts';
import type { FilterBranch, FlowInput } from '../../sandbox/hubspot/engine/flow-document.ts';
import { act, all, any, anyOf } from '../../sandbox/hubspot/seed/flow-parts.ts';
import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';
import type { RunningPortal } from '../../sandbox/hubspot/start-portal.ts';
import { editAsUser } from '../../sandbox/hubspot/user-actions.ts';

export const MAYA = seedPerson('maya.chen@northwind.example');
export const JONAS = seedPerson('jonas.lind@northwind.example');
export const AMIRA = seedPerson('amira.haddad@northwind.example');

/** "The deal is in the EMEA region". */
export const IN_EMEA: FilterBranch = any(all(anyOf('sales_region', 'EMEA')));

/** A deal workflow that enrols EMEA deals, changed as a test wants. */
export function dealFlow(changes: Partial<FlowInput>): FlowInput {
  return {
    type: 'PLATFORM_FLOW',
    flowType: 'WORKFLOW',
    objectTypeId: '0-3',
    name: 'Test flow',
    isEnabled: true,
    startActionId: '1',
    timeWindows: [],
    blockedDates: [],
    customProperties: {},
    enrollmentCriteria: {
      type: 'LIST_BASED',
      shouldReEnroll: false,
      unEnrollObjectsNotMeetingCriteria: false,
      listFilterBranch: IN_EMEA,
      reEnrollmentTriggersFilterBranches: [],
    },
    actions: [],
    ...changes,
  };
}

/** A new deal of an empty portal, made by a person. */
export function makeDeal(running: RunningPortal, properties: Record<string, string> = {}): string {
  const context = { method: 'UI', path: '', body: null, source: { sourceType: 'CRM_UI' } };
  return running.portal.create('deals', { dealname: 'Test deal', ...properties }, context).id;
}

/** Sets properties of a deal as a person in the portal does. */
export function editDeal(running: RunningPortal, objectId: string, properties: Record<string, string>): void {
  editAsUser(running.portal, MAYA.email, { objectType: 'deals', objectId, properties });
}

/** A deal's present value. */
export function dealValue(running: RunningPortal, id: string, property: string): string {
  return running.portal.value(running.portal.require('deals', id), property);
}

/** Runs the flows and tells what happened in short. */
export async function runFlows(running: RunningPortal): Promise<EngineEvent['kind'][]> {
  const { events } = await running.engine.runUntilQuiet();
  return events.map((event) => event.kind);
}

/** An action that sets the deal's next step to a fixed text. */
export function setNextStep(
  actionId: string,
  staticValue: string,
  next?: string,
): FlowInput['actions'][number] {
  return act(
    actionId,
    '0-5',
    { property_name: 'hs_next_step', value: { type: 'STATIC_VALUE', staticValue } },
    next,
  );
}
