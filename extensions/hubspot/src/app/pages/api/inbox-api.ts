import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import {
  type BulkReview,
  type BulkReviewReply,
  bulkReviewReplySchema,
  type InboxQuery,
  type InboxReply,
  inboxReplySchema,
} from '@handrail/contracts/inbox';
import { type ConversationApi, createConversationApi } from 'handrail-hubspot-cards/api/conversation-api.ts';
import type { Failed } from 'handrail-hubspot-cards/api/failure.ts';
import { createServerCalls } from 'handrail-hubspot-cards/api/server-calls.ts';

export type InboxPageData = Extract<InboxReply, { ok: true }>;
export type BulkResults = Extract<BulkReviewReply, { ok: true }>['results'];

/** Calls to Handrail's server. None of them throws: a fault is a result with `ok: false`. */
export interface InboxApi extends ConversationApi {
  list(query: InboxQuery): Promise<InboxPageData | Failed>;
  /** Decides each request once, however often it is called. */
  decide(review: BulkReview): Promise<Extract<BulkReviewReply, { ok: true }> | Failed>;
}

/** @param origin the server's public origin, from the project profile's `API_ORIGIN` */
export function createInboxApi(origin: string): InboxApi {
  const calls = createServerCalls(origin);
  const { ask, command } = calls;
  return {
    ...createConversationApi(calls),
    list: (query) => ask(inboxReplySchema, CARD_ROUTES.inbox, query),
    decide: (review) => command(bulkReviewReplySchema, CARD_ROUTES.inboxReview, review),
  };
}
