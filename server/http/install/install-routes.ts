import type { InstallProblemCode } from '@handrail/contracts/admin-codes';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import type { Logger } from 'pino';
import { type ScopeNeed, scopesOfNeed } from '../../adapters/hubspot/scopes.ts';
import { SYSTEM_TENANT } from '../../tenant-names.ts';
import { requestIdOf, setProblemCode } from '../middleware/request-context.ts';
import { INSTALL_STATUS } from '../problem.ts';
import { finishInstall, type InstallParts } from './finish-install.ts';
import { sendPage } from './html.ts';
import { type AccountFacts, installChecklist } from './install-checklist.ts';
import { connectedPage, problemPage, welcomePage } from './install-pages.ts';
import {
  challengeOf,
  clearedCookie,
  hashOfState,
  newInstallState,
  readInstallState,
  stateCookie,
} from './install-state.ts';

/** Paths of the installation; HubSpot must know the callback as a redirect address of the app. */
export const INSTALL_PATHS = {
  welcome: '/install',
  start: '/install/start',
  callback: '/oauth/callback',
} as const;

/** What the install pages are made of. */
export interface InstallRoutesParts extends InstallParts {
  readonly logger: Logger;
  /** What people open; HubSpot sends them back to it. */
  readonly publicOrigin: string;
  /** Begins to serve an account that was connected a moment ago, and tells what it still needs. */
  readonly welcomeAccount: (tenantId: string) => Promise<Pick<AccountFacts, 'gaps' | 'policyVersion'>>;
}

/**
 * How an administrator connects an account: a page that says what will be asked, HubSpot's own page, and a page that
 * says what was granted and what comes next.
 *
 * @param limit runs before each of them
 */
export function installRoutes(parts: InstallRoutesParts, limit: RequestHandler): Router {
  const { oauth, vault, clock, store, logger, publicOrigin } = parts;
  const redirectUri = publicOrigin + INSTALL_PATHS.callback;
  const isSecure = publicOrigin.startsWith('https:');
  const router = Router();

  router.get(INSTALL_PATHS.welcome, limit, (_req, res) => {
    const { title, body } = welcomePage(INSTALL_PATHS.start);
    sendPage(res, title, body);
  });

  router.get(INSTALL_PATHS.start, limit, (_req, res) => {
    const state = newInstallState(clock.now());
    res.cookie(...stateCookie(vault, state, isSecure));
    res.redirect(
      oauth.authorizeAddress({
        redirectUri,
        state: state.state,
        challenge: challengeOf(state),
        scopes: scopesOfNeed('required'),
        optionalScopes: scopesOfNeed('optional'),
      }),
    );
  });

  router.get(INSTALL_PATHS.callback, limit, async (req, res) => {
    const state = readInstallState(vault, req, queryWord(req, 'state'), clock.now());
    if (typeof state === 'string') return refuse(res, state, 'the state does not stand');
    res.clearCookie(...clearedCookie(isSecure));
    const isFirst = await store.transact(SYSTEM_TENANT, (tx) =>
      tx.installs.useState(hashOfState(state), new Date(state.expiresAt), clock.now()),
    );
    if (!isFirst) return refuse(res, 'install_state_used', 'the state was used before');
    const error = queryWord(req, 'error');
    if (error !== undefined) {
      return refuse(
        res,
        error === 'access_denied' ? 'install_denied' : 'install_code_refused',
        'HubSpot sent an error',
      );
    }
    const code = queryWord(req, 'code');
    if (code === undefined) return refuse(res, 'install_code_refused', 'HubSpot sent no code');

    const outcome = await finishInstall(parts, { code, redirectUri, verifier: state.verifier });
    if (!outcome.ok) return refuse(res, outcome.code, outcome.internal, outcome.missing);
    const { tenantId, portalId, scopes } = outcome;
    logger.info({ tenantId }, 'a HubSpot account was connected');
    const standing = await parts.welcomeAccount(tenantId);
    const { title, body } = connectedPage(portalId, installChecklist({ portalId, scopes, ...standing }));
    sendPage(res, title, body);
  });

  function refuse(
    res: Response,
    code: InstallProblemCode,
    internal: string,
    missing?: readonly ScopeNeed[],
  ): void {
    const requestId = requestIdOf(res);
    setProblemCode(res, code);
    logger.warn({ requestId, code, internal }, 'an installation did not come about');
    const { title, body } = problemPage(code, {
      requestId,
      redirectUri,
      startPath: INSTALL_PATHS.start,
      ...(missing && { missing }),
    });
    res.status(INSTALL_STATUS[code]);
    sendPage(res, title, body);
  }

  return router;
}

/** One value of the query; a name that is there twice counts as not there. */
function queryWord(req: Request, name: string): string | undefined {
  const value = req.query[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
