import type { RecordChange } from '../store/model.ts';
import { type FilterSubject, meetsBranch, meetsOperation, UnsupportedFilter } from './evaluate-filter.ts';
import type { FilterBranch } from './flow-document.ts';

/** HubSpot's event type id of "a property value changed". */
export const PROPERTY_CHANGED_EVENT = '4-655002';

/**
 * Whether a change is the event that a UNIFIED_EVENTS branch waits for. Its filters look at the event: `hs_name`
 * is the property that changed, `hs_value` its new value.
 *
 * @throws UnsupportedFilter for other event types
 */
export function isEventOf(branch: FilterBranch, change: RecordChange, now: number): boolean {
  if (branch.eventTypeId !== PROPERTY_CHANGED_EVENT)
    throw new UnsupportedFilter(`event type ${branch.eventTypeId}`);
  return change.changes.some((one) => {
    const event: FilterSubject = {
      value: (property) => (property === 'hs_name' ? one.name : property === 'hs_value' ? one.to : ''),
      changedAt: () => change.at,
      inList: () => false,
      associated: () => [],
      now,
    };
    return branch.filters.every(
      (filter) =>
        filter.property !== undefined &&
        filter.operation !== undefined &&
        meetsOperation(filter.operation, filter.property, event),
    );
  });
}

/**
 * Whether a change makes a re-enrolment trigger fire. An event branch fires on its event. A property branch fires
 * when it starts to be met; with "is known" it also fires when the property goes from one value to another
 * (HubSpot knowledge base, "Add re-enrollment triggers").
 *
 * @param wasMet whether the property branch was met when it was looked at before
 */
export function triggerFires(
  branch: FilterBranch,
  change: RecordChange,
  subject: FilterSubject,
  wasMet: boolean,
): boolean {
  if (branch.filterBranchType === 'UNIFIED_EVENTS') return isEventOf(branch, change, subject.now);
  if (!meetsBranch(branch, subject)) return false;
  if (!wasMet) return true;
  const changed = new Set(change.changes.map((one) => one.name));
  return knownProperties(branch).some((property) => changed.has(property));
}

function knownProperties(branch: FilterBranch): string[] {
  return [
    ...branch.filters
      .filter((filter) => filter.operation?.operator === 'IS_KNOWN')
      .flatMap((filter) => filter.property ?? []),
    ...branch.filterBranches.flatMap(knownProperties),
  ];
}
