import type { RequestView } from '@handrail/contracts/card-view';
import type { FiledState } from '../../../src/domain/exception-request/state.ts';
import { presentPerson } from './present-person.ts';

/** What was asked, answered and handed over while the request waited. */
export function presentConversation({
  conversation,
  handOvers,
}: FiledState): Pick<RequestView, 'conversation' | 'handOvers'> {
  return {
    conversation: conversation.map(({ kind, by, text, at }) => ({ kind, by: presentPerson(by), text, at })),
    handOvers: handOvers.map(({ from, to, reason, at }) => ({
      from: presentPerson(from),
      to: presentPerson(to),
      reason,
      at,
    })),
  };
}
