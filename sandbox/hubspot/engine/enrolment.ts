import type { RecordChange } from '../store/model.ts';
import type { FilterSubject } from './evaluate-filter.ts';
import { meetsBranch } from './evaluate-filter.ts';
import type { EnrollmentCriteria, Flow } from './flow-document.ts';
import { isEventOf, triggerFires } from './match-event.ts';

/** What the engine remembers of a flow between changes. */
export interface FlowMemory {
  /** Records that met the list criteria when last looked at. */
  readonly meeting: Set<string>;
  /** For each re-enrolment trigger, the records that met it when last looked at. */
  readonly triggersMet: ReadonlyArray<Set<string>>;
  /** Records that have been enrolled at least once. */
  readonly enrolledBefore: Set<string>;
}

/** Whether the flow keeps a record out now, by exclusion filter or exclusion list. */
export function isSuppressed(flow: Flow, subject: FilterSubject): boolean {
  if (flow.suppressionFilterBranch && meetsBranch(flow.suppressionFilterBranch, subject)) return true;
  return (flow.suppressionListIds ?? []).some((listId) => subject.inList(String(listId)));
}

/** Whether a flow that removes records which stopped meeting its criteria removes this one. */
export function hasLeftCriteria(flow: Flow, subject: FilterSubject): boolean {
  const criteria = flow.enrollmentCriteria;
  return (
    criteria?.type === 'LIST_BASED' &&
    criteria.unEnrollObjectsNotMeetingCriteria &&
    !meetsBranch(criteria.listFilterBranch, subject)
  );
}

/** Whether this change makes the record a candidate for enrolment. Updates the memory of what is met. */
export function isTriggered(
  flow: Flow,
  memory: FlowMemory,
  change: RecordChange,
  subject: FilterSubject,
): boolean {
  const criteria = flow.enrollmentCriteria;
  if (criteria?.type === 'LIST_BASED') return isListTriggered(criteria, memory, change, subject);
  if (criteria?.type === 'EVENT_BASED') return isEventTriggered(criteria, memory, change, subject);
  return false;
}

/**
 * A record enrols the first time it starts to meet the criteria; later only through a re-enrolment trigger, and
 * then it must meet the criteria as well.
 */
function isListTriggered(
  criteria: Extract<EnrollmentCriteria, { type: 'LIST_BASED' }>,
  memory: FlowMemory,
  change: RecordChange,
  subject: FilterSubject,
): boolean {
  const id = change.objectId;
  const isMet = meetsBranch(criteria.listFilterBranch, subject);
  const starts = isMet && !memory.meeting.has(id);
  note(memory.meeting, id, isMet);

  let fires = false;
  criteria.reEnrollmentTriggersFilterBranches.forEach((branch, at) => {
    const met = memory.triggersMet[at];
    if (!met) return;
    if (triggerFires(branch, change, subject, met.has(id))) fires = true;
    if (branch.filterBranchType !== 'UNIFIED_EVENTS') note(met, id, meetsBranch(branch, subject));
  });
  if (starts && !memory.enrolledBefore.has(id)) return true;
  return isMet && criteria.shouldReEnroll && fires;
}

function isEventTriggered(
  criteria: Extract<EnrollmentCriteria, { type: 'EVENT_BASED' }>,
  memory: FlowMemory,
  change: RecordChange,
  subject: FilterSubject,
): boolean {
  const happened = criteria.eventFilterBranches.some((branch) => isEventOf(branch, change, subject.now));
  if (!happened) return false;
  if (memory.enrolledBefore.has(change.objectId) && !criteria.shouldReEnroll) return false;
  const refined = !criteria.refinementCriteria || meetsBranch(criteria.refinementCriteria, subject);
  return refined && criteria.listMembershipFilterBranches.every((branch) => meetsBranch(branch, subject));
}

function note(ids: Set<string>, id: string, isIn: boolean): void {
  if (isIn) ids.add(id);
  else ids.delete(id);
}
