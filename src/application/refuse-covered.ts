import { groupRuleOf } from '../domain/buying-group/buying-group.ts';
import type { RecordRef } from '../domain/policy/facts.ts';
import type { HandoffTransaction } from '../ports/unit-of-work.ts';
import { Refusal } from './refusal.ts';

/**
 * Where the policy puts a buying group first, a record it covers takes no exception of its own meanwhile.
 *
 * @throws Refusal `covered_by_group`, with the request on the company
 */
export async function refuseCovered(tx: HandoffTransaction, record: RecordRef): Promise<void> {
  const covers = await tx.coverage.readCoversOf(record);
  const first = covers.find(
    ({ group, row, request }) =>
      group.status === 'living' &&
      row.belongs === 'open' &&
      groupRuleOf(request.state.request)?.precedence === 'group',
  );
  if (!first) return;
  const { requestId, recordTitle, exceptionType, requester } = first.request.state.request;
  throw new Refusal(
    {
      code: 'covered_by_group',
      message: `This record is held through ${recordTitle} (${exceptionType.label}, filed by ${requester.name}), and the policy puts that first. Ask for the change there, or file again when it has ended.`,
    },
    requestId,
  );
}
