import { SENT_PROPERTIES, WORKFLOW_ACTION_ROUTES } from '@handrail/contracts/workflow-actions';
import type { CustomAction } from '../engine/actions/call-custom-action.ts';

/** Handrail's workflow actions as an account knows them: `1-` and the number HubSpot gave the definition. */
export const CHECK_ACTION = { actionTypeId: '1-3700100', actionDefinitionId: 3_700_100 } as const;
export const REQUEST_ACTION = { actionTypeId: '1-3700101', actionDefinitionId: 3_700_101 } as const;

/** Both actions on a Handrail server. @param publicOrigin what the server takes itself to be called by */
export function handrailActions(publicOrigin: string): readonly CustomAction[] {
  return [
    {
      ...CHECK_ACTION,
      actionUrl: publicOrigin + WORKFLOW_ACTION_ROUTES.check,
      objectProperties: SENT_PROPERTIES,
    },
    {
      ...REQUEST_ACTION,
      actionUrl: publicOrigin + WORKFLOW_ACTION_ROUTES.request,
      objectProperties: SENT_PROPERTIES,
    },
  ];
}
