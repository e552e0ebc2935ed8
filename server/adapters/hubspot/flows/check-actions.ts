import { ON_HOLD_OUTPUT } from '@handrail/contracts/workflow-actions';
import type { AutomationStore } from '../../../../src/ports/automation-store.ts';
import type { CheckAction } from './read-action.ts';

/** What HubSpot puts before the number of an app's action. */
const OF_APPS = '1-';

/**
 * The workflow actions by which workflows of the account have asked Handrail. HubSpot gives the action its number when
 * the app is uploaded and tells it in nothing but the signed call itself, so the first call makes it known.
 */
export async function checkActionsSeen({
  listCalls,
}: Pick<AutomationStore, 'listCalls'>): Promise<readonly CheckAction[]> {
  const calls = await listCalls();
  const actionIds = new Set(calls.filter(({ asks }) => asks === 'check').map(({ actionId }) => actionId));
  return [...actionIds].map((actionId) => checkActionOf(OF_APPS + actionId));
}

/** Handrail's check by the type that workflows name it with. @param actionTypeId such as `1-3700100` */
export function checkActionOf(actionTypeId: string): CheckAction {
  return { actionTypeId, output: ON_HOLD_OUTPUT };
}
