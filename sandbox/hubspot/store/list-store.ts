import type { FilterBranch } from '../engine/flow-document.ts';
import { notFound } from '../hubspot-error.ts';
import type { ObjectType } from './object-types.ts';

/** A list of records: DYNAMIC ones follow their filter, MANUAL ones hold what was put in. */
export interface PortalList {
  readonly listId: string;
  readonly name: string;
  readonly objectType: ObjectType;
  readonly processingType: 'DYNAMIC' | 'MANUAL' | 'SNAPSHOT';
  readonly filterBranch?: FilterBranch;
  /** The id an older list had before the lists API. */
  readonly legacyListId?: string;
  readonly createdAt: number;
  /** Members of a list that does not follow a filter, with the time they joined. */
  readonly members: Map<string, number>;
}

/** The portal's lists. */
export class ListStore {
  readonly #lists = new Map<string, PortalList>();
  #nextId = 1;

  add(list: Omit<PortalList, 'listId' | 'members'>): PortalList {
    const added = { ...list, listId: String(this.#nextId++), members: new Map() };
    this.#lists.set(added.listId, added);
    return added;
  }

  all(): PortalList[] {
    return [...this.#lists.values()];
  }

  find(listId: string): PortalList | undefined {
    return this.#lists.get(listId);
  }

  /** @throws HubspotError 404 when there is no such list */
  require(listId: string): PortalList {
    const list = this.#lists.get(listId);
    if (!list) throw notFound(`List ${listId} does not exist`);
    return list;
  }

  delete(listId: string): void {
    this.require(listId);
    this.#lists.delete(listId);
  }
}
