import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { cardReplySchema } from '@handrail/contracts/card-view';
import { extensionInputSchema } from '@handrail/contracts/submission';
import { z } from 'zod';
import { askExtension, withdrawExtension } from '../../../src/application/ask-extension.ts';
import { cardRoute, requestIdIn } from '../card-route.ts';
import { replyWithCard } from './card.ts';

const EXTENSION = `${CARD_ROUTES.requests}/:requestId/extension`;

export const askForExtension = cardRoute({
  method: 'post',
  path: EXTENSION,
  operationId: 'askForExtension',
  summary: 'Asks for a later end of an exception in force, on the version the requester saw',
  permission: 'hubspot_user',
  input: extensionInputSchema,
  reply: cardReplySchema,
  refusals: [
    'request_not_found',
    'record_not_found',
    'not_permitted',
    'wrong_status',
    'review_owed',
    'extension_not_allowed',
    'extension_count_reached',
    'extension_too_long',
    'extension_not_later',
    'extension_too_late',
    'extension_reason_too_short',
    'extension_open',
    'criteria_not_met',
    'policy_gap',
    'no_eligible_approver',
    'changed_meanwhile',
  ],
  answer: async (call, wish) => {
    const { context, caller } = call;
    const { state } = await askExtension(context, caller, { requestId: requestIdIn(call), ...wish });
    return replyWithCard(context, caller, state.request.record);
  },
});

export const takeBackExtension = cardRoute({
  method: 'post',
  path: `${EXTENSION}/withdraw`,
  operationId: 'takeBackExtension',
  summary: 'Takes back an extension that nobody has decided',
  permission: 'hubspot_user',
  input: z.object({}),
  reply: cardReplySchema,
  refusals: ['request_not_found', 'not_permitted', 'wrong_status', 'changed_meanwhile'],
  answer: async (call) => {
    const { context, caller } = call;
    const { state } = await withdrawExtension(context, caller, requestIdIn(call));
    return replyWithCard(context, caller, state.request.record);
  },
});
