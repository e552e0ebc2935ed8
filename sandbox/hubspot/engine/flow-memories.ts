import type { ListStore } from '../store/list-store.ts';
import { findObjectType } from '../store/object-types.ts';
import type { Portal } from '../store/portal.ts';
import type { FlowMemory } from './enrolment.ts';
import { meetsBranch, UnsupportedFilter } from './evaluate-filter.ts';
import type { FilterBranch, Flow } from './flow-document.ts';
import { recordSubject } from './record-subject.ts';

/** The memory of each flow. */
export class FlowMemories {
  readonly #portal: Portal;
  readonly #lists: ListStore;
  readonly #memories = new Map<string, FlowMemory>();

  constructor(portal: Portal, lists: ListStore) {
    this.#portal = portal;
    this.#lists = lists;
  }

  of(flowId: string): FlowMemory {
    const memory = this.#memories.get(flowId);
    if (!memory) throw new Error(`flow ${flowId} was never looked at (this is a bug)`);
    return memory;
  }

  /**
   * Takes stock of a new or edited flow. Records that meet its criteria already are not enrolled by that, as when a
   * person turns a flow on for new records only.
   *
   * @param asEnrolledBefore counts those records as having been through the flow in the past
   */
  remember(flow: Flow, { asEnrolledBefore }: { asEnrolledBefore: boolean }): void {
    const criteria = flow.enrollmentCriteria;
    const meeting = new Set(
      criteria?.type === 'LIST_BASED' ? this.#meeting(flow, criteria.listFilterBranch) : [],
    );
    const triggers = criteria?.type === 'LIST_BASED' ? criteria.reEnrollmentTriggersFilterBranches : [];
    const former = this.#memories.get(flow.id)?.enrolledBefore ?? [];
    this.#memories.set(flow.id, {
      meeting,
      triggersMet: triggers.map(
        (branch) => new Set(branch.filterBranchType === 'UNIFIED_EVENTS' ? [] : this.#meeting(flow, branch)),
      ),
      enrolledBefore: new Set([...former, ...(asEnrolledBefore ? meeting : [])]),
    });
  }

  forget(flowId: string): void {
    this.#memories.delete(flowId);
  }

  #meeting(flow: Flow, branch: FilterBranch): string[] {
    const type = findObjectType(flow.objectTypeId);
    if (!type) return [];
    try {
      return this.#portal
        .list(type)
        .filter((record) => meetsBranch(branch, recordSubject(this.#portal, this.#lists, record)))
        .map((record) => record.id);
    } catch (error) {
      // The engine says so when a change makes it look at the flow.
      if (error instanceof UnsupportedFilter) return [];
      throw error;
    }
  }
}
