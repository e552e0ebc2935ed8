import { problemSchema } from '@handrail/contracts/problem';
import { cardFault, type Failed } from './failure.ts';

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
 * Three shapes are expected: the contract's reply with status 200; a problem with another status; and HubSpot's
 * wrapper `{category: 'BAD_GATEWAY', appServerStatusCode, responseBody}`, which its proxy puts around any other
 * status of our server. Anything else, such as a sign-in page in HTML, is `reply_not_understood`.
 */
export async function readReply<Reply>(raw: RawReply, schema: ReplySchema<Reply>): Promise<Reply | Failed> {
  let text: string;
  try {
    text = await raw.text();
  } catch {
    return noConnection();
  }
  const body = parseJson(text);
  if (raw.ok) {
    const reply = schema.safeParse(body);
    if (reply.success) return reply.data;
  }
  return readProblem(body) ?? notUnderstood();
}

/** No answer arrived; whether the server acted is not known. */
export function noConnection(): Failed {
  return cardFault(
    'no_connection',
    'No answer from Handrail',
    'The server did not answer in time, so it is not known whether it acted.',
  );
}

function notUnderstood(): Failed {
  return cardFault(
    'reply_not_understood',
    'Unexpected answer',
    'The server answered with something this card does not know.',
  );
}

function readProblem(body: unknown): Failed | undefined {
  const problem = problemSchema.safeParse(body);
  if (problem.success) return { ok: false, problem: problem.data };
  if (!isWrapper(body)) return undefined;

  const inner = problemSchema.safeParse(
    typeof body.responseBody === 'string' ? parseJson(body.responseBody) : body.responseBody,
  );
  if (inner.success) return { ok: false, problem: inner.data };
  return body.appServerStatusCode === undefined ? noConnection() : notUnderstood();
}

interface Wrapper {
  readonly category: 'BAD_GATEWAY';
  readonly appServerStatusCode?: unknown;
  readonly responseBody?: unknown;
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
