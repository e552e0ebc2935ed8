import { scopesOfNeed } from '../../adapters/hubspot/scopes.ts';
import { finishInstall, type InstallParts } from './finish-install.ts';
import { type AccountFacts, type ChecklistItem, installChecklist } from './install-checklist.ts';
import { connectedPage, welcomePage } from './install-pages.ts';
import { INSTALL_PROBLEMS } from './install-problems.ts';
import type { InstallWay } from './install-way.ts';

/** What connecting accounts of HubSpot needs. */
export interface HubSpotInstallParts extends InstallParts {
  /** Begins to serve an account that was connected a moment ago, and tells what it still needs. */
  readonly welcomeAccount: (tenantId: string) => Promise<Pick<AccountFacts, 'gaps' | 'policyVersion'>>;
  /** What the account may be connected with besides. */
  readonly further?: (tenantId: string) => readonly ChecklistItem[];
}

/** Accounts of HubSpot, each a tenant of its own. */
export function hubspotInstall(parts: HubSpotInstallParts): InstallWay {
  return {
    vendor: 'HubSpot',
    paths: { welcome: '/install', start: '/install/start', callback: '/oauth/callback' },
    cookie: { name: 'handrail_install', path: '/oauth', purpose: 'install-state' },
    problems: INSTALL_PROBLEMS,
    welcome: welcomePage,
    tenantOfTicket: () => null,
    authorizeAddress: (asked) =>
      parts.oauth.authorizeAddress({
        ...asked,
        scopes: scopesOfNeed('required'),
        optionalScopes: scopesOfNeed('optional'),
      }),
    async finish(given) {
      const outcome = await finishInstall(parts, given);
      if (!outcome.ok) return outcome;
      const { tenantId, portalId, scopes } = outcome;
      return {
        ok: true,
        tenantId,
        page: async () => {
          const standing = await parts.welcomeAccount(tenantId);
          const items = installChecklist({ portalId, scopes, ...standing });
          return connectedPage(`HubSpot account ${portalId} is connected`, [
            ...items,
            ...(parts.further?.(tenantId) ?? []),
          ]);
        },
      };
    },
  };
}
