import { asObject, idOf, member, textOf } from './json-shape.ts';

/** What is known of a list that a flow looks at. */
export type ListReading =
  /** Its members follow a filter. */
  | {
      readonly kind: 'dynamic';
      readonly name: string;
      readonly objectTypeId: string | null;
      readonly filterBranch: unknown;
    }
  /** Its members were put in; a tag does not make a record one of them. */
  | { readonly kind: 'fixed'; readonly name: string }
  /** `why` completes "the list cannot be judged: ". */
  | { readonly kind: 'unknown'; readonly why: string };

/** The lists of an account, as far as they were read. */
export interface ListBook {
  /** A list by the id the lists API gives it. */
  byListId(listId: string): ListReading;
  /**
   * What an id in `suppressionListIds` may mean. HubSpot does not say whether it is the lists API's id or the one
   * older lists had before: an id that is both is answered with both.
   */
  byExclusionId(listId: string): readonly ListReading[];
  /** False when HubSpot did not tell the older ids. */
  readonly knowsOlderIds: boolean;
  /** True for an id in `suppressionListIds` that is an older one and nothing else. */
  isOlderId(listId: string): boolean;
}

const NOT_READ: ListReading = { kind: 'unknown', why: 'it was not read' };

/** For documents without an account to ask. */
export const NO_LISTS: ListBook = {
  byListId: () => NOT_READ,
  byExclusionId: () => [NOT_READ],
  knowsOlderIds: false,
  isOlderId: () => false,
};

/**
 * A book of lists that were read.
 *
 * @param legacy the lists API's id for each older id that was found; null when nobody could say
 */
export function listBook(
  lists: ReadonlyMap<string, ListReading>,
  legacy: ReadonlyMap<string, string> | null = new Map(),
): ListBook {
  const byListId = (listId: string): ListReading => lists.get(listId) ?? NOT_READ;
  return {
    byListId,
    byExclusionId(listId) {
      if (!legacy) return [byListId(listId), { kind: 'unknown', why: 'its id may be an older one' }];
      const mapped = legacy.get(listId);
      if (mapped === undefined || mapped === listId) return [byListId(listId)];
      return lists.has(listId) ? [byListId(listId), byListId(mapped)] : [byListId(mapped)];
    },
    knowsOlderIds: legacy !== null,
    isOlderId(listId) {
      const mapped = legacy?.get(listId);
      return mapped !== undefined && mapped !== listId && !lists.has(listId);
    },
  };
}

/** Reads a list of the lists API, bare or in its `list` envelope. Never throws. */
export function readList(raw: unknown): ListReading {
  const outer = asObject(raw);
  const list = outer && (asObject(member(outer, 'list')) ?? outer);
  if (!list) return { kind: 'unknown', why: 'it is no list' };
  const name = textOf(member(list, 'name')) ?? idOf(member(list, 'listId')) ?? 'without a name';
  const processing = member(list, 'processingType');
  if (processing === 'MANUAL' || processing === 'SNAPSHOT') return { kind: 'fixed', name };
  const filterBranch = member(list, 'filterBranch');
  if (processing !== 'DYNAMIC' || !asObject(filterBranch))
    return { kind: 'unknown', why: `the filter of "${name}" is not shown` };
  const status = member(list, 'processingStatus');
  if (status !== undefined && status !== 'COMPLETE')
    return { kind: 'unknown', why: `"${name}" is still being worked out` };
  return { kind: 'dynamic', name, objectTypeId: textOf(member(list, 'objectTypeId')), filterBranch };
}

/** The id of a list of the lists API; null when it has none. */
export function listIdOf(raw: unknown): string | null {
  const outer = asObject(raw);
  const list = outer && (asObject(member(outer, 'list')) ?? outer);
  return list && idOf(member(list, 'listId'));
}
