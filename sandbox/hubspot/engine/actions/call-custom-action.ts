import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { signRequest } from '../../sign-request.ts';
import type { ActionOutcome } from '../action-outcome.ts';
import type { SingleConnectionAction } from '../flow-document.ts';
import { type ActionContext, resolveValue } from './action-context.ts';

/** An app's custom action that the portal's flows can use. */
export interface CustomAction {
  /** Such as `1-3700100`; HubSpot's own begin with `0-`. */
  readonly actionTypeId: string;
  readonly actionDefinitionId: number;
  readonly actionUrl: string;
  /** Properties of the record that are sent along. */
  readonly objectProperties: readonly string[];
}

/** How custom actions are called. */
export interface CustomActionCaller {
  readonly actions: readonly CustomAction[];
  readonly clientSecret: string;
  /** Wall clock in milliseconds since 1970 UTC, for the signature. */
  readonly wallClock: () => number;
  readonly timeoutMs: number;
}

const Reply = z.looseObject({ outputFields: z.record(z.string(), z.unknown()).default({}) });
const MS_PER_DAY = 86_400_000;
const MAX_RETRY_MS = 3 * MS_PER_DAY;
const FIRST_RETRY_MS = 60_000;
const STANDARD_BLOCK_MS = 7 * MS_PER_DAY;

/**
 * Calls a custom action with a signed POST that names flow and action. 4xx fails the action; 429, 5xx and time-outs
 * are tried again for up to three days of portal time; `BLOCK` and `ASYNC` wait for the callback (HubSpot docs,
 * custom workflow actions). A failed action leaves no outputs and the enrolment goes on.
 */
export async function callCustomAction(
  context: ActionContext,
  action: SingleConnectionAction,
  caller: CustomActionCaller,
): Promise<ActionOutcome> {
  const definition = caller.actions.find((one) => one.actionTypeId === action.actionTypeId);
  if (!definition)
    return { kind: 'not-executed', detail: `no custom action ${action.actionTypeId} is registered` };
  const { enrollment, portal } = context;
  enrollment.callId ??= `ap-${portal.portalId}-${enrollment.id}-${randomUUID()}`;
  const callbackId = enrollment.callId;
  const body = JSON.stringify(requestBody(context, action, definition, callbackId));
  const reply = await post(definition.actionUrl, body, caller);
  if (typeof reply === 'string') return retryOrFail(context, reply);
  if (reply.status === 429 || reply.status >= 500) return retryOrFail(context, `answered ${reply.status}`);
  if (reply.status < 200 || reply.status >= 300)
    return { kind: 'action-failed', detail: `answered ${reply.status}` };
  const parsed = Reply.safeParse(reply.json);
  if (!parsed.success) return { kind: 'action-failed', detail: 'answered without outputFields' };
  return byExecutionState(context, parsed.data.outputFields, callbackId);
}

function byExecutionState(
  context: ActionContext,
  fields: Readonly<Record<string, unknown>>,
  callbackId: string,
): ActionOutcome {
  const outputs = textOutputs(fields);
  const state = outputs.hs_execution_state ?? 'SUCCESS';
  if (state === 'SUCCESS') return { kind: 'acted', detail: `answered ${JSON.stringify(outputs)}`, outputs };
  if (state === 'FAIL_CONTINUE') return { kind: 'action-failed', detail: 'answered FAIL_CONTINUE' };
  if (state !== 'BLOCK' && state !== 'ASYNC')
    return { kind: 'action-failed', detail: `unknown state ${state}` };
  const until =
    context.portal.clock.now() + (durationMs(outputs.hs_expiration_duration) ?? STANDARD_BLOCK_MS);
  return { kind: 'waiting', until, callbackId, detail: `waits for callback ${callbackId}` };
}

/** Output fields as text, the form branches compare. */
export function textOutputs(fields: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
}

function requestBody(
  context: ActionContext,
  action: SingleConnectionAction,
  definition: CustomAction,
  callbackId: string,
): Record<string, unknown> {
  const { portal, record, flow } = context;
  return {
    callbackId,
    origin: {
      portalId: portal.portalId,
      actionDefinitionId: definition.actionDefinitionId,
      actionDefinitionVersion: 1,
    },
    context: { source: 'WORKFLOWS', workflowId: Number(flow.id), actionId: Number(action.actionId) },
    object: {
      objectId: Number(record.id),
      objectType: {
        deals: 'DEAL',
        contacts: 'CONTACT',
        companies: 'COMPANY',
        tickets: 'TICKET',
        notes: 'NOTE',
        tasks: 'TASK',
      }[record.objectType],
      properties: Object.fromEntries(
        definition.objectProperties.map((name) => [name, portal.value(record, name)]),
      ),
    },
    inputFields: Object.fromEntries(
      Object.entries(action.fields).map(([name, raw]) => [
        name,
        typeof raw === 'string' ? raw : resolveValue(context, raw),
      ]),
    ),
  };
}

/** The reply, or in words why there is none. */
async function post(
  url: string,
  body: string,
  caller: CustomActionCaller,
): Promise<{ status: number; json: unknown } | string> {
  const signature = signRequest({
    clientSecret: caller.clientSecret,
    method: 'POST',
    uri: url,
    body,
    timestamp: caller.wallClock(),
  });
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...signature },
      body,
      signal: AbortSignal.timeout(caller.timeoutMs),
    });
    const text = await response.text();
    return { status: response.status, json: parseJson(text) };
  } catch (error) {
    return `no reply: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function retryOrFail(context: ActionContext, reason: string): ActionOutcome {
  const now = context.portal.clock.now();
  const { enrollment } = context;
  const since = now - (enrollment.firstTriedAt ?? now);
  if (since >= MAX_RETRY_MS) return { kind: 'action-failed', detail: `${reason}, given up after three days` };
  const until = now + FIRST_RETRY_MS * 2 ** Math.min(enrollment.attempts, 10);
  return { kind: 'retry', until, detail: `${reason}, tried again at ${new Date(until).toISOString()}` };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An ISO 8601 duration of weeks, days, hours, minutes and seconds. */
function durationMs(text: string | undefined): number | undefined {
  const parts = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text ?? '');
  if (!parts) return undefined;
  const [weeks, days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0));
  return (
    ((((weeks ?? 0) * 7 + (days ?? 0)) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60_000 +
    (seconds ?? 0) * 1000
  );
}
