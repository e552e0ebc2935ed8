import {
  checkOutputsSchema,
  requestOutputsSchema,
  WORKFLOW_ACTION_ROUTES,
} from '@handrail/contracts/workflow-actions';
import { CHECK_ACTION, REQUEST_ACTION } from '../../sandbox/hubspot/seed/handrail-actions.ts';
import { signRequest } from '../../sandbox/hubspot/sign-request.ts';
import { CLIENT_SECRET } from './test-server.ts';

/** The account and the server of a test. */
export interface Called {
  readonly portal: { readonly portalId: number };
  readonly server: { readonly origin: string };
}

/** How one call differs from an honest one. */
export interface WorkflowCallOptions {
  readonly timestamp?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly secret?: string;
  /** Sent and signed as it is. */
  readonly text?: string;
}

let calls = 0;

/** A call as HubSpot makes it for workflow 610000001; parts are replaced by `changes`. */
export function workflowCall(
  test: Pick<Called, 'portal'>,
  recordId: string,
  changes: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  calls += 1;
  return {
    callbackId: `ap-${test.portal.portalId}-${calls}-11111111`,
    origin: {
      portalId: test.portal.portalId,
      actionDefinitionId: CHECK_ACTION.actionDefinitionId,
      actionDefinitionVersion: 1,
    },
    context: { source: 'WORKFLOWS', workflowId: 610_000_001, actionId: 3 },
    object: { objectId: Number(recordId), objectType: 'DEAL', properties: {} },
    fields: {},
    inputFields: {},
    ...changes,
  };
}

/** A call that requests a Strategic Logo. */
export function requestCall(
  test: Pick<Called, 'portal'>,
  recordId: string,
  { owner, ...inputs }: { owner?: string | null } & Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return workflowCall(test, recordId, {
    origin: { portalId: test.portal.portalId, actionDefinitionId: REQUEST_ACTION.actionDefinitionId },
    object: {
      objectId: Number(recordId),
      objectType: 'DEAL',
      properties: { hubspot_owner_id: owner ?? null },
    },
    inputFields: {
      exception_type: 'strategic-logo',
      reason_code: 'named-account',
      reason: 'The account is on the strategic list and knows nobody but the present owner.',
      ...inputs,
    },
  });
}

/** Sends a signed call. */
export function callAction(
  { server }: Pick<Called, 'server'>,
  path: string,
  call: unknown,
  options: WorkflowCallOptions = {},
): Promise<Response> {
  const uri = server.origin + path;
  const body = options.text ?? JSON.stringify(call);
  const signature = signRequest({
    clientSecret: options.secret ?? CLIENT_SECRET,
    method: 'POST',
    uri,
    body,
    timestamp: options.timestamp ?? Date.now(),
  });
  return fetch(uri, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...signature, ...options.headers },
    body,
  });
}

/** The outputs of an honest check. */
export async function check(test: Called, call: unknown) {
  const response = await callAction(test, WORKFLOW_ACTION_ROUTES.check, call);
  return checkOutputsSchema.parse(await json(response)).outputFields;
}

/** The outputs of an honest request. */
export async function request(test: Called, call: unknown) {
  const response = await callAction(test, WORKFLOW_ACTION_ROUTES.request, call);
  return requestOutputsSchema.parse(await json(response)).outputFields;
}

async function json(response: Response): Promise<unknown> {
  const text = await response.text();
  if (response.status !== 200) throw new Error(`answered ${response.status}: ${text}`);
  return JSON.parse(text);
}
