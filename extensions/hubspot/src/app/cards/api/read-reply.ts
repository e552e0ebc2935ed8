import { problemSchema } from '@handrail/contracts/problem';
import { cardFault, type Failed } from './failure.ts';

/** What a gateway says when the server behind it did not answer. */
const GATEWAY_STATUSES = [502, 503, 504];

/** As much of a zod schema as is used here. */
export interface ReplySchema<Reply> {
  safeParse(value: unknown): { success: true; data: Reply } | { success: false };
}

/** As much of HubSpot's Response as is used here. */
export interface RawReply {
  readonly ok: boolean;
  text(): Promise<string>;
}

/**
 * Turns whatever came back into a reply of the contract or a failure. Never throws.
 *
 * Three shapes are expected: the contract's reply with status 200; a problem with another status; and the wrapper
 * `{category: 'BAD_GATEWAY', responseBody, …}` which HubSpot's proxy puts around any other status of our server. It
 * tells that status as `appServerStatusCode` or, as in `@hubspot/ui-extensions-dev-server` 2.1.2, as a list of one in
 * `context.appServerStatusCode`. Anything else, such as a sign-in page in HTML, is `reply_not_understood`.
 *
 * @param unanswered the failure for a server that did not answer
 */
export async function readReply<Reply>(
  raw: RawReply,
  schema: ReplySchema<Reply>,
  unanswered: Failed,
): Promise<Reply | Failed> {
  let text: string;
  try {
    text = await raw.text();
  } catch {
    return unanswered;
  }
  const body = parseJson(text);
  if (raw.ok) {
    const reply = schema.safeParse(body);
    if (reply.success) return reply.data;
  }
  return readProblem(body, unanswered) ?? notUnderstood();
}

function notUnderstood(): Failed {
  return cardFault(
    'reply_not_understood',
    'Unexpected answer',
    'The server answered with something this card does not know.',
  );
}

function readProblem(body: unknown, unanswered: Failed): Failed | undefined {
  const problem = problemSchema.safeParse(body);
  if (problem.success) return { ok: false, problem: problem.data };
  if (!isWrapper(body)) return undefined;

  const inner = problemSchema.safeParse(
    typeof body.responseBody === 'string' ? parseJson(body.responseBody) : body.responseBody,
  );
  if (inner.success) return { ok: false, problem: inner.data };
  return isAnswered(body) ? notUnderstood() : unanswered;
}

interface Wrapper {
  readonly category: 'BAD_GATEWAY';
  readonly appServerStatusCode?: unknown;
  readonly context?: { readonly appServerStatusCode?: unknown } | null;
  readonly responseBody?: unknown;
}

/** Whether our server answered at all: the proxy counts a server that it cannot reach as 500 without a body. */
function isAnswered({ appServerStatusCode, context, responseBody }: Wrapper): boolean {
  const told = [appServerStatusCode ?? context?.appServerStatusCode].flat()[0];
  if (told === undefined || told === null) return false;
  const status = Number(told);
  return !GATEWAY_STATUSES.includes(status) && (status < 500 || Boolean(responseBody));
}

function isWrapper(body: unknown): body is Wrapper {
  return typeof body === 'object' && body !== null && 'category' in body && body.category === 'BAD_GATEWAY';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
