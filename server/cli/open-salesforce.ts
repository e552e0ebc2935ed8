import type { SalesforceClient } from '../adapters/salesforce/client.ts';
import { readSalesforceEnvironment, readTenant } from '../env.ts';
import { createLogger } from '../logger.ts';
import { openOrg } from '../tenants/org-tenant.ts';
import { UsageError } from './usage-error.ts';

/** The Salesforce org a command works on. */
export interface OpenSalesforce {
  readonly tenantId: string;
  /** 18 characters. */
  readonly orgId: string;
  readonly client: SalesforceClient;
}

/**
 * The way to the org of the environment.
 *
 * @throws EnvironmentError; UsageError when none is configured
 */
export function openSalesforce(): OpenSalesforce {
  const env = readSalesforceEnvironment();
  if (!env) {
    throw new UsageError(
      'No Salesforce org is configured. Set SALESFORCE_ORG_ID, SALESFORCE_CLIENT_ID, SALESFORCE_USERNAME and SALESFORCE_PRIVATE_KEY_FILE.',
    );
  }
  return { tenantId: readTenant(), orgId: env.orgId, client: openOrg(env, createLogger('error')) };
}
