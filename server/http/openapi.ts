import type { ProblemCode } from '@handrail/contracts/vocabulary';
import { z } from 'zod';
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import type { CardRoute } from './card-route.ts';
import { EDGE_STATUS, type EdgeCode, httpProblemSchema, READY_STATUS } from './problem.ts';
import { WORKFLOW_CODES, workflowOperation } from './workflow/workflow-openapi.ts';
import { WORKFLOW_ROUTES } from './workflow/workflow-routes.ts';

const OPEN_CODES: readonly EdgeCode[] = ['too_many_requests', 'internal_error'];
const SIGNED_CODES: readonly EdgeCode[] = [
  'signature_missing',
  'signature_invalid',
  'signature_stale',
  'identity_missing',
  'unknown_portal',
  'body_invalid',
  'body_too_large',
  ...OPEN_CODES,
];

const healthSchema = z.object({ status: z.literal('ok') });
const readinessSchema = z
  .object({
    ready: z.boolean(),
    checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })),
  })
  .meta({ id: 'Readiness' });

/** What HubSpot's proxy appends to the query and signs. */
const identityQuery = {
  userId: z.string().meta({ description: 'The user who asks; appended and signed by HubSpot' }),
  userEmail: z.email().meta({ description: 'Their e-mail address; appended and signed by HubSpot' }),
  portalId: z.string().meta({ description: 'The HubSpot account; appended and signed by HubSpot' }),
  appId: z.string().optional().meta({ description: 'The app; appended and signed by HubSpot' }),
};

/** Describes the server's API from the very schemas that check it. */
export function createOpenApi(routes: readonly CardRoute[], publicOrigin: string): object {
  const paths: ZodOpenApiPathsObject = {
    '/healthz': { get: open('health', 'Whether the process runs', { 200: healthSchema }) },
    '/readyz': {
      get: open('readiness', 'Whether store and CRM are ready, and what is missing', {
        [READY_STATUS.ready]: readinessSchema,
        [READY_STATUS.notReady]: readinessSchema,
      }),
    },
    '/openapi.json': {
      get: open('openApi', 'This description', { 200: z.looseObject({ openapi: z.string() }) }),
    },
  };
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: signed(route) };
  }
  for (const route of WORKFLOW_ROUTES) {
    paths[route.path] = { post: workflowOperation(route, faults(WORKFLOW_CODES)) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Handrail',
      version: '1.0.0',
      description:
        'Routes of the HubSpot card and of custom workflow actions. To the card, a refusal by policy or state comes with status 200 and `ok: false`, because HubSpot wraps other statuses and repeats a request after a 5xx. Faults found before that come as RFC 9457 problems. `code` is stable; texts are not.',
    },
    servers: [{ url: publicOrigin }],
    paths,
    components: {
      securitySchemes: {
        hubspotSignature: {
          type: 'apiKey',
          in: 'header',
          name: 'X-HubSpot-Signature-v3',
          description: 'With X-HubSpot-Request-Timestamp; at most five minutes old.',
        },
      },
    },
  });
}

function open(
  operationId: string,
  summary: string,
  replies: Record<number, z.ZodType>,
): ZodOpenApiOperationObject {
  const responses: ZodOpenApiResponsesObject = { ...faults(OPEN_CODES) };
  for (const [status, schema] of Object.entries(replies)) {
    responses[status as `${1 | 2 | 3 | 4 | 5}${string}`] = {
      description: summary,
      content: { 'application/json': { schema } },
    };
  }
  return { operationId, summary, responses };
}

function signed(route: CardRoute): ZodOpenApiOperationObject {
  const { operationId, summary, input, reply, refusals, method } = route;
  const parameters = [...route.path.matchAll(/:(\w+)/g)].flatMap(([, name]) => (name ? [name] : []));
  const query = z.object({
    ...(method === 'get' && input instanceof z.ZodObject ? input.shape : {}),
    ...identityQuery,
  });
  return {
    operationId,
    summary,
    security: [{ hubspotSignature: [] }],
    requestParams: {
      query,
      ...(parameters.length > 0 && {
        path: z.object(Object.fromEntries(parameters.map((name) => [name, z.string()]))),
      }),
    },
    ...(method === 'post' && {
      requestBody: { required: true, content: { 'application/json': { schema: input } } },
    }),
    responses: {
      200: {
        description: `The reply, or \`ok: false\` with one of: ${refusals.join(', ')}`,
        content: { 'application/json': { schema: reply } },
      },
      ...faults(SIGNED_CODES),
    },
    ...problemCodes([...refusals, ...SIGNED_CODES]),
  };
}

/** For generators of clients: the codes a route can answer with, without the prose. */
function problemCodes(codes: readonly ProblemCode[]): { 'x-problem-codes': readonly ProblemCode[] } {
  return { 'x-problem-codes': codes };
}

/** One response a status, naming the codes that come with it. */
function faults(codes: readonly EdgeCode[]): ZodOpenApiResponsesObject {
  const byStatus = Map.groupBy(codes, (code) => EDGE_STATUS[code]);
  return Object.fromEntries(
    [...byStatus].map(([status, some]) => [
      String(status),
      {
        description: some.join(', '),
        content: { 'application/problem+json': { schema: httpProblemSchema } },
      },
    ]),
  );
}
