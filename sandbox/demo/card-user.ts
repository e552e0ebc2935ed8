import { randomUUID } from 'node:crypto';
import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import {
  type CardView,
  cardReplySchema,
  type TrailEntryView,
  trailReplySchema,
} from '@handrail/contracts/card-view';
import type { Problem } from '@handrail/contracts/problem';
import type { ExceptionSubmission } from '@handrail/contracts/submission';
import { seedPerson } from '../hubspot/seed/people.ts';
import type { RunningPortal } from '../hubspot/start-portal.ts';
import { CardProxy } from '../record-page/card-proxy.ts';
import type { PageUser } from '../record-page/wire.ts';

/** The https origin that the app's configuration permits; signed, never resolved. */
export const PUBLIC_ORIGIN = 'https://handrail.example';

/** Thrown when a card call is refused, with the problem as the card gets it. */
export class CardRefusal extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.code}: ${problem.detail}`);
    this.problem = problem;
  }
}

/** One person at the card: the calls the card makes, through the proxy that signs them. */
export interface CardUser {
  open(recordId: string): Promise<CardView>;
  submit(submission: Omit<ExceptionSubmission, 'idempotencyKey'>): Promise<CardView>;
  review(card: CardView, outcome: 'approve' | 'reject', comment: string): Promise<CardView>;
  withdraw(requestId: string): Promise<CardView>;
  end(card: CardView): Promise<CardView>;
  trail(requestId: string): Promise<readonly TrailEntryView[]>;
}

/**
 * A person of the seeded portal at the card on a deal.
 *
 * @param serverOrigin where Handrail listens
 */
export function cardUser(portal: RunningPortal, serverOrigin: string, email: string): CardUser {
  const user = pageUser(email);
  const call = async (path: string, body?: unknown): Promise<unknown> => {
    const proxy = new CardProxy({
      portalId: portal.portalId,
      appId: portal.appId,
      clientSecret: portal.clientSecret,
      permittedOrigins: [PUBLIC_ORIGIN],
      realOrigins: { [PUBLIC_ORIGIN]: serverOrigin },
    });
    const method = body === undefined ? 'GET' : 'POST';
    const request = {
      url: PUBLIC_ORIGIN + path,
      method,
      userId: user.userId,
      ...(body === undefined ? {} : { body }),
    };
    const reply = await proxy.fetch(request, user);
    return JSON.parse(reply.body);
  };
  const cardOf = async (reply: Promise<unknown>): Promise<CardView> => {
    const parsed = cardReplySchema.parse(await reply);
    if (!parsed.ok) throw new CardRefusal(parsed.problem);
    return parsed.card;
  };
  return {
    open: (recordId) => cardOf(call(`${CARD_ROUTES.card}?objectType=deal&recordId=${recordId}`)),
    submit: (submission) =>
      cardOf(call(CARD_ROUTES.requests, { ...submission, idempotencyKey: randomUUID() })),
    review: (card, outcome, comment) => {
      const { requestId, version } = liveRequest(card);
      return cardOf(call(CARD_ROUTES.review(requestId), { outcome, comment, version }));
    },
    withdraw: (requestId) => cardOf(call(CARD_ROUTES.withdraw(requestId), {})),
    end: (card) => cardOf(call(CARD_ROUTES.end(liveRequest(card).requestId), {})),
    trail: async (requestId) => {
      const parsed = trailReplySchema.parse(await call(CARD_ROUTES.trail(requestId)));
      if (!parsed.ok) throw new CardRefusal(parsed.problem);
      return parsed.entries;
    },
  };
}

function liveRequest(card: CardView): NonNullable<CardView['live']> {
  if (!card.live) throw new Error(`${card.recordTitle} has no live exception request`);
  return card.live;
}

function pageUser(email: string): PageUser {
  const { ownerId, userId, firstName, lastName } = seedPerson(email);
  return { ownerId, userId, email, firstName, lastName, teams: [] };
}
