import { z } from 'zod';
import type { SalesforceClient } from './adapters/salesforce/client.ts';
import { longId } from './adapters/salesforce/long-id.ts';
import { connectedOrgs } from './adapters/salesforce/oauth/connect-org.ts';
import { queryAll } from './adapters/salesforce/queries.ts';
import type { Store } from './adapters/store/open-store.ts';
import type { ReadinessProbe } from './http/readiness.ts';

const ORG_GOOD_FOR_MS = 60_000;
const CONNECTIONS_GOOD_FOR_MS = 10_000;

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

/** For orgs connected by OAuth: one that fails must not take the others down, so it is told and the server stays ready. */
export function allOrgsProbe(store: Pick<Store, 'transact'>): ReadinessProbe {
  return {
    name: 'salesforce',
    goodForMs: CONNECTIONS_GOOD_FOR_MS,
    essential: false,
    find: async () => {
      const orgs = await connectedOrgs(store);
      if (orgs.length === 0) {
        return 'No Salesforce org is connected yet. An administrator must open /salesforce/install.';
      }
      const states = await Promise.all(
        orgs.map(({ tenantId }) => store.transact(tenantId, (tx) => tx.orgConnection.find())),
      );
      const refused = states.filter((connection) => connection?.state !== 'connected').length;
      if (refused === 0) return null;
      return `Salesforce refuses the connection of ${refused} of ${orgs.length} orgs. The trail says which; an administrator must open /salesforce/install for them.`;
    },
  };
}
