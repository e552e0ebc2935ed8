import type { MessageKind } from '@handrail/contracts/vocabulary';
import type { Person } from '../policy/facts.ts';
import { peopleOf } from '../policy/requirement.ts';
import { isPastLapse } from './due-clocks.ts';
import { type CommandOf, happens, lapsedInWords, type Outcome, refuse, wrongStatus } from './outcome.ts';
import { isParty } from './party.ts';
import { type FiledState, isUndecided, type Message } from './state.ts';

/** An approver who has not decided asks for information. */
export function decideAsk({ by, text }: CommandOf<'ask'>, state: FiledState, at: string): Outcome {
  if (isRepeated(state, 'question', by, text)) return happens();
  if (by.email === state.request.requester.email) {
    return refuse('own_request', 'This is your own request: its approvers ask, and you answer.');
  }
  if (!peopleOf(state.requirement).some(({ email }) => email === by.email)) {
    return refuse('not_an_approver', 'The policy does not name you as an approver of this request.');
  }
  if (state.reviews.some(({ reviewer }) => reviewer.email === by.email)) {
    return refuse('already_reviewed', 'You have decided on this request before; your decision stands.');
  }
  if (state.status === 'lapsed' || isPastLapse(state, at)) {
    return refuse('wrong_status', lapsedInWords('question'));
  }
  if (!isUndecided(state)) return wrongStatus(state, 'be asked about');
  return happens({ type: 'question_asked', at, message: { kind: 'question', by, text, at } });
}

/** Somebody who is party answers whatever is open. */
export function decideAnswer({ by, text }: CommandOf<'answer'>, state: FiledState, at: string): Outcome {
  if (isRepeated(state, 'answer', by, text)) return happens();
  if (!isParty(state, by.email)) {
    return refuse('not_permitted', 'Only the requester or one of the approvers can answer.');
  }
  if (state.status === 'lapsed' || isPastLapse(state, at)) {
    return refuse('wrong_status', lapsedInWords('answer'));
  }
  if (!isUndecided(state)) return wrongStatus(state, 'be answered for');
  if (state.status !== 'info_requested') {
    return refuse(
      'no_open_question',
      'No question is open: somebody has answered it meanwhile. Reload the card.',
    );
  }
  return happens({ type: 'question_answered', at, message: { kind: 'answer', by, text, at } });
}

/** Questions that nobody has answered. */
export function openQuestions({ conversation }: FiledState): readonly Message[] {
  const answered = conversation.findLastIndex(({ kind }) => kind === 'answer');
  return conversation.slice(answered + 1);
}

/** HubSpot repeats a call whose reply was lost: the same words again are taken as heard. */
function isRepeated({ conversation }: FiledState, kind: MessageKind, by: Person, text: string): boolean {
  const last = conversation.at(-1);
  return last?.kind === kind && last.by.email === by.email && last.text === text;
}
