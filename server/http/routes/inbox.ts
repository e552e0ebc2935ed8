import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import {
  bulkReviewReplySchema,
  bulkReviewSchema,
  inboxQuerySchema,
  inboxReplySchema,
} from '@handrail/contracts/inbox';
import { listInbox } from '../../../src/application/list-inbox.ts';
import { reviewMany } from '../../../src/application/review-many.ts';
import { cardRoute } from '../card-route.ts';
import { positionOf } from '../inbox-cursor.ts';
import { presentBulkResult, presentInbox } from '../presenters/present-inbox.ts';

export const readInbox = cardRoute({
  method: 'post',
  path: CARD_ROUTES.inbox,
  operationId: 'readInbox',
  summary: 'Requests the caller may see, filtered and page by page; changes nothing',
  permission: 'hubspot_user',
  input: inboxQuerySchema,
  reply: inboxReplySchema,
  refusals: [],
  answer: async ({ context, caller }, { cursor, ...question }) => {
    const after = cursor === undefined ? undefined : positionOf(cursor);
    return { ok: true as const, ...presentInbox(await listInbox(context, caller, { ...question, after })) };
  },
});

export const decideInbox = cardRoute({
  method: 'post',
  path: CARD_ROUTES.inboxReview,
  operationId: 'decideInbox',
  summary: 'Records one decision on each of many requests; tells for each whether it was taken',
  permission: 'hubspot_user',
  input: bulkReviewSchema,
  reply: bulkReviewReplySchema,
  refusals: [],
  answer: async ({ context, caller }, decision) => {
    const results = await reviewMany(context, caller, decision);
    return { ok: true as const, results: results.map(presentBulkResult) };
  },
});
