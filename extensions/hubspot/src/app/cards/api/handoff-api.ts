import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import {
  type CardReply,
  cardReplySchema,
  type PreviewReply,
  previewReplySchema,
  type TrailReply,
  trailReplySchema,
} from '@handrail/contracts/card-view';
import type { ExceptionDraft, ExceptionSubmission, ReviewInput } from '@handrail/contracts/submission';
import { hubspot } from '@hubspot/ui-extensions';
import { cardFault, type Failed } from './failure.ts';
import { type ReplySchema, readReply } from './read-reply.ts';

/** HubSpot's own limit for a card's request, in milliseconds. */
const HUBSPOT_TIMEOUT_MS = 15_000;
/** HubSpot repeats a request once after a 5xx, so its answer may come later than one time-out. */
const GIVE_UP_MS = 2 * HUBSPOT_TIMEOUT_MS + 1_000;

/** No answer to a question; nothing can have changed. */
const NOT_READ = cardFault('no_connection', 'No answer from Handrail', 'The server did not answer.');
/** No answer to a command; whether the server acted is not known. */
const NOT_CONFIRMED = cardFault(
  'no_connection',
  'No answer from Handrail',
  'The server did not answer, so it is not known whether it acted. Nothing is done twice when you try again.',
);

export type CardResult = Extract<CardReply, { ok: true }> | Failed;
export type PreviewResult = Extract<PreviewReply, { ok: true }> | Failed;
export type TrailResult = Extract<TrailReply, { ok: true }> | Failed;

/** Calls to Handrail's server. None of them throws: a fault is a result with `ok: false`. */
export interface HandoffApi {
  /** Reads what the card shows. */
  card(record: ExceptionDraft['record']): Promise<CardResult>;
  /** Asks who would decide a draft. Changes nothing. */
  preview(draft: ExceptionDraft): Promise<PreviewResult>;
  /** Files a request; filed once however often it is called with the same `idempotencyKey`. */
  submit(submission: ExceptionSubmission): Promise<CardResult>;
  /** Decides; safe to repeat after a lost answer. */
  review(requestId: string, review: ReviewInput): Promise<CardResult>;
  withdraw(requestId: string): Promise<CardResult>;
  end(requestId: string): Promise<CardResult>;
  /** Tries failed steps again. */
  retry(requestId: string): Promise<CardResult>;
  trail(requestId: string): Promise<TrailResult>;
}

/**
 * The only place that calls `hubspot.fetch`.
 *
 * @param origin the server's public origin, from the project profile's `API_ORIGIN`
 */
export function createHandoffApi(origin: string): HandoffApi {
  const base = origin.replace(/\/+$/, '');

  async function call<Reply>(
    schema: ReplySchema<Reply>,
    path: string,
    unanswered: Failed,
    body?: Record<string, unknown>,
  ): Promise<Reply | Failed> {
    const method = body === undefined ? 'GET' : 'POST';
    let timer: ReturnType<typeof setTimeout> | undefined;
    const givenUp = new Promise<Failed>((resolve) => {
      timer = setTimeout(() => resolve(unanswered), GIVE_UP_MS);
    });
    const answered = async () =>
      readReply(
        await hubspot.fetch(`${base}${path}`, { method, timeout: HUBSPOT_TIMEOUT_MS, ...(body && { body }) }),
        schema,
        unanswered,
      );
    try {
      return await Promise.race([answered(), givenUp]);
    } catch {
      return unanswered;
    } finally {
      clearTimeout(timer);
    }
  }

  const ask = <Reply>(schema: ReplySchema<Reply>, path: string, body?: Record<string, unknown>) =>
    call(schema, path, NOT_READ, body);
  const command = (path: string, body: Record<string, unknown>) =>
    call(cardReplySchema, path, NOT_CONFIRMED, body);

  return {
    card: ({ objectType, recordId }) =>
      ask(cardReplySchema, `${CARD_ROUTES.card}?objectType=${objectType}&recordId=${recordId}`),
    preview: (draft) => ask(previewReplySchema, CARD_ROUTES.preview, draft),
    submit: (submission) => command(CARD_ROUTES.requests, submission),
    review: (requestId, review) => command(CARD_ROUTES.review(requestId), review),
    withdraw: (requestId) => command(CARD_ROUTES.withdraw(requestId), {}),
    end: (requestId) => command(CARD_ROUTES.end(requestId), {}),
    retry: (requestId) => command(CARD_ROUTES.retry(requestId), {}),
    trail: (requestId) => ask(trailReplySchema, CARD_ROUTES.trail(requestId)),
  };
}
