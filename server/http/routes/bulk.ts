import {
  bulkDecisionSchema,
  bulkFormQuerySchema,
  bulkFormReplySchema,
  bulkItemsQuerySchema,
  bulkItemsReplySchema,
  bulkListReplySchema,
  bulkReplySchema,
  bulkSubmissionSchema,
  bulkTrailReplySchema,
} from '@handrail/contracts/bulk';
import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import type { ProblemCode } from '@handrail/contracts/vocabulary';
import { z } from 'zod';
import { askBulk, retryBulk, reviewBulk, withdrawBulk } from '../../../src/application/bulk/change-bulk.ts';
import { bulkNotFound } from '../../../src/application/bulk/find-bulk.ts';
import {
  listBulks,
  readBulk,
  readBulkItems,
  readBulkTrail,
} from '../../../src/application/bulk/read-bulk.ts';
import { submitBulk } from '../../../src/application/bulk/submit-bulk.ts';
import type { AppContext, Caller } from '../../../src/application/context.ts';
import { loadChoices } from '../../../src/application/evaluate-draft.ts';
import { policyInForce } from '../../../src/application/published-policy.ts';
import type { StoredBulk } from '../../../src/ports/bulk-requests.ts';
import { type CardCall, type CardRoute, cardRoute } from '../card-route.ts';
import { presentBulk, presentBulkItem } from '../presenters/present-bulk.ts';
import { presentBulkTrail } from '../presenters/present-bulk-trail.ts';
import { presentChoices } from '../presenters/present-form.ts';

const ONE_BULK = `${CARD_ROUTES.bulks}/:bulkId`;
const LISTED = 50;
const CHANGE_REFUSALS: readonly ProblemCode[] = ['bulk_not_found', 'wrong_status', 'changed_meanwhile'];

export const readBulkForm = cardRoute({
  method: 'get',
  path: CARD_ROUTES.bulkForm,
  operationId: 'readBulkForm',
  summary: 'What a bulk form for records of one type can choose from',
  permission: 'hubspot_user',
  input: bulkFormQuerySchema,
  reply: bulkFormReplySchema,
  refusals: [],
  answer: async ({ context, caller }, { objectType }) => {
    const [policy, choices] = await Promise.all([
      policyInForce(context, caller.tenantId),
      loadChoices(context, caller, { objectType, recordId: '' }),
    ]);
    const form = presentChoices({
      objectType,
      policy,
      choices,
      now: context.clock.now(),
      // Nobody has decided on many records at once: none of them takes effect before.
      mayActAtOnce: () => false,
    });
    return { ok: true as const, form };
  },
});

export const submitBulkRequest = cardRoute({
  method: 'post',
  path: CARD_ROUTES.bulks,
  operationId: 'submitBulkRequest',
  summary: 'Files one request for many records; once for each idempotencyKey',
  permission: 'hubspot_user',
  input: bulkSubmissionSchema,
  reply: bulkReplySchema,
  refusals: [
    'unknown_exception_type',
    'type_not_for_record',
    'unknown_reason_code',
    'reason_too_short',
    'proposal_missing',
    'expiry_in_past',
    'expiry_too_far',
    'list_not_found',
    'too_many_records',
    'idempotency_key_reused',
    'changed_meanwhile',
    'crm_unavailable',
  ],
  answer: async ({ context, caller }, submission) =>
    replyWithBulk(context, caller, await submitBulk(context, caller, submission)),
});

export const listBulkRequests = cardRoute({
  method: 'get',
  path: CARD_ROUTES.bulks,
  operationId: 'listBulkRequests',
  summary: 'The newest bulk requests the caller may see, with their progress',
  permission: 'hubspot_user',
  input: z.object({}),
  reply: bulkListReplySchema,
  refusals: [],
  answer: async ({ context, caller }) => {
    const now = context.clock.now();
    const listed = await listBulks(context, caller, LISTED);
    const bulks = listed.map((bulk) => presentBulk(bulk, caller.email, now));
    return { ok: true as const, now: now.toISOString(), bulks };
  },
});

export const readBulkRequest = cardRoute({
  method: 'get',
  path: ONE_BULK,
  operationId: 'readBulkRequest',
  summary: 'One bulk request with its progress',
  permission: 'hubspot_user',
  input: z.object({}),
  reply: bulkReplySchema,
  refusals: ['bulk_not_found'],
  answer: async (call) => {
    const { context, caller } = call;
    const bulk = await readBulk(context, caller, bulkIdIn(call));
    return { ok: true as const, bulk: presentBulk(bulk, caller.email, context.clock.now()) };
  },
});

