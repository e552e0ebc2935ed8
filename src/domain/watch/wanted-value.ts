import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import type { FieldValue } from '../exception-request/break-glass.ts';
import type { FiledState, LinkedRecord } from '../exception-request/state.ts';
import type { RecordRef } from '../policy/facts.ts';
import type { OwnWrite } from './circumstances.ts';
import type { FieldChange } from './field-change.ts';
import { setValues } from './governing-exception.ts';
import type { JudgedChange } from './judgement.ts';

/** What a field must hold is found out from. */
export interface WantedQuestion {
  readonly change: FieldChange;
  /** The exception the change was held against; null when there was none. */
  readonly state: FiledState | null;
  /** True when only the hold of a company's exception reaches the record. */
  readonly throughGroup: boolean;
  /** Oldest first. */
  readonly ownWrites: readonly OwnWrite[];
  /** Every judged change of the record, this one among them, oldest first. */
  readonly judged: readonly JudgedChange[];
}

/**
 * What must stand in a field whose change is to be taken back: what the exception set; where it set nothing, what the
 * last change with leave wrote, or what stood there before the first one without. Of Handrail's own properties what it
 * wrote last.
 *
 * @returns null when nobody can tell any more
 */
export function wantedValue(question: WantedQuestion): FieldValue | null {
  const { change, state, throughGroup } = question;
  if (change.field === 'tag') return wantedTag(question);
  const set = state && !throughGroup ? setValue(change, state) : null;
  if (set) return set;
  const value = heldValue(question);
  if (value === null) return null;
  return change.field === 'owner'
    ? { field: 'owner', ownerId: value }
    : { field: 'property', property: change.property, value };
}

function setValue({ field, record }: FieldChange, state: FiledState): FieldValue | null {
  if (!setValues(state).some((set) => set.field === field)) return null;
  const { owner, stage } = state.request.proposed;
  const linked = linkedAt(record, state);
  if (linked) {
    // The other CRM has an id of its own for the owner; a stage is not set there.
    const ownerId = linked.proposedOwnerId;
    return field === 'owner' && ownerId !== undefined ? { field: 'owner', ownerId } : null;
  }
  if (field === 'owner' && owner?.ownerId !== undefined) return { field: 'owner', ownerId: owner.ownerId };
  if (field === 'stage' && stage) {
    const { stageId, pipelineId } = stage;
    return { field: 'stage', stageId, ...(pipelineId !== undefined && { pipelineId }) };
  }
  return null;
}

/** The value that a hold keeps in a field which its exception does not set. */
function heldValue({ change, state, judged }: WantedQuestion): string | null {
  const ofField = judged.filter((one) => one.change.property === change.property);
  const since = state && 'approvedAt' in state ? Date.parse(state.approvedAt) : Number.NEGATIVE_INFINITY;
  const during = ofField.filter((one) => Date.parse(one.change.changedAt) >= since);
  const accepted = during.findLast(({ verdict }) => verdict === 'ours' || verdict === 'allowed');
  if (accepted) return accepted.change.to ?? '';
  const first = during.find(({ verdict }) => verdict === 're_correction') ?? { change };
  if (first.change.from !== null) return first.change.from;
  // The CRM's history may not reach back; what the request was filed on does.
  if (change.field !== 'owner' || !state) return null;
  const linked = linkedAt(change.record, state);
  return (linked ? linked.formerOwnerId : state.request.former.owner?.ownerId) ?? '';
}

/** The linked record of a request, when it is the one asked about and not the one that the request was filed on. */
function linkedAt({ recordId }: RecordRef, { request: { linked } }: FiledState): LinkedRecord | undefined {
  return linked?.record.recordId === recordId ? linked : undefined;
}

function wantedTag({ change, state, throughGroup, ownWrites }: WantedQuestion): FieldValue | null {
  const { property } = change;
  const isHold = property === RECORD_PROPERTY.routingHold;
  const last = ownWrites.findLast((write) => write.property === property)?.values[0];
  if (isHold && state && throughGroup) return { field: 'property', property, value: 'true' };
  if (last !== undefined) return { field: 'property', property, value: last };
  if (isHold) return { field: 'property', property, value: state ? 'true' : 'false' };
  // What a person wrote there once is kept as a digest only: there is nothing to put back.
  if (change.from?.startsWith('sha256:')) return null;
  return { field: 'property', property, value: change.from ?? '' };
}
