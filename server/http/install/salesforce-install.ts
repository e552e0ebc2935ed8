import type { InstallProblemCode } from '@handrail/contracts/admin-codes';
import { z } from 'zod';
import type { Clock } from '../../../src/ports/clock.ts';
import { OAuthError, type OAuthErrorCode } from '../../adapters/oauth/token-endpoint.ts';
import { connectOrg } from '../../adapters/salesforce/oauth/connect-org.ts';
import {
  type FirstGrant,
  ORG_SCOPES,
  type OrgOAuthClient,
} from '../../adapters/salesforce/oauth/oauth-client.ts';
import type { Store } from '../../adapters/store/open-store.ts';
import { type Vault, VaultError } from '../../adapters/system/vault.ts';
import { SYSTEM_TENANT, tenantOfOrg } from '../../tenant-names.ts';
import type { ChecklistItem } from './install-checklist.ts';
import { connectedPage, orgWelcomePage } from './install-pages.ts';
import { ORG_INSTALL_PROBLEMS } from './install-problems.ts';
import { STATE_GOOD_FOR_MS } from './install-state.ts';
import type { InstallOutcome, InstallRefusal, InstallWay } from './install-way.ts';

/** What connecting orgs of Salesforce needs. */
export interface OrgInstallParts {
  readonly store: Pick<Store, 'transact'>;
  readonly oauth: OrgOAuthClient;
  readonly vault: Vault;
  readonly clock: Clock;
  /** When set, only these orgs may connect; ids of 18 characters. */
  readonly orgs?: readonly string[];
  /** Begins to serve an org that was connected a moment ago. @returns the version of the policy in force */
  readonly welcomeOrg: (tenantId: string) => Promise<number>;
}

const PATHS = {
  welcome: '/salesforce/install',
  start: '/salesforce/install/start',
  callback: '/salesforce/oauth/callback',
} as const;
const TICKET_PLACE = { tenantId: SYSTEM_TENANT, purpose: 'salesforce-install-ticket' };

const ticketSchema = z.object({ tenantId: z.string().min(1), expiresAt: z.number() });

const CODE_OF: Readonly<Record<OAuthErrorCode, InstallProblemCode>> = {
  grant_refused: 'install_code_refused',
  app_refused: 'install_app_refused',
  request_refused: 'install_code_refused',
  unavailable: 'install_salesforce_unavailable',
  malformed: 'install_salesforce_malformed',
};

/**
 * The way to add an org to a tenant there is: a link that only this server can make, and that is good for a quarter of an
 * hour. Whoever opens it has just shown that the tenant's HubSpot account is theirs.
 */
export function orgTicket(
  { vault, clock }: Pick<OrgInstallParts, 'vault' | 'clock'>,
  tenantId: string,
): string {
  const expiresAt = clock.now().getTime() + STATE_GOOD_FOR_MS;
  return vault.seal(JSON.stringify({ tenantId, expiresAt }), TICKET_PLACE);
}

/** What a HubSpot account that was just connected may do next. */
export function addOrgItem(parts: Pick<OrgInstallParts, 'vault' | 'clock'>, tenantId: string): ChecklistItem {
  const query = new URLSearchParams({ for: orgTicket(parts, tenantId) });
  return {
    state: 'todo',
    what: 'Only if your team works in Salesforce too: connect the org to the same policy and trail.',
    next: {
      words: 'Within fifteen minutes:',
      link: { href: `${PATHS.welcome}?${query}`, words: 'Connect Salesforce to this account' },
    },
  };
}

/** Orgs of Salesforce: each a tenant of its own, or added to the tenant of a HubSpot account. */
export function salesforceInstall(parts: OrgInstallParts): InstallWay {
  const { oauth, vault, clock, orgs } = parts;

  async function finish(grant: FirstGrant, forTenant: string | undefined): Promise<InstallOutcome> {
    const { orgId, scopes } = grant;
    if (orgs && !orgs.includes(orgId)) {
      return refused('install_account_not_allowed', 'the org is not in HANDRAIL_ORGS');
    }
    const missing = ORG_SCOPES.filter(({ scope }) => !scopes.includes(scope));
    if (missing.length > 0) {
      const names = missing.map(({ scope }) => scope).join(' ');
      return { ...refused('install_scopes_missing', `not granted: ${names}`), missing };
    }
    const tenantId = forTenant ?? tenantOfOrg(orgId);
    const result = await connectOrg(parts, tenantId, grant);
    if (!result.ok) return refused(`install_${result.why}`, 'the org or the tenant has a connection');
    return { ok: true, tenantId, page: async () => connected(orgId, await parts.welcomeOrg(tenantId)) };
  }

  /** As well as it goes: why nothing was connected matters more. */
  async function giveBack(refreshToken: string): Promise<void> {
    try {
      await oauth.revoke(refreshToken);
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
    }
  }

  return {
    vendor: 'Salesforce',
    paths: PATHS,
    cookie: { name: 'handrail_org_install', path: '/salesforce/oauth', purpose: 'org-install-state' },
    problems: ORG_INSTALL_PROBLEMS,
    welcome: orgWelcomePage,
    tenantOfTicket: (ticket) => tenantOfTicket(vault, ticket, clock.now()),
    authorizeAddress: (asked) => oauth.authorizeAddress(asked),
    async finish({ code, redirectUri, verifier, forTenant }) {
      try {
        const grant = await oauth.exchange({ code, redirectUri, verifier });
        const outcome = await finish(grant, forTenant);
        // What is not kept is given back: nobody could withdraw a token that nobody has.
        if (!outcome.ok && grant.refreshToken !== '') await giveBack(grant.refreshToken);
        return outcome;
      } catch (error) {
        if (!(error instanceof OAuthError)) throw error;
        return refused(CODE_OF[error.code], error.internal);
      }
    },
  };
}

function connected(orgId: string, policyVersion: number) {
  const items: readonly ChecklistItem[] = [
    { state: 'done', what: `Connected: Handrail holds its own access to org ${orgId}, encrypted.` },
    { state: 'done', what: `Policy: version ${policyVersion} is in force for this org.` },
    {
      state: 'todo',
      what: 'Deploy the Handrail package and assign its permission sets, if that is not done yet.',
      next: {
        words: 'docs/salesforce-org.md says how; what is missing says',
        command: 'handrail salesforce doctor',
      },
    },
  ];
  return connectedPage(`Salesforce org ${orgId} is connected`, items);
}

function tenantOfTicket(vault: Vault, ticket: string, now: Date): string | null {
  try {
    const { tenantId, expiresAt } = ticketSchema.parse(JSON.parse(vault.open(ticket, TICKET_PLACE)));
    return expiresAt < now.getTime() ? null : tenantId;
  } catch (error) {
    // Sealed by us, it parses; what does not open is not ours.
    if (error instanceof VaultError) return null;
    throw error;
  }
}

function refused(code: InstallProblemCode, internal: string): InstallRefusal {
  return { ok: false, code, internal };
}
