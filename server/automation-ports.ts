import type { CheckedCrm } from '../src/application/check-crms.ts';
import type { AutomationPort, MendingPort } from '../src/ports/automations.ts';
import type { UnitOfWork } from '../src/ports/unit-of-work.ts';
import { checkActionsSeen } from './adapters/hubspot/flows/check-actions.ts';
import { hubspotFieldNames } from './adapters/hubspot/flows/field-names.ts';
import { createHubSpotMending } from './adapters/hubspot/flows/mending.ts';
import { createSalesforceAutomations } from './adapters/salesforce/automations/automations.ts';
import { salesforceFieldNames } from './adapters/salesforce/metadata/field-names.ts';
import type { Tenants } from './tenants/tenants.ts';
import type { Vendor } from './tenants/vendors.ts';

/** The automation of every CRM that a tenant has connected. */
export interface AutomationPorts {
  /** The workflows of the HubSpot account, with the check actions that they were seen to ask by. */
  hubspot(tenantId: string): Promise<MendingPort>;
  /** The flows, rules and triggers of the org. */
  salesforce(tenantId: string): AutomationPort;
  /** All that are connected now. */
  all(tenantId: string): Promise<readonly CheckedCrm[]>;
  /** Of the CRM in which an automation stands, by the form of its id. */
  of(tenantId: string, automationId: string): Promise<AutomationPort>;
}

/** The ways to the automation of tenants' CRMs. Nothing is asked before it is read. */
export function createAutomationPorts({
  clientOf,
  salesforceOf,
  vendorsOf,
  store,
}: Pick<Tenants, 'clientOf' | 'salesforceOf' | 'vendorsOf'> & {
  readonly store: UnitOfWork;
}): AutomationPorts {
  async function hubspot(tenantId: string): Promise<MendingPort> {
    return createHubSpotMending({
      client: clientOf(tenantId),
      names: hubspotFieldNames([]),
      checkActions: await store.transact(tenantId, (tx) => checkActionsSeen(tx.automations)),
    });
  }
  function salesforce(tenantId: string): AutomationPort {
    return createSalesforceAutomations({ client: salesforceOf(tenantId), names: salesforceFieldNames() });
  }
  return {
    hubspot,
    salesforce,
    async all(tenantId) {
      const vendors = await vendorsOf(tenantId);
      return [
        ...(vendors.includes('hubspot') ? [{ name: 'HubSpot', automations: await hubspot(tenantId) }] : []),
        ...(vendors.includes('salesforce')
          ? [{ name: 'Salesforce', automations: salesforce(tenantId) }]
          : []),
      ];
    },
    of: async (tenantId, automationId) =>
      vendorOfAutomation(automationId) === 'salesforce' ? salesforce(tenantId) : hubspot(tenantId),
  };
}

/** HubSpot numbers its workflows; in Salesforce they have names, which begin with a letter. */
export function vendorOfAutomation(automationId: string): Vendor {
  return /^\d+$/.test(automationId) ? 'hubspot' : 'salesforce';
}
