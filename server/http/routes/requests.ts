import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { cardReplySchema, trailReplySchema } from '@handrail/contracts/card-view';
import { reviewInputSchema, submissionSchema } from '@handrail/contracts/submission';
import type { ProblemCode } from '@handrail/contracts/vocabulary';
import { z } from 'zod';
import {
  endException,
  retryPlaybook,
  reviewException,
  withdrawException,
} from '../../../src/application/change-request.ts';
import type { AppContext, Caller } from '../../../src/application/context.ts';
import { readTrail } from '../../../src/application/read-trail.ts';
import { submitException } from '../../../src/application/submit-exception.ts';
import type { StoredRequest } from '../../../src/ports/unit-of-work.ts';
import { type CardRoute, cardRoute, requestIdIn } from '../card-route.ts';
import { presentTrail } from '../presenters/present-trail.ts';
import { replyWithCard } from './card.ts';

/** The path of one request. */
export const ONE_REQUEST = `${CARD_ROUTES.requests}/:requestId`;

/** Why a change of a request can be refused, whatever the change. */
export const CHANGE_REFUSALS: readonly ProblemCode[] = [
  'request_not_found',
  'wrong_status',
  'changed_meanwhile',
];

export const submitRequest = cardRoute({
  method: 'post',
  path: CARD_ROUTES.requests,
  operationId: 'submitRequest',
  summary: 'Files an exception request; once for each idempotencyKey',
  permission: 'hubspot_user',
  input: submissionSchema,
  reply: cardReplySchema,
  refusals: [
    'unknown_exception_type',
    'type_not_for_record',
    'unknown_reason_code',
    'reason_too_short',
    'proposal_missing',
    'expiry_in_past',
    'expiry_too_far',
    'criteria_not_met',
    'policy_gap',
    'no_eligible_approver',
    'break_glass_not_allowed',
    'break_glass_not_permitted',
    'break_glass_reason_too_short',
    'live_exception_exists',
    'covered_by_group',
    'record_not_found',
    'idempotency_key_reused',
    'change_not_found',
    'change_explained',
    'changed_meanwhile',
    'crm_unavailable',
    'properties_missing',
  ],
  answer: async ({ context, caller }, submission) => {
    const { stored, draft } = await submitException(context, caller, submission);
    const known = draft && { handoff: draft.handoff, policy: draft.policy, viewer: draft.requester };
    return replyWithCard(context, caller, stored.state.request.record, known ?? undefined);
  },
});

export const reviewRequest = cardRoute({
  method: 'post',
  path: `${ONE_REQUEST}/review`,
  operationId: 'reviewRequest',
  summary: "Records an approver's decision on the version they saw",
  permission: 'hubspot_user',
  input: reviewInputSchema,
  reply: cardReplySchema,
  refusals: [
    ...CHANGE_REFUSALS,
    'own_request',
    'not_an_approver',
    'delegate_of_requester',
    'delegation_over',
    'already_reviewed',
  ],
  answer: async (call, { outcome, comment, version }) => {
    const { context, caller } = call;
    const review = { requestId: requestIdIn(call), outcome, comment, version };
    const { state } = await reviewException(context, caller, review);
    return replyWithCard(context, caller, state.request.record);
  },
});

export const withdrawRequest = changeRoute(
  'withdraw',
  'Takes back a request that nobody decided',
  withdrawException,
);
export const endRequest = changeRoute('end', 'Ends an exception before its time', endException);
export const retryRequest = changeRoute('retry', 'Tries failed steps again', retryPlaybook);

export const readRequestTrail = cardRoute({
  method: 'get',
  path: `${ONE_REQUEST}/trail`,
  operationId: 'readRequestTrail',
  summary: 'The audit trail of one request in words, newest entry last',
  permission: 'hubspot_user',
  input: z.object({}),
  reply: trailReplySchema,
  refusals: ['request_not_found'],
  answer: async (call) => {
    const { stored, entries } = await readTrail(call.context, call.caller.tenantId, requestIdIn(call));
    return { ok: true as const, entries: presentTrail(stored.state, entries) };
  },
});

function changeRoute(
  verb: 'withdraw' | 'end' | 'retry',
  summary: string,
  change: (context: AppContext, caller: Caller, requestId: string) => Promise<StoredRequest>,
): CardRoute {
  return cardRoute({
    method: 'post',
    path: `${ONE_REQUEST}/${verb}`,
    operationId: `${verb}Request`,
    summary,
    permission: 'hubspot_user',
    input: z.object({}),
    reply: cardReplySchema,
    refusals: [...CHANGE_REFUSALS, 'not_permitted'],
    answer: async (call) => {
      const { context, caller } = call;
      const { state } = await change(context, caller, requestIdIn(call));
      return replyWithCard(context, caller, state.request.record);
    },
  });
}
