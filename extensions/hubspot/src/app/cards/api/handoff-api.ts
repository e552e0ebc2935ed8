import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import {
  type CardReply,
  cardReplySchema,
  type PreviewReply,
  previewReplySchema,
  type TrailReply,
  trailReplySchema,
} from '@handrail/contracts/card-view';
import type { DisputeDecision, ObjectionInput } from '@handrail/contracts/dispute';
import type {
  ExceptionDraft,
  ExceptionSubmission,
  ExtensionInput,
  ReviewInput,
} from '@handrail/contracts/submission';
import { type ConversationApi, createConversationApi } from './conversation-api.ts';
import type { Failed } from './failure.ts';
import { createServerCalls } from './server-calls.ts';

export type CardResult = Extract<CardReply, { ok: true }> | Failed;
export type PreviewResult = Extract<PreviewReply, { ok: true }> | Failed;
export type TrailResult = Extract<TrailReply, { ok: true }> | Failed;

/** Calls to Handrail's server. None of them throws: a fault is a result with `ok: false`. */
export interface HandoffApi extends ConversationApi {
  /** Reads what the card shows. */
  card(record: ExceptionDraft['record']): Promise<CardResult>;
  /** Asks who would decide a draft. Changes nothing. */
  preview(draft: ExceptionDraft): Promise<PreviewResult>;
  /** Files a request; filed once however often it is called with the same `idempotencyKey`. */
  submit(submission: ExceptionSubmission): Promise<CardResult>;
  /** Decides; safe to repeat after a lost answer. */
  review(requestId: string, review: ReviewInput): Promise<CardResult>;
  /** Objects to an active exception; the same objection again changes nothing more. */
  object(requestId: string, objection: ObjectionInput): Promise<CardResult>;
  /** Decides on the open objection; safe to repeat after a lost answer. */
  decideDispute(requestId: string, decision: DisputeDecision): Promise<CardResult>;
  withdraw(requestId: string): Promise<CardResult>;
  end(requestId: string): Promise<CardResult>;
  /** Asks for a later end; safe to repeat after a lost answer. */
  extend(requestId: string, wish: ExtensionInput): Promise<CardResult>;
  withdrawExtension(requestId: string): Promise<CardResult>;
  /** Tries failed steps again. */
  retry(requestId: string): Promise<CardResult>;
  trail(requestId: string): Promise<TrailResult>;
}

/** @param origin the server's public origin, from the project profile's `API_ORIGIN` */
export function createHandoffApi(origin: string): HandoffApi {
  const calls = createServerCalls(origin);
  const { ask, command } = calls;
  const change = (path: string, body: Record<string, unknown>) => command(cardReplySchema, path, body);
  return {
    ...createConversationApi(calls),
    card: ({ objectType, recordId }) =>
      ask(cardReplySchema, `${CARD_ROUTES.card}?objectType=${objectType}&recordId=${recordId}`),
    preview: (draft) => ask(previewReplySchema, CARD_ROUTES.preview, draft),
    submit: (submission) => change(CARD_ROUTES.requests, submission),
    review: (requestId, review) => change(CARD_ROUTES.review(requestId), review),
    object: (requestId, objection) => change(CARD_ROUTES.object(requestId), objection),
    decideDispute: (requestId, decision) => change(CARD_ROUTES.decideDispute(requestId), decision),
    withdraw: (requestId) => change(CARD_ROUTES.withdraw(requestId), {}),
    end: (requestId) => change(CARD_ROUTES.end(requestId), {}),
    extend: (requestId, wish) => change(CARD_ROUTES.extension(requestId), wish),
    withdrawExtension: (requestId) => change(CARD_ROUTES.withdrawExtension(requestId), {}),
    retry: (requestId) => change(CARD_ROUTES.retry(requestId), {}),
    trail: (requestId) => ask(trailReplySchema, CARD_ROUTES.trail(requestId)),
  };
}
