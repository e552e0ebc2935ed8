import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import {
  type CardReply,
  cardReplySchema,
  type PeopleReply,
  peopleReplySchema,
} from '@handrail/contracts/card-view';
import type { HandOverInput } from '@handrail/contracts/submission';
import type { Failed } from './failure.ts';
import type { ServerCalls } from './server-calls.ts';

type CardResult = Extract<CardReply, { ok: true }> | Failed;
export type PeopleResult = Extract<PeopleReply, { ok: true }> | Failed;

/** What can be said and handed over while a request waits. All of it is safe to repeat after a lost answer. */
export interface ConversationApi {
  ask(requestId: string, text: string): Promise<CardResult>;
  /** Answers everything that is open. */
  answer(requestId: string, text: string): Promise<CardResult>;
  handOver(requestId: string, input: HandOverInput): Promise<CardResult>;
  /** People a seat can be handed to. */
  takers(requestId: string): Promise<PeopleResult>;
}

/** The calls by which card and inbox talk about a request. */
export function createConversationApi({ ask, command }: ServerCalls): ConversationApi {
  return {
    ask: (requestId, text) => command(cardReplySchema, CARD_ROUTES.ask(requestId), { text }),
    answer: (requestId, text) => command(cardReplySchema, CARD_ROUTES.answer(requestId), { text }),
    handOver: (requestId, input) => command(cardReplySchema, CARD_ROUTES.handOver(requestId), input),
    takers: (requestId) => ask(peopleReplySchema, CARD_ROUTES.takers(requestId)),
  };
}
