import { cardReplySchema, peopleReplySchema } from '@handrail/contracts/card-view';
import { handOverInputSchema, textInputSchema } from '@handrail/contracts/submission';
import { z } from 'zod';
import { answerQuestions, askForInformation } from '../../../src/application/ask-for-information.ts';
import { handOver, listTakers } from '../../../src/application/hand-over.ts';
import { cardRoute, requestIdIn } from '../card-route.ts';
import { replyWithCard } from './card.ts';
import { CHANGE_REFUSALS, ONE_REQUEST } from './requests.ts';

export const askRequest = cardRoute({
  method: 'post',
  path: `${ONE_REQUEST}/ask`,
  operationId: 'askRequest',
  summary: 'An approver asks for information; the request can be decided all the same',
  permission: 'hubspot_user',
  input: textInputSchema,
  reply: cardReplySchema,
  refusals: [...CHANGE_REFUSALS, 'own_request', 'not_an_approver', 'already_reviewed'],
  answer: async (call, { text }) => {
    const { context, caller } = call;
    const { state } = await askForInformation(context, caller, requestIdIn(call), text);
    return replyWithCard(context, caller, state.request.record);
  },
});

export const answerRequest = cardRoute({
  method: 'post',
  path: `${ONE_REQUEST}/answer`,
  operationId: 'answerRequest',
  summary: 'Answers everything that approvers have asked',
  permission: 'hubspot_user',
  input: textInputSchema,
  reply: cardReplySchema,
  refusals: [...CHANGE_REFUSALS, 'not_permitted', 'no_open_question'],
  answer: async (call, { text }) => {
    const { context, caller } = call;
    const { state } = await answerQuestions(context, caller, requestIdIn(call), text);
    return replyWithCard(context, caller, state.request.record);
  },
});

export const handOverRequest = cardRoute({
  method: 'post',
  path: `${ONE_REQUEST}/hand-over`,
  operationId: 'handOverRequest',
  summary: "Gives an approver's seat on this request to another person",
  permission: 'hubspot_user',
  input: handOverInputSchema,
  reply: cardReplySchema,
  refusals: [
    ...CHANGE_REFUSALS,
    'own_request',
    'not_an_approver',
    'already_reviewed',
    'not_delegable',
    'already_asked',
    'person_unknown',
    'crm_unavailable',
  ],
  answer: async (call, input) => {
    const { context, caller } = call;
    const { state } = await handOver(context, caller, { requestId: requestIdIn(call), ...input });
    return replyWithCard(context, caller, state.request.record);
  },
});

export const readTakers = cardRoute({
  method: 'get',
  path: `${ONE_REQUEST}/takers`,
  operationId: 'readTakers',
  summary: 'People an approver can hand their seat on this request to',
  permission: 'hubspot_user',
  input: z.object({}),
  reply: peopleReplySchema,
  refusals: ['request_not_found', 'crm_unavailable'],
  answer: async (call) => {
    const people = await listTakers(call.context, call.caller, requestIdIn(call));
    return {
      ok: true as const,
      people: people.map(({ email, name, team }) => ({
        value: email,
        label: team === undefined ? name : `${name} (${team})`,
      })),
    };
  },
});
