import type { AppContext } from '../src/application/context.ts';
import type { RecordRef } from '../src/domain/policy/facts.ts';
import { CrmError } from '../src/ports/crm.ts';
import { createHubSpotAutomations } from './adapters/hubspot/flows/automations.ts';
import { checkActionsSeen } from './adapters/hubspot/flows/check-actions.ts';
import { hubspotFieldNames } from './adapters/hubspot/flows/field-names.ts';
import type { SuspectSource } from './guard-suspects.ts';
import type { Tenants } from './tenants/tenants.ts';
import { vendorOfId } from './tenants/vendors.ts';

/** The automations of the CRM that a record stands in. */
export function suspectSources(
  parts: Pick<Tenants, 'clientOf'> & Pick<AppContext, 'unitOfWork'>,
): (tenantId: string, record: RecordRef) => SuspectSource {
  return (tenantId, { recordId }) =>
    vendorOfId(recordId) === 'salesforce' ? ORG_NOT_READ : hubspotSuspects(parts, tenantId);
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

const ORG_NOT_READ: SuspectSource = {
  key: 'salesforce',
  open: async () => {
    throw new CrmError(
      'refused',
      'Handrail does not read the automation of a live org yet.',
      'no automations of an org',
    );
  },
};
