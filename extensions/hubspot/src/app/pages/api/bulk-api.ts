import {
  type BulkDecision,
  type BulkFormReply,
  type BulkItemsQuery,
  type BulkItemsReply,
  type BulkListReply,
  type BulkReply,
  type BulkSubmissionInput,
  bulkFormReplySchema,
  bulkItemsReplySchema,
  bulkListReplySchema,
  bulkReplySchema,
} from '@handrail/contracts/bulk';
import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import type { ObjectType } from '@handrail/contracts/vocabulary';
import type { Failed } from 'handrail-hubspot-cards/api/failure.ts';
import { createServerCalls } from 'handrail-hubspot-cards/api/server-calls.ts';

type Ok<Reply> = Extract<Reply, { ok: true }>;
export type BulkResult = Ok<BulkReply> | Failed;

/** Calls about bulk requests. None of them throws, and each can be repeated without harm. */
export interface BulkApi {
  form(objectType: ObjectType): Promise<Ok<BulkFormReply> | Failed>;
  list(): Promise<Ok<BulkListReply> | Failed>;
  read(bulkId: string): Promise<BulkResult>;
  items(bulkId: string, query: BulkItemsQuery): Promise<Ok<BulkItemsReply> | Failed>;
  submit(submission: BulkSubmissionInput): Promise<BulkResult>;
  review(bulkId: string, decision: BulkDecision): Promise<BulkResult>;
  change(bulkId: string, what: 'ask' | 'withdraw' | 'retry'): Promise<BulkResult>;
}

const CHANGES = {
  ask: CARD_ROUTES.bulkAsk,
  withdraw: CARD_ROUTES.bulkWithdraw,
  retry: CARD_ROUTES.bulkRetry,
} as const;

/** @param origin the server's public origin, from the project profile's `API_ORIGIN` */
export function createBulkApi(origin: string): BulkApi {
  const { ask, command } = createServerCalls(origin);
  return {
    form: (objectType) => ask(bulkFormReplySchema, `${CARD_ROUTES.bulkForm}?objectType=${objectType}`),
    list: () => ask(bulkListReplySchema, CARD_ROUTES.bulks),
    read: (bulkId) => ask(bulkReplySchema, CARD_ROUTES.bulk(bulkId)),
    items: (bulkId, query) => ask(bulkItemsReplySchema, CARD_ROUTES.bulkItems(bulkId), query),
    submit: (submission) => command(bulkReplySchema, CARD_ROUTES.bulks, submission),
    review: (bulkId, decision) => command(bulkReplySchema, CARD_ROUTES.bulkReview(bulkId), decision),
    change: (bulkId, what) => command(bulkReplySchema, CHANGES[what](bulkId), {}),
  };
}
