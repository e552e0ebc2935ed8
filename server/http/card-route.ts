import type { ProblemCode } from '@handrail/contracts/vocabulary';
import type { z } from 'zod';
import type { AppContext, Caller } from '../../src/application/context.ts';
import { requestNotFound } from '../../src/application/find-request.ts';
import type { AdminDesk } from '../admin/admin-desk.ts';
import { parseInput } from './parse-input.ts';

/** One signed call, its input not yet parsed. */
export interface CardCall {
  readonly context: AppContext;
  readonly caller: Caller;
  /** What administrators are shown beside what the core knows. */
  readonly desk: AdminDesk;
  readonly params: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** One route of the card, with all that the app and the API description need to know of it. */
export interface CardRoute {
  readonly method: 'get' | 'post';
  /** Express pattern. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  /**
   * Who may call: a user of our account whose request HubSpot signed, and what they may do, the use case decides; or
   * only those of them who administer the account. Others are refused with `not_administrator`, which is audited.
   */
  readonly permission: 'hubspot_user' | 'administrator';
  /** Read from the query of a GET and the body of a POST. */
  readonly input: z.ZodType;
  readonly reply: z.ZodType;
  /** Refusals with status 200, beside the reply. */
  readonly refusals: readonly ProblemCode[];
  readonly answer: (call: CardCall, input: unknown) => Promise<unknown>;
}

interface Definition<Input, Reply> extends Omit<CardRoute, 'input' | 'reply' | 'answer'> {
  readonly input: z.ZodType<Input>;
  readonly reply: z.ZodType<Reply>;
  readonly answer: (call: CardCall, input: Input) => Promise<Reply>;
}

/** Ties a route's input schema to its code: `answer` gets parsed input or is not called. */
export function cardRoute<Input, Reply>(definition: Definition<Input, Reply>): CardRoute {
  const { input, answer } = definition;
  return { ...definition, answer: (call, raw) => answer(call, parseInput(input, raw)) };
}

/**
 * The request id in the path.
 *
 * @throws Refusal `request_not_found` for what cannot be one, as for one that is not there
 */
export function requestIdIn({ params }: CardCall): string {
  const { requestId } = params;
  if (typeof requestId === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(requestId)) return requestId;
  throw requestNotFound();
}
