import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import {
  type DelegationsReply,
  delegationInputSchema,
  delegationsReplySchema,
} from '@handrail/contracts/delegations';
import { z } from 'zod';
import { applyDueDelegations } from '../../../src/application/apply-delegations.ts';
import type { AppContext, Caller } from '../../../src/application/context.ts';
import { listOwnDelegations } from '../../../src/application/list-delegations.ts';
import { personOf } from '../../../src/application/people.ts';
import { endDelegation, setDelegation } from '../../../src/application/set-delegations.ts';
import type { Person } from '../../../src/domain/policy/facts.ts';
import { cardRoute } from '../card-route.ts';
import { presentDelegations } from '../presenters/present-delegations.ts';

const ONE_DELEGATION = `${CARD_ROUTES.delegations}/:delegationId`;

export const readDelegations = cardRoute({
  method: 'get',
  path: CARD_ROUTES.delegations,
  operationId: 'readDelegations',
  summary: "The caller's own absences, and those in which they stand in for somebody",
  permission: 'hubspot_user',
  input: z.object({}),
  reply: delegationsReplySchema,
  refusals: [],
  answer: async ({ context, caller }) => replyWithDelegations(context, caller, await me(context, caller)),
});

export const setOwnDelegation = cardRoute({
  method: 'post',
  path: CARD_ROUTES.delegations,
  operationId: 'setOwnDelegation',
  summary: 'Names who decides in the place of the caller for a time; open requests follow. Safe to repeat',
  permission: 'hubspot_user',
  input: delegationInputSchema,
  reply: delegationsReplySchema,
  refusals: [
    'unknown_person',
    'delegation_to_self',
    'delegation_dates_invalid',
    'delegation_reason_missing',
    'delegation_overlaps',
    'delegation_cycle',
    'crm_unavailable',
  ],
  answer: async ({ context, caller }, wish) => {
    const by = await me(context, caller);
    await setDelegation(context, caller.tenantId, by, { delegator: caller.email, ...wish });
    await applyDueDelegations(context, caller.tenantId);
    return replyWithDelegations(context, caller, by);
  },
});

export const endOwnDelegation = cardRoute({
  method: 'post',
  path: `${ONE_DELEGATION}/end`,
  operationId: 'endOwnDelegation',
  summary: "Ends one of the caller's own absences before its time; open requests follow",
  permission: 'hubspot_user',
  input: z.object({}),
  reply: delegationsReplySchema,
  refusals: ['delegation_not_found'],
  answer: async ({ context, caller, params }) => {
    const by = await me(context, caller);
    const delegationId = String(params.delegationId);
    await endDelegation(context, caller.tenantId, by, { delegationId, whose: caller.email });
    await applyDueDelegations(context, caller.tenantId);
    return replyWithDelegations(context, caller, by);
  },
});

function me(context: AppContext, caller: Caller): Promise<Person> {
  return personOf(context.crmOf(caller.tenantId), caller);
}

async function replyWithDelegations(
  context: AppContext,
  caller: Caller,
  viewer: Person,
): Promise<DelegationsReply> {
  return { ok: true, ...presentDelegations(await listOwnDelegations(context, caller), viewer) };
}
