import type { InstallProblemCode } from '@handrail/contracts/admin-codes';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import type { Logger } from 'pino';
import type { Clock } from '../../../src/ports/clock.ts';
import type { ScopeNeed } from '../../adapters/hubspot/scopes.ts';
import type { Store } from '../../adapters/store/open-store.ts';
import type { Vault } from '../../adapters/system/vault.ts';
import { SYSTEM_TENANT } from '../../tenant-names.ts';
import { requestIdOf, setProblemCode } from '../middleware/request-context.ts';
import { INSTALL_STATUS } from '../problem.ts';
import { sendPage } from './html.ts';
import { problemPage } from './install-pages.ts';
import {
  challengeOf,
  clearedCookie,
  hashOfState,
  newInstallState,
  readInstallState,
  stateCookie,
} from './install-state.ts';
import type { InstallWay } from './install-way.ts';

/** What the install pages of every vendor are made of. */
export interface InstallRoutesParts {
  readonly ways: readonly InstallWay[];
  readonly store: Pick<Store, 'transact'>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly logger: Logger;
  /** What people open; the vendor sends them back to it. */
  readonly publicOrigin: string;
}

/** The query value that allows to add an account to a tenant there is. */
export const TICKET = 'for';

/**
 * How an administrator connects an account: a page that says what will be asked, the vendor's own page, and a page that
 * says what was granted and what comes next.
 *
 * @param limit runs before each of them
 */
export function installRoutes(parts: InstallRoutesParts, limit: RequestHandler): Router {
  const router = Router();
  for (const way of parts.ways) addRoutes(router, way, parts, limit);
  return router;
}

function addRoutes(
  router: Router,
  way: InstallWay,
  { vault, clock, store, logger, publicOrigin }: InstallRoutesParts,
  limit: RequestHandler,
): void {
  const { paths, cookie, vendor } = way;
  const redirectUri = publicOrigin + paths.callback;
  const isSecure = publicOrigin.startsWith('https:');

  router.get(paths.welcome, limit, (req, res) => {
    const ticket = queryWord(req, TICKET);
    const query = ticket === undefined ? '' : `?${new URLSearchParams({ [TICKET]: ticket })}`;
    const { title, body } = way.welcome(paths.start + query);
    sendPage(res, title, body);
  });

  router.get(paths.start, limit, (req, res) => {
    const ticket = queryWord(req, TICKET);
    const forTenant = ticket === undefined ? undefined : way.tenantOfTicket(ticket);
    if (forTenant === null) return refuse(res, 'install_link_wrong', 'the ticket does not open');
    const state = newInstallState(clock.now(), forTenant);
    res.cookie(...stateCookie(cookie, vault, state, isSecure));
    res.redirect(way.authorizeAddress({ redirectUri, state: state.state, challenge: challengeOf(state) }));
  });

  router.get(paths.callback, limit, async (req, res) => {
    const state = readInstallState(cookie, vault, req, queryWord(req, 'state'), clock.now());
    if (typeof state === 'string') return refuse(res, state, 'the state does not stand');
    res.clearCookie(...clearedCookie(cookie, isSecure));
    const isFirst = await store.transact(SYSTEM_TENANT, (tx) =>
      tx.installs.useState(hashOfState(state), new Date(state.expiresAt), clock.now()),
    );
    if (!isFirst) return refuse(res, 'install_state_used', 'the state was used before');
    const error = queryWord(req, 'error');
    if (error !== undefined) {
      return refuse(
        res,
        error === 'access_denied' ? 'install_denied' : 'install_code_refused',
        `${vendor} sent an error`,
      );
    }
    const code = queryWord(req, 'code');
    if (code === undefined) return refuse(res, 'install_code_refused', `${vendor} sent no code`);

    const { verifier, forTenant } = state;
    const outcome = await way.finish({ code, redirectUri, verifier, forTenant });
    if (!outcome.ok) return refuse(res, outcome.code, outcome.internal, outcome.missing);
    logger.info({ tenantId: outcome.tenantId, vendor }, 'an account was connected');
    const { title, body } = await outcome.page();
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
    logger.warn({ requestId, code, internal, vendor }, 'an installation did not come about');
    const { title, body } = problemPage(code, way.problems[code], {
      requestId,
      redirectUri,
      startPath: code === 'install_link_wrong' ? paths.welcome : paths.start,
      ...(missing && { missing }),
    });
    res.status(INSTALL_STATUS[code]);
    sendPage(res, title, body);
  }
}

/** One value of the query; a name that is there twice counts as not there. */
function queryWord(req: Request, name: string): string | undefined {
  const value = req.query[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
