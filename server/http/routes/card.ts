import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { type CardReply, cardReplySchema, previewReplySchema } from '@handrail/contracts/card-view';
import { draftSchema, recordRefSchema } from '@handrail/contracts/submission';
import type { AppContext, Caller } from '../../../src/application/context.ts';
import { evaluateDraft, findTenantReading } from '../../../src/application/evaluate-draft.ts';
import { type KnownRecord, loadCard } from '../../../src/application/load-card.ts';
import type { RecordRef } from '../../../src/domain/policy/facts.ts';
import { cardRoute } from '../card-route.ts';
import { presentCard } from '../presenters/present-card.ts';
import { presentPreview } from '../presenters/present-preview.ts';

/** The card of one record as it is now: what every change is answered with. */
export async function replyWithCard(
  context: AppContext,
  caller: Caller,
  record: RecordRef,
  known?: KnownRecord,
): Promise<CardReply> {
  return { ok: true, card: presentCard(await loadCard(context, caller, record, known)) };
}

export const readCard = cardRoute({
  method: 'get',
  path: CARD_ROUTES.card,
  operationId: 'readCard',
  summary: 'Everything the card shows for one record',
  permission: 'hubspot_user',
  input: recordRefSchema,
  reply: cardReplySchema,
  refusals: ['record_not_found', 'crm_unavailable'],
  answer: ({ context, caller }, record) => replyWithCard(context, caller, record),
});

export const previewRequest = cardRoute({
  method: 'post',
  path: CARD_ROUTES.preview,
  operationId: 'previewRequest',
  summary: 'Who would be asked to decide on a form that is being filled, and why; changes nothing',
  permission: 'hubspot_user',
  input: draftSchema,
  reply: previewReplySchema,
  refusals: [
    'unknown_exception_type',
    'type_not_for_record',
    'record_not_found',
    'proposal_missing',
    'crm_unavailable',
  ],
  answer: async ({ context, caller }, draft) => {
    const tenant = await context.unitOfWork.transact(caller.tenantId, (tx) =>
      findTenantReading(context, tx, caller.tenantId),
    );
    const evaluated = await evaluateDraft(context, caller, tenant, draft);
    return { ok: true as const, ...presentPreview(evaluated, draft, caller, context.clock.now()) };
  },
});
