import type { ListStore, PortalList } from '../store/list-store.ts';
import type { PortalRecord } from '../store/model.ts';
import { findObjectType } from '../store/object-types.ts';
import type { Portal } from '../store/portal.ts';
import { type FilterSubject, meetsBranch } from './evaluate-filter.ts';

/** A record in the eyes of a filter, as it is now. */
export function recordSubject(portal: Portal, lists: ListStore, record: PortalRecord): FilterSubject {
  return {
    value: (property) => portal.value(record, property),
    changedAt: (property) => portal.history(record, property)[0]?.at,
    inList(listId) {
      const list = lists.find(listId);
      return list !== undefined && isMember(portal, lists, list, record);
    },
    associated(objectTypeId) {
      const type = findObjectType(objectTypeId);
      if (!type) return [];
      return portal.associations
        .list({ type: record.objectType, id: record.id }, type)
        .flatMap((end) => portal.find(type, end.toId) ?? [])
        .map((associated) => recordSubject(portal, lists, associated));
    },
    now: portal.clock.now(),
  };
}

/** Whether a record is on a list now. A list keeps its first members unless it is DYNAMIC. */
export function isMember(portal: Portal, lists: ListStore, list: PortalList, record: PortalRecord): boolean {
  if (list.objectType !== record.objectType) return false;
  if (list.processingType !== 'DYNAMIC' || !list.filterBranch) return list.members.has(record.id);
  return meetsBranch(list.filterBranch, recordSubject(portal, lists, record));
}