export const readBulkRequestItems = cardRoute({
  method: 'post',
  path: `${ONE_BULK}/items`,
  operationId: 'readBulkRequestItems',
  summary: 'Records of a bulk request page by page, with what became of each; changes nothing',
  permission: 'hubspot_user',
  input: bulkItemsQuerySchema,
  reply: bulkItemsReplySchema,
  refusals: ['bulk_not_found'],
  answer: async (call, { limit, outcomes, after }) => {
    const page = { limit, ...(outcomes && { outcomes }), ...(after !== undefined && { after }) };
    const { items, next } = await readBulkItems(call.context, call.caller, bulkIdIn(call), page);
    return { ok: true as const, items: items.map(presentBulkItem), ...(next !== null && { next }) };
  },
});

export const reviewBulkRequest = cardRoute({
  method: 'post',
  path: `${ONE_BULK}/review`,
  operationId: 'reviewBulkRequest',
  summary: "Records an approver's decision on all records, on the version they saw",
  permission: 'hubspot_user',
  input: bulkDecisionSchema,
  reply: bulkReplySchema,
  refusals: [
    ...CHANGE_REFUSALS,
    'own_request',
    'delegate_of_requester',
    'not_an_approver',
    'already_reviewed',
  ],
  answer: async (call, decision) => {
    const { context, caller } = call;
    const stored = await reviewBulk(context, caller, { bulkId: bulkIdIn(call), ...decision });
    return replyWithBulk(context, caller, stored);
  },
});

export const askBulkRequest = changeRoute('ask', 'Puts a prepared bulk request to its approvers', askBulk);
export const withdrawBulkRequest = changeRoute(
  'withdraw',
  'Takes back a bulk request that nobody decided',
  withdrawBulk,
);
export const retryBulkRequest = changeRoute(
  'retry',
  'Tries the failed records again, and nothing that is done',
  retryBulk,
);

export const readBulkRequestTrail = cardRoute({
  method: 'get',
  path: `${ONE_BULK}/trail`,
  operationId: 'readBulkRequestTrail',
  summary: 'The audit trail of one bulk request in words, newest entry last',
  permission: 'hubspot_user',
  input: z.object({}),
  reply: bulkTrailReplySchema,
  refusals: ['bulk_not_found'],
  answer: async (call) => {
    const { stored, entries } = await readBulkTrail(call.context, call.caller, bulkIdIn(call));
    return { ok: true as const, entries: presentBulkTrail(stored.state, entries) };
  },
});

/** Every route of bulk requests. */
export const BULK_ROUTES: readonly CardRoute[] = [
  readBulkForm,
  submitBulkRequest,
  listBulkRequests,
  readBulkRequest,
  readBulkRequestItems,
  reviewBulkRequest,
  askBulkRequest,
  withdrawBulkRequest,
  retryBulkRequest,
  readBulkRequestTrail,
];

function changeRoute(
  verb: 'ask' | 'withdraw' | 'retry',
  summary: string,
  change: (context: AppContext, caller: Caller, bulkId: string) => Promise<StoredBulk>,
): CardRoute {
  return cardRoute({
    method: 'post',
    path: `${ONE_BULK}/${verb}`,
    operationId: `${verb}BulkRequest`,
    summary,
    permission: 'hubspot_user',
    input: z.object({}),
    reply: bulkReplySchema,
    refusals: [...CHANGE_REFUSALS, 'not_permitted'],
    answer: async (call) => {
      const { context, caller } = call;
      return replyWithBulk(context, caller, await change(context, caller, bulkIdIn(call)));
    },
  });
}

async function replyWithBulk(context: AppContext, caller: Caller, { state }: StoredBulk) {
  const bulk = await readBulk(context, caller, state.bulk.bulkId);
  return { ok: true as const, bulk: presentBulk(bulk, caller.email, context.clock.now()) };
}

/** @throws Refusal `bulk_not_found` for what cannot be an id, as for one that is not there */
function bulkIdIn({ params }: CardCall): string {
  const { bulkId } = params;
  if (typeof bulkId === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(bulkId)) return bulkId;
  throw bulkNotFound();
}
