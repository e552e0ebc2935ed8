import type { Exchange } from '../../../sandbox/hubspot/http/exchanges.ts';
import { misfits } from '../../sandbox/reply-shape.ts';
import { FACTS } from './facts.ts';
import { fieldMisfits, flowMisfits } from './flow-shape.ts';
import { oauthMisfits } from './oauth-shape.ts';
import { OPERATIONS, type Operation } from './operations.ts';

const OBJECT_TYPES: ReadonlySet<string> = new Set([
  'deals',
  'contacts',
  'companies',
  'tickets',
  'notes',
  'tasks',
]);

const RECORD_TYPE = '{recordType}';

const NO_API = ['/oauth/authorize', '/favicon.ico'];

/** Templates of the facts by method and number of parts. */
const FACT_OPERATIONS = [
  ...Object.entries(FACTS.apis).flatMap(([api, { operations, queries = {} }]) =>
    operations.map((operation) => ({ operation: generic(operation), api, query: queries[operation] ?? [] })),
  ),
  ...FACTS.flows.operations.map((operation) => ({
    operation,
    api: 'flows',
    query: FACTS.flows.queries[operation] ?? [],
  })),
];
const ROWS = new Map(Object.entries(OPERATIONS).map(([key, row]) => [anonymous(key), row]));

/**
 * Holds one call, and what the sandbox answered, against what is known of HubSpot's API.
 *
 * @returns what does not fit, each with its place; empty when all does
 */
export function exchangeMisfits(exchange: Exchange): string[] {
  const { method, query, body, status, reply } = exchange;
  // The SDK ends some paths with a slash; the facts have none.
  const path = exchange.path.replace(/\/$/, '');
  // What a browser asks for and faults that a test put in the way are no part of the contract.
  if (NO_API.some((start) => path.startsWith(start)) || status >= 500) return [];
  const call = `${method} ${path}`;
  const oauth = oauthMisfits(call, body, status, reply);
  if (oauth) return oauth;
  const known = operationOf(method, path);
  if (!known) return ['HubSpot has no such operation'];
  const asked = [...new Set(query.keys())].filter((name) => !known.query.includes(name));
  const wrongQuery = asked.map((name) => `query.${name} is unknown`);
  if (status >= 400) return errorMisfits(status, reply);
  if (known.api === 'flows') return [...wrongQuery, ...flowMisfits(known.operation, body, reply)];
  const row = ROWS.get(anonymous(known.operation));
  if (!row) return ['no row of operations.ts says what this operation takes and answers'];
  return [...wrongQuery, ...requestMisfits(row, body), ...replyMisfits(row, status, reply)];
}

function requestMisfits({ api, request }: Operation, body: unknown): string[] {
  if (request === undefined) return body === undefined ? [] : ['body is there although none is taken'];
  return misfits(apiOf(api), request, body ?? {}, 'body');
}

function replyMisfits({ api, replies }: Operation, status: number, reply: unknown): string[] {
  const model = replies[status];
  if (model === undefined) return [`status ${status} is not one of ${Object.keys(replies).join()}`];
  if (model === 'none') return reply === undefined ? [] : ['reply is not empty'];
  return misfits(apiOf(api), model, reply);
}

/** HubSpot's errors name their status beside what the model has; those of the rate limit have a form of their own. */
function errorMisfits(status: number, reply: unknown): string[] {
  if (status === 429) {
    const fields = ['status', 'message', 'errorType', 'policyName', 'correlationId', 'category?'];
    return fieldMisfits(fields, reply, 'reply');
  }
  if (typeof reply !== 'object' || reply === null) return ['reply is no record'];
  const { status: told, ...error } = reply as Record<string, unknown>;
  const wrong = misfits(apiOf('crm-deals'), 'ModelError', error);
  return told === 'error' ? wrong : [...wrong, 'reply.status is not "error"'];
}

/** The operation that a call belongs to: of several templates the one with the fewest parameters. */
function operationOf(method: string, path: string): (typeof FACT_OPERATIONS)[number] | undefined {
  const parts = path.split('/');
  const found = FACT_OPERATIONS.filter(({ operation }) => {
    const [wantedMethod, wantedPath = ''] = operation.split(' ');
    const wanted = wantedPath.split('/');
    return (
      wantedMethod === method &&
      wanted.length === parts.length &&
      wanted.every((part, at) => fits(part, parts[at] ?? ''))
    );
  });
  return found.toSorted((a, b) => parameters(a.operation) - parameters(b.operation))[0];
}

function fits(template: string, part: string): boolean {
  if (template === RECORD_TYPE) return OBJECT_TYPES.has(part);
  return template.startsWith('{') ? part !== '' : template === part;
}

function parameters(operation: string): number {
  return operation.split('{').length;
}

/** The facts stand for deals; records of every type have the same operations and models. */
function generic(operation: string): string {
  return operation.replace('/crm/v3/objects/deals', `/crm/v3/objects/${RECORD_TYPE}`);
}

function anonymous(operation: string): string {
  return operation.replaceAll(/\{\w+\}/g, '{}');
}

function apiOf(name: string) {
  const api = FACTS.apis[name];
  if (!api) throw new Error(`no facts for ${name}`);
  return api;
}
