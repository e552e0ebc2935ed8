import type { GovernedField } from '@handrail/contracts/vocabulary';
import type { FiledState } from '../exception-request/state.ts';
import type { Person } from '../policy/facts.ts';
import type { GoverningException } from './circumstances.ts';

/**
 * An exception as changes are held against it; null for one that was never granted.
 *
 * @param through `group` for the exception of a company, of which only the hold reaches the record
 */
export function governingException(
  state: FiledState,
  { heldFrom, overAt }: Pick<GoverningException, 'heldFrom' | 'overAt'>,
  through: GoverningException['through'] = 'record',
): GoverningException | null {
  if (!('approvedAt' in state)) return null;
  const { request } = state;
  return {
    requestId: request.requestId,
    typeLabel: request.exceptionType.label,
    governs: request.exceptionType.governs,
    through,
    grantedAt: state.approvedAt,
    heldFrom,
    overAt,
    set: through === 'record' ? setValues(state) : [],
    parties: partiesOf(state),
  };
}

/**
 * The governed fields that an exception sets, with the values that may stand there. A stage may be told as two
 * changes: of the stage and of its pipeline.
 */
export function setValues({ request }: FiledState): GoverningException['set'] {
  const { proposed, playbook, linked } = request;
  const does = (kind: 'set_owner' | 'set_stage') => playbook.onApproval.some((step) => step.kind === kind);
  const set: { field: GovernedField; values: readonly string[] }[] = [];
  if (proposed.owner?.ownerId !== undefined && does('set_owner'))
    set.push({
      field: 'owner',
      // The same person has another id in the other CRM.
      values: [proposed.owner.ownerId, linked?.proposedOwnerId].filter((id) => id !== undefined),
    });
  if (proposed.stage && does('set_stage')) {
    const { stageId, pipelineId } = proposed.stage;
    set.push({ field: 'stage', values: [stageId, ...(pipelineId === undefined ? [] : [pipelineId])] });
  }
  return set;
}

function partiesOf({ request, reviews }: FiledState): readonly string[] {
  const approvers = reviews.filter(({ outcome }) => outcome === 'approve').map(({ reviewer }) => reviewer);
  const people: readonly (Person | undefined)[] = [request.requester, request.proposed.owner, ...approvers];
  const ids = people.flatMap((person) => [person?.userId, person?.elsewhere?.userId]);
  return [...new Set(ids.flatMap((id) => id ?? []))];
}
