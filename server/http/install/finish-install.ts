import type { InstallProblemCode } from '@handrail/contracts/admin-codes';
import type { Clock } from '../../../src/ports/clock.ts';
import { connectAccount } from '../../adapters/hubspot/oauth/connect-account.ts';
import type { OAuthClient } from '../../adapters/hubspot/oauth/oauth-client.ts';
import { missingScopes } from '../../adapters/hubspot/scopes.ts';
import { OAuthError, type OAuthErrorCode } from '../../adapters/oauth/token-endpoint.ts';
import type { Store } from '../../adapters/store/open-store.ts';
import type { Vault } from '../../adapters/system/vault.ts';
import type { InstallRefusal } from './install-way.ts';

/** What an installation works with. */
export interface InstallParts {
  readonly store: Pick<Store, 'transact'>;
  readonly oauth: OAuthClient;
  readonly vault: Vault;
  readonly clock: Clock;
  /** When set, only these accounts may connect. */
  readonly portals?: readonly string[];
}

/** What became of a code. */
type AccountOutcome =
  | {
      readonly ok: true;
      readonly tenantId: string;
      readonly portalId: string;
      readonly scopes: readonly string[];
    }
  | InstallRefusal;

const CODE_OF: Readonly<Record<OAuthErrorCode, InstallProblemCode>> = {
  grant_refused: 'install_code_refused',
  app_refused: 'install_app_refused',
  request_refused: 'install_code_refused',
  unavailable: 'install_hubspot_unavailable',
  malformed: 'install_hubspot_malformed',
};

/**
 * Turns a code into a connected account. Whose account it is, HubSpot's introspection says, not the browser. Nothing
 * is stored unless everything that Handrail cannot work without was granted.
 */
export async function finishInstall(
  parts: InstallParts,
  given: { readonly code: string; readonly redirectUri: string; readonly verifier: string },
): Promise<AccountOutcome> {
  try {
    const grant = await parts.oauth.exchange(given);
    const facts = await parts.oauth.introspect(grant.accessToken);
    if (grant.portalId !== undefined && grant.portalId !== facts.portalId) {
      return refused('install_hubspot_malformed', 'token and introspection name different accounts');
    }
    if (parts.portals && !parts.portals.includes(facts.portalId)) {
      return refused('install_account_not_allowed', 'the account is not in HANDRAIL_PORTALS');
    }
    const missing = missingScopes(facts.scopes, 'required');
    if (missing.length > 0) {
      const names = missing.map(({ scope }) => scope).join(' ');
      return { ...refused('install_scopes_missing', `not granted: ${names}`), missing };
    }
    const tenantId = await connectAccount(parts, grant, facts);
    return { ok: true, tenantId, portalId: facts.portalId, scopes: facts.scopes };
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return refused(CODE_OF[error.code], error.internal);
  }
}

function refused(code: InstallProblemCode, internal: string) {
  return { ok: false, code, internal } as const;
}
