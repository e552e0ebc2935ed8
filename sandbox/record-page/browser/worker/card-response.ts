import type { CardReply } from '../../wire.ts';

const BODILESS_STATUSES = [204, 205, 304];

/** Makes the `Response` a card expects from `hubspot.fetch` out of what the page's proxy answered. */
export function cardReplyToResponse(reply: CardReply): Response {
  const body = BODILESS_STATUSES.includes(reply.status) ? null : reply.body;
  return new Response(body, { status: reply.status, headers: { 'content-type': 'application/json' } });
}
