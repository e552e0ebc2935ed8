import type { AppContext } from '../src/application/context.ts';
import type { RecordRef } from '../src/domain/policy/facts.ts';
import { createHubSpotAutomations } from './adapters/hubspot/flows/automations.ts';
import { checkActionsSeen } from './adapters/hubspot/flows/check-actions.ts';
import { hubspotFieldNames } from './adapters/hubspot/flows/field-names.ts';
import { createSalesforceAutomations } from './adapters/salesforce/automations/automations.ts';
import { salesforceFieldNames } from './adapters/salesforce/metadata/field-names.ts';
import type { SuspectSource } from './guard-suspects.ts';
import type { Tenants } from './tenants/tenants.ts';
import { vendorOfId } from './tenants/vendors.ts';

/** The automations of the CRM that a record stands in. */
export function suspectSources(
  parts: Pick<Tenants, 'clientOf' | 'salesforceOf'> & Pick<AppContext, 'unitOfWork'>,
): (tenantId: string, record: RecordRef) => SuspectSource {
  return (tenantId, { recordId }) =>
    vendorOfId(recordId) === 'salesforce' ? orgSuspects(parts, tenantId) : hubspotSuspects(parts, tenantId);
}

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

/** The flows, rules and triggers of a Salesforce org. */
function orgSuspects({ salesforceOf }: Pick<Tenants, 'salesforceOf'>, tenantId: string): SuspectSource {
  return {
    key: 'salesforce',
    open: async () =>
      createSalesforceAutomations({ client: salesforceOf(tenantId), names: salesforceFieldNames() }),
  };
}
