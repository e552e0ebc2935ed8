import { OBJECT_TYPES, type ObjectType } from '@handrail/contracts/vocabulary';
import type { AppContext } from '../src/application/context.ts';
import { policyInForce } from '../src/application/published-policy.ts';
import type { Policy } from '../src/domain/policy/policy.ts';
import type { HubSpotClient } from './adapters/hubspot/client.ts';
import { checkProperties } from './adapters/hubspot/install.ts';
import type { Store } from './adapters/store/open-store.ts';
import type { ReadinessProbe } from './http/readiness.ts';
import type { Tenants } from './tenants/tenants.ts';

const PROPERTIES_GOOD_FOR_MS = 60_000;
const CONNECTIONS_GOOD_FOR_MS = 10_000;

/** For the server of one account: without it the server is of no use, so it counts as not ready. */
export function oneAccountProbe(context: AppContext, tenants: Tenants, tenantId: string): ReadinessProbe {
  return {
    name: 'hubspot',
    goodForMs: PROPERTIES_GOOD_FOR_MS,
    find: async () => {
      const { policy } = await policyInForce(context, tenantId);
      return findGaps(tenants.clientOf(tenantId), objectTypesOf(policy));
    },
  };
}

/**
 * For the server of several accounts. One that fails must not take the others down, so it is told and the server
 * stays ready. Whoever may ask sees the answer: it counts accounts and names none.
 */
export function allAccountsProbe(store: Pick<Store, 'transact'>, tenants: Tenants): ReadinessProbe {
  return {
    name: 'hubspot',
    goodForMs: CONNECTIONS_GOOD_FOR_MS,
    essential: false,
    find: async () => {
      const listed = await accountsOf(tenants);
      if (listed.length === 0)
        return 'No HubSpot account is connected yet. An administrator must open /install.';
      const states = await Promise.all(
        listed.map((tenantId) => store.transact(tenantId, (tx) => tx.connection.find())),
      );
      const refused = states.filter((connection) => connection?.state !== 'connected').length;
      if (refused === 0) return null;
      return `HubSpot refuses the connection of ${refused} of ${listed.length} accounts. "handrail doctor" says which; an administrator must open /install for them.`;
    },
  };
}

/** The tenants that have an account of HubSpot. */
async function accountsOf(tenants: Tenants): Promise<readonly string[]> {
  const listed = await tenants.list();
  const vendors = await Promise.all(listed.map((tenantId) => tenants.vendorsOf(tenantId)));
  return listed.filter((_tenantId, position) => vendors[position]?.includes('hubspot'));
}

/** Every type of record that the policy has written to: those of requests, and those of their buying groups. */
function objectTypesOf({ exceptionTypes, playbooks }: Policy): readonly ObjectType[] {
  const steps = playbooks.flatMap(({ onApproval }) => onApproval);
  const covered = steps.flatMap((step) => (step.kind === 'hold_associated' ? step.objects : []));
  return [...new Set([...exceptionTypes.flatMap(({ appliesTo }) => appliesTo), ...covered])];
}

async function findGaps(
  client: HubSpotClient,
  objectTypes: readonly ObjectType[] = OBJECT_TYPES,
): Promise<string | null> {
  const gaps = await checkProperties(client, objectTypes);
  if (gaps.length === 0) return null;
  const names = [...new Set(gaps.map(({ name }) => name))].join(', ');
  const types = [...new Set(gaps.map(({ objectType }) => objectType))].join(', ');
  return `The HubSpot account lacks properties of Handrail on ${types}: ${names}. An administrator must run "handrail install".`;
}
