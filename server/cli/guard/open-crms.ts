import { Option } from 'commander';
import type { CheckedCrm } from '../../../src/application/check-crms.ts';
import { createHubSpotAutomations } from '../../adapters/hubspot/flows/automations.ts';
import { hubspotFieldNames } from '../../adapters/hubspot/flows/field-names.ts';
import { createSalesforceAutomations } from '../../adapters/salesforce/automations/automations.ts';
import type { SalesforceClient } from '../../adapters/salesforce/client.ts';
import { salesforceFieldNames } from '../../adapters/salesforce/metadata/field-names.ts';
import type { MetadataDocument } from '../../adapters/salesforce/metadata/read-documents.ts';
import { hasHubSpot, readSalesforceEnvironment } from '../../env.ts';
import type { Vendor } from '../../tenants/vendors.ts';
import { openHubSpot } from '../open-hubspot.ts';
import { openSalesforce } from '../open-salesforce.ts';
import { UsageError } from '../usage-error.ts';
import { checkActionsOf } from './check-actions.ts';

export interface CrmChoice {
  readonly portal?: string;
  readonly crm?: Vendor;
  readonly route: readonly string[];
  readonly checkAction: readonly string[];
}

/** An org, with what was read of it last. */
export interface CheckedOrg extends CheckedCrm {
  readonly client: SalesforceClient;
  documents(): readonly MetadataDocument[];
}

/** The CRMs whose automation a command looks at. */
export interface OpenCrms {
  readonly tenantId: string;
  readonly hubspot?: CheckedCrm;
  readonly salesforce?: CheckedOrg;
  /** Why Handrail's own check in HubSpot workflows is not known; null when it is, or need not be. */
  readonly unknown: string | null;
}

/** Which CRM a command looks at. */
export function crmOption(): Option {
  return new Option('--crm <name>', 'only this CRM (default: all that are configured)').choices([
    'hubspot',
    'salesforce',
  ]);
}

/**
 * Opens the CRMs of the environment, or the one that was named. `--portal` names a HubSpot account.
 *
 * @throws EnvironmentError; UsageError when the named CRM is not configured
 */
export async function openCrms(choice: CrmChoice): Promise<OpenCrms> {
  const { portal, crm, route, checkAction } = choice;
  if (crm === 'salesforce' && portal !== undefined)
    throw new UsageError('--portal names a HubSpot account, so it does not go with --crm salesforce.');
  const isOrgAsked = crm === undefined ? portal === undefined : crm === 'salesforce';
  const org = isOrgAsked && (crm !== undefined || readSalesforceEnvironment()) ? openSalesforce() : undefined;
  const salesforce = org && checkedOrg(org.client, route);
  if (org && salesforce && (crm === 'salesforce' || !hasHubSpot())) {
    return { tenantId: org.tenantId, salesforce, unknown: null };
  }
  const { client, tenantId } = openHubSpot(portal);
  const { checkActions, unknown } = await checkActionsOf(tenantId, checkAction);
  const automations = createHubSpotAutomations({ client, names: hubspotFieldNames(route), checkActions });
  return { tenantId, hubspot: { name: 'HubSpot', automations }, ...(salesforce && { salesforce }), unknown };
}

function checkedOrg(client: SalesforceClient, route: readonly string[]): CheckedOrg {
  let documents: readonly MetadataDocument[] = [];
  const automations = createSalesforceAutomations({
    client,
    names: salesforceFieldNames(route),
    onRead: (read) => {
      documents = read;
    },
  });
  return { name: 'Salesforce', client, automations, documents: () => documents };
}
