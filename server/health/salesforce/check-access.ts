import { z } from 'zod';
import { CrmError } from '../../../src/ports/crm.ts';
import type { SalesforceClient } from '../../adapters/salesforce/client.ts';
import { longId } from '../../adapters/salesforce/long-id.ts';
import { queryAll } from '../../adapters/salesforce/queries.ts';
import { failed, type OrgFinding, ok, skipped, warning } from '../health-report.ts';

/** The org as the checks reach it. */
export interface ExaminedOrg {
  readonly tenantId: string;
  /** 18 characters. */
  readonly orgId: string;
  /** The integration user's user name. */
  readonly username: string;
  /** As the integration user. */
  readonly client: SalesforceClient;
}

const organizationSchema = z.object({
  Id: z.string().transform(longId),
  Name: z.string().nullish(),
  IsSandbox: z.boolean().nullish(),
});
/** From this part of the day's calls on, what Handrail does may come to a stop before midnight. */
const MANY_CALLS = 0.8;

/** Whether the org lets Handrail in, is the one that was meant, and has calls left. */
export async function checkAccess({ client, orgId, username }: ExaminedOrg): Promise<readonly OrgFinding[]> {
  try {
    const [organization] = await queryAll(client, {
      soql: 'SELECT Id, Name, IsSandbox FROM Organization',
      record: organizationSchema,
      purpose: 'read which org this is',
      patience: 'person',
    });
    return [
      ok('org_session', `Salesforce lets ${username} in.`),
      identity(organization, orgId),
      apiCalls(client),
    ];
  } catch (error) {
    if (!(error instanceof CrmError)) throw error;
    const why = 'Salesforce cannot be asked.';
    return [
      failed(
        'org_session',
        error.message,
        'Compare SALESFORCE_CLIENT_ID, SALESFORCE_USERNAME, SALESFORCE_LOGIN_ORIGIN and the key with the External Client App. A new app takes up to ten minutes.',
      ),
      skipped('org_identity', why),
      skipped('org_api_calls', why),
    ];
  }
}

function identity(found: z.infer<typeof organizationSchema> | undefined, orgId: string): OrgFinding {
  if (found?.Id === orgId) {
    return ok(
      'org_identity',
      `The org is ${found.Name ?? orgId}${found.IsSandbox === true ? ', a sandbox' : ''}.`,
    );
  }
  return failed(
    'org_identity',
    `SALESFORCE_ORG_ID is ${orgId}, and the integration user belongs to ${found?.Id ?? 'an org that tells no id'}.`,
    'Set SALESFORCE_ORG_ID to the org that the user belongs to, or take the user of the other org. Requests are kept under this id, so do not change it for a tenant that has any.',
  );
}

function apiCalls({ usage }: SalesforceClient): OrgFinding {
  if (!usage) return skipped('org_api_calls', 'Salesforce did not say how many calls are left.');
  const words = `${usage.used} of ${usage.limit} calls of the last 24 hours are used, by all programs together.`;
  if (usage.limit === 0 || usage.used / usage.limit < MANY_CALLS) return ok('org_api_calls', words);
  return warning(
    'org_api_calls',
    words,
    'Look in Setup, System Overview, who uses them. When none is left, Handrail waits until some are free again.',
  );
}
