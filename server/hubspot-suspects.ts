import type { AppContext } from '../src/application/context.ts';
import { createHubSpotAutomations } from './adapters/hubspot/flows/automations.ts';
import { checkActionsSeen } from './adapters/hubspot/flows/check-actions.ts';
import { hubspotFieldNames } from './adapters/hubspot/flows/field-names.ts';
import type { SuspectSource } from './guard-suspects.ts';
import type { Tenants } from './tenants/tenants.ts';

/** The workflows of a HubSpot account. */
export function hubspotSuspects(
  { clientOf, unitOfWork }: Pick<Tenants, 'clientOf'> & Pick<AppContext, 'unitOfWork'>,
  tenantId: string,
): SuspectSource {
  return {
    key: 'hubspot',
    open: async () =>
      createHubSpotAutomations({
        client: clientOf(tenantId),
        names: hubspotFieldNames(),
        checkActions: await unitOfWork.transact(tenantId, (tx) => checkActionsSeen(tx.automations)),
      }),
  };
}
