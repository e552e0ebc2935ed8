import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { cardReplySchema } from '@handrail/contracts/card-view';
import { disputeDecisionSchema, objectionInputSchema } from '@handrail/contracts/dispute';
import { decideOnDispute, objectToException } from '../../../src/application/dispute-exception.ts';
import { cardRoute, requestIdIn } from '../card-route.ts';
import { replyWithCard } from './card.ts';

const ONE_REQUEST = `${CARD_ROUTES.requests}/:requestId`;

export const objectToRequest = cardRoute({
  method: 'post',
  path: `${ONE_REQUEST}/object`,
  operationId: 'objectToRequest',
  summary:
    'Objects to an active exception; the owner of the record, now or before, or the lead of their team',
  permission: 'hubspot_user',
  input: objectionInputSchema,
  reply: cardReplySchema,
  refusals: [
    'request_not_found',
    'wrong_status',
    'changed_meanwhile',
    'own_request',
    'not_permitted',
    'reason_too_short',
    'dispute_open',
    'dispute_repeated',
    'nobody_to_decide',
  ],
  answer: async (call, { ground, reason }) => {
    const { context, caller } = call;
    const objection = { requestId: requestIdIn(call), ground, reason };
    const { state } = await objectToException(context, caller, objection);
    return replyWithCard(context, caller, state.request.record);
  },
});

export const decideDisputeRequest = cardRoute({
  method: 'post',
  path: `${ONE_REQUEST}/dispute`,
  operationId: 'decideDispute',
  summary:
    'Upholds the open objection, which ends the exception, or dismisses it, on the version that was seen',
  permission: 'hubspot_user',
  input: disputeDecisionSchema,
  reply: cardReplySchema,
  refusals: [
    'request_not_found',
    'wrong_status',
    'changed_meanwhile',
    'own_request',
    'not_permitted',
    'no_open_dispute',
  ],
  answer: async (call, { outcome, comment, version }) => {
    const { context, caller } = call;
    const ruling = { requestId: requestIdIn(call), outcome, comment, version };
    const { state } = await decideOnDispute(context, caller, ruling);
    return replyWithCard(context, caller, state.request.record);
  },
});
