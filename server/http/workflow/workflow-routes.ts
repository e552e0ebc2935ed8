import type { ObjectType } from '@handrail/contracts/vocabulary';
import { type WorkflowCall, workflowCallSchema } from '@handrail/contracts/workflow-actions';
import express, { type RequestHandler, type Response, Router } from 'express';
import type { AppContext } from '../../../src/application/context.ts';
import type { AutomationCall } from '../../../src/ports/automation-store.ts';
import { CrmError } from '../../../src/ports/crm.ts';
import type { AccessRefusals } from '../access-refusals.ts';
import type { HubSpotTrust } from '../middleware/hubspot-signature.ts';
import { limitPerAccount } from '../middleware/rate-limits.ts';
import { signatureOf } from '../middleware/verified-request.ts';
import { parseInput, parseJsonBody } from '../parse-input.ts';
import { EdgeFault, refusalOf } from '../problem.ts';
import { checkAction } from './check-action.ts';
import { requestAction } from './request-action.ts';
import { createSeenCalls, type SeenCalls } from './seen-calls.ts';
import type { WorkflowRoute } from './workflow-route.ts';

/** Every custom workflow action. */
export const WORKFLOW_ROUTES: readonly WorkflowRoute[] = [checkAction, requestAction];

const MAX_BODY_BYTES = 256 * 1024;

/** HubSpot names record types in words or by number. */
const OBJECT_TYPE: ReadonlyMap<string, ObjectType> = new Map([
  ['DEAL', 'deal'],
  ['CONTACT', 'contact'],
  ['COMPANY', 'company'],
  ['TICKET', 'ticket'],
  ['0-3', 'deal'],
  ['0-1', 'contact'],
  ['0-2', 'company'],
  ['0-5', 'ticket'],
]);

/** The source of a call that a workflow makes; an action can be run by other things too. */
const WORKFLOWS = 'WORKFLOWS';

export interface WorkflowRoutesParts {
  readonly context: AppContext;
  readonly trust: Pick<HubSpotTrust, 'tenantOfPortal' | 'clientSecret' | 'publicOrigin'>;
  readonly refusals: AccessRefusals;
}

interface Admitted {
  readonly tenantId: string;
  readonly call: WorkflowCall;
}

/**
 * Routes that HubSpot calls when a workflow comes to one of Handrail's actions. Only what HubSpot signed for an
 * account we serve gets through. A repeated call does no harm: the check changes nothing, and the request is filed
 * once for each callback id.
 */
export function workflowRoutes({ context, trust, refusals }: WorkflowRoutesParts): Router {
  const router = Router();
  // The signature covers the bytes as sent, so nothing may parse or inflate them before it is checked.
  const rawBody = express.raw({ type: () => true, limit: MAX_BODY_BYTES, inflate: false });
  const perAccount = limitPerAccount((res) => admittedOf(res).tenantId);
  const seen = createSeenCalls(context.clock);
  for (const route of WORKFLOW_ROUTES) {
    const admitted = admit(trust, context, refusals, route.path);
    router.post(route.path, rawBody, admitted, perAccount, async (_req, res) => {
      res.json(await answer(route, context, admittedOf(res), seen));
    });
  }
  return router;
}

async function answer(
  route: WorkflowRoute,
  context: AppContext,
  { tenantId, call }: Admitted,
  seen: SeenCalls,
): Promise<unknown> {
  const calledBy = callerOf(call, route.asks);
  const noteNow = calledBy !== null && seen.isDue(tenantId, calledBy);
  const record = { objectType: objectTypeOf(call), recordId: call.object.objectId };
  const reply = await orFault(route.answer({ context, tenantId, record, call, calledBy, noteNow }));
  if (noteNow) seen.noted(tenantId, calledBy);
  return reply;
}

/**
 * What an action does not put into its outputs is a fault: HubSpot calls again after a 5xx, for up to three days, and
 * must never take a reply without outputs for an answer.
 */
async function orFault(answering: Promise<unknown>): Promise<unknown> {
  try {
    return await answering;
  } catch (error) {
    if (error instanceof CrmError) throw new EdgeFault('crm_unavailable', error.message);
    const refusal = refusalOf(error);
    throw refusal ? new EdgeFault('internal_error', refusal.detail) : error;
  }
}

/** Lets through what HubSpot signed for an account we serve. The account stands in the signed body. */
function admit(
  trust: WorkflowRoutesParts['trust'],
  { clock }: AppContext,
  refusals: AccessRefusals,
  route: string,
): RequestHandler {
  return async (req, res, next) => {
    const verdict = signatureOf(req, trust, clock);
    if (verdict !== 'valid') throw await refusals.refuse(verdict, route);
    const call = parseInput(workflowCallSchema, parseJsonBody(req.body));
    const tenantId = await trust.tenantOfPortal(call.origin.portalId);
    if (tenantId === null) throw await refusals.refuse('unknown_portal', route);
    const locals: { admitted?: Admitted } = res.locals;
    locals.admitted = { tenantId, call };
    next();
  };
}

function admittedOf(res: Response): Admitted {
  const { admitted }: { admitted?: Admitted } = res.locals;
  if (!admitted) throw new Error('a workflow route without its signature check (this is a bug)');
  return admitted;
}

function callerOf({ context, origin }: WorkflowCall, asks: AutomationCall['asks']): AutomationCall | null {
  if (context.source !== WORKFLOWS || context.workflowId === undefined) return null;
  return { automationId: context.workflowId, actionId: origin.actionDefinitionId, asks };
}

/** @throws EdgeFault `body_invalid` for a record that no exception can be on */
function objectTypeOf({ object }: WorkflowCall): ObjectType {
  const found = OBJECT_TYPE.get(object.objectType);
  if (found) return found;
  const message = 'must be DEAL, CONTACT, COMPANY or TICKET';
  throw new EdgeFault('body_invalid', `The input is not valid: object.objectType: ${message}.`, [
    { path: 'object.objectType', message },
  ]);
}
