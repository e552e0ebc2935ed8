import { z } from 'zod';
import type { SalesforceClient } from './adapters/salesforce/client.ts';
import { longId } from './adapters/salesforce/long-id.ts';
import { queryAll } from './adapters/salesforce/queries.ts';
import type { ReadinessProbe } from './http/readiness.ts';

const ORG_GOOD_FOR_MS = 60_000;

const organizationSchema = z.object({ Id: z.string().transform(longId) });

/** For the org of the environment: that Handrail gets in, and that it is the org that was meant. */
export function orgProbe(client: SalesforceClient, orgId: string): ReadinessProbe {
  return {
    name: 'salesforce',
    goodForMs: ORG_GOOD_FOR_MS,
    find: async () => {
      const [organization] = await queryAll(client, {
        soql: 'SELECT Id FROM Organization',
        record: organizationSchema,
        purpose: 'read which org this is',
        patience: 'person',
      });
      if (organization?.Id === orgId) return null;
      return `SALESFORCE_ORG_ID is ${orgId}, and the integration user does not belong to that org. Set the id of the org that the user belongs to.`;
    },
  };
}
