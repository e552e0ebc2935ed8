import type { Logger } from 'pino';
import type { AppContext } from '../../src/application/context.ts';
import { policyInForce } from '../../src/application/published-policy.ts';
import type { Clock } from '../../src/ports/clock.ts';
import { CrmError } from '../../src/ports/crm.ts';
import { checkProperties } from '../adapters/hubspot/install.ts';
import type { LinkProperties } from '../adapters/hubspot/linked-ids.ts';
import { createOAuthClient } from '../adapters/hubspot/oauth/oauth-client.ts';
import type { Store } from '../adapters/store/open-store.ts';
import { createVault } from '../adapters/system/vault.ts';
import type { HubSpotEnvironment, ServerEnvironment } from '../env.ts';
import type { AccountFacts } from '../http/install/install-checklist.ts';
import type { InstallRoutesParts } from '../http/install/install-routes.ts';
import { createConnectedTenants } from './connected-tenants.ts';
import { withOrg } from './org-tenant.ts';
import { createStaticTenant } from './static-tenant.ts';
import type { Tenants } from './tenants.ts';

/** The accounts to serve, and what connecting further ones needs where that is possible. */
export interface OpenTenants {
  readonly tenants: Tenants;
  readonly install?: Omit<InstallRoutesParts, 'publicOrigin' | 'welcomeAccount'>;
}

/** What the ways to the CRMs are made of. */
interface OpeningParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly links: LinkProperties;
}

/** Takes the ways to the CRMs that the environment names. */
export function openTenants(
  { hubspot, salesforce }: Pick<ServerEnvironment, 'hubspot' | 'salesforce'>,
  parts: OpeningParts,
): OpenTenants {
  const accounts = hubspot && openAccounts(hubspot, parts);
  if (salesforce) return { ...accounts, tenants: withOrg(accounts?.tenants, salesforce, parts) };
  if (accounts) return accounts;
  throw new Error('the environment names no CRM (this is a bug)');
}

function openAccounts(hubspot: HubSpotEnvironment, parts: OpeningParts): OpenTenants {
  if (hubspot.auth === 'static') return { tenants: createStaticTenant(hubspot, parts) };
  const oauth = createOAuthClient(hubspot);
  const vault = createVault(hubspot.tokenKeys);
  const { apiOrigin, portals } = hubspot;
  return {
    tenants: createConnectedTenants({ ...parts, oauth, vault, apiOrigin }),
    install: { ...parts, oauth, vault, ...(portals && { portals }) },
  };
}

/** What an account that was just connected has and lacks. HubSpot being slow must not spoil the page that says so. */
export async function standingOf(
  context: AppContext,
  tenants: Tenants,
  tenantId: string,
): Promise<Pick<AccountFacts, 'gaps' | 'policyVersion'>> {
  const { version } = await policyInForce(context, tenantId);
  try {
    return { policyVersion: version, gaps: await checkProperties(tenants.clientOf(tenantId)) };
  } catch (error) {
    if (!(error instanceof CrmError)) throw error;
    return { policyVersion: version, gaps: null };
  }
}
