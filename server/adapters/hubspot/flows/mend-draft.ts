import { type ChangeLine, compareJson } from '../../../../src/domain/guard/mend/compare-json.ts';
import type {
  AutomationDocument,
  Mendable,
  MendDraft,
  NoMendDraft,
} from '../../../../src/domain/guard/mend/mend.ts';
import { HUBSPOT_TYPE_ID } from '../paths.ts';
import { HOLD_BRANCH, HOLD_FILTER, orOf } from './hold-filter.ts';
import { asList, asObject, idOf, isAbsent, type JsonObject, member } from './json-shape.ts';
import { type ListBook, type ListReading, NO_LISTS } from './lists.ts';
import { type FlowReadingOptions, readFlow } from './read-flow.ts';

/** What the list of tagged contacts is called in an account. It is known again by this name and its filter. */
export const HOLD_LIST_NAME = 'Handrail: routing hold';
/** Stands in a draft for the id of the list while there is none. */
export const HOLD_LIST_TO_BE_MADE = `the id of the new list "${HOLD_LIST_NAME}"`;

/** The list as it is read once it is there. */
export const HOLD_LIST: ListReading = {
  kind: 'dynamic',
  name: HOLD_LIST_NAME,
  objectTypeId: HUBSPOT_TYPE_ID.contact,
  filterBranch: HOLD_FILTER,
};

/** What can be done about a flow that was read. */
export function mendableOf(raw: unknown, options: FlowReadingOptions): Mendable {
  const document = asObject(raw) ?? {};
  return {
    document,
    revision: idOf(member(document, 'revisionId')),
    draft: () => draftMend(document, options),
  };
}

/**
 * Works out the one change that makes a flow keep held records out, by the shape of HubSpot's documents: deal, company
 * and ticket flows have an exclusion filter, contact flows exclusion lists only. What keeps records out already stays:
 * our filter is added as a further alternative. Pure; whether the flow then respects the hold is judged elsewhere.
 */
export function draftMend(
  document: AutomationDocument,
  options: FlowReadingOptions = {},
): MendDraft | NoMendDraft {
  if (idOf(member(document, 'revisionId')) === null)
    return none(
      'no_revision',
      'HubSpot names no revision of it, so nobody could tell whether it was edited meanwhile.',
    );
  if (member(document, 'crmObjectCreationStatus') !== 'COMPLETE')
    return none('still_being_created', 'HubSpot is still creating it. Try again in a minute.');
  const flowType = member(document, 'flowType');
  if (!isAbsent(flowType) && flowType !== 'WORKFLOW')
    return none('not_a_workflow', 'It is not a workflow but a set of actions, which has no exclusion.');
  switch (member(document, 'type')) {
    case 'PLATFORM_FLOW':
      return draftFilter(document, options);
    case 'CONTACT_FLOW':
      return draftList(document, options);
    default:
      return none('not_a_workflow', 'It is of a type that is not known.');
  }
}

const RECORDS: ReadonlyMap<unknown, string> = new Map([
  [HUBSPOT_TYPE_ID.deal, 'Deals'],
  [HUBSPOT_TYPE_ID.company, 'Companies'],
  [HUBSPOT_TYPE_ID.ticket, 'Tickets'],
]);

function draftFilter(document: AutomationDocument, options: FlowReadingOptions): MendDraft | NoMendDraft {
  const records = RECORDS.get(member(document, 'objectTypeId'));
  if (records === undefined)
    return none('records_not_tagged', 'It works on records that Handrail never puts on hold.');
  const present = member(document, 'suppressionFilterBranch');
  const merged = withHold(present);
  if (!merged)
    return none(
      'exclusion_not_readable',
      'Its exclusion filter is hidden or not in a form that is known, so nothing can be added to it safely.',
    );
  const before = merged === HOLD_FILTER ? '' : ' What it kept out before it still keeps out.';
  return draftOf(document, { suppressionFilterBranch: merged }, options, {
    way: 'exclusion_filter',
    makes: null,
    sentence: `${records} on hold are kept out, and taken out when they are tagged while inside.${before}`,
  });
}

/** The filter "what was excluded, or on hold"; null when what is there cannot be carried over. */
function withHold(present: unknown): JsonObject | null {
  if (isAbsent(present)) return HOLD_FILTER;
  const root = asObject(present);
  if (!root || holdsHidden(root, 0)) return null;
  if (Object.keys(root).length === 0) return HOLD_FILTER;
  const branches = member(root, 'filterBranches');
  if (member(root, 'filterBranchType') === 'OR' && (isAbsent(branches) || asList(branches)))
    return { ...root, filterBranches: [...(asList(branches) ?? []), HOLD_BRANCH] };
  return orOf([root, HOLD_BRANCH]);
}

/** HubSpot hides parts of a filter from some tokens: sending back what is left would lose them. */
function holdsHidden(branch: JsonObject, depth: number): boolean {
  if (depth > DEEPEST || member(branch, 'filterBranchType') === 'RESTRICTED') return true;
  return (asList(member(branch, 'filterBranches')) ?? []).some((inner) => {
    const object = asObject(inner);
    return object !== null && holdsHidden(object, depth + 1);
  });
}

const DEEPEST = 40;

function draftList(document: AutomationDocument, options: FlowReadingOptions): MendDraft | NoMendDraft {
  const present = member(document, 'suppressionListIds');
  const ids = isAbsent(present) ? [] : asList(present);
  if (!ids || ids.some((id) => idOf(id) === null))
    return none('exclusion_not_readable', 'Its exclusion lists are not in a form that is known.');
  const { lists = NO_LISTS } = options;
  if (ids.some((id) => lists.isOlderId(idOf(id) ?? '')))
    return none(
      'older_list_ids',
      'Its exclusion lists are named by the ids they had before the lists API, and HubSpot tells no such id of a new list.',
    );
  return draftWithList(document, HOLD_LIST_TO_BE_MADE, options);
}

/**
 * The draft of a contact flow with a list of held contacts among its exclusion lists.
 *
 * @param listId the list's id, or what stands for it; it is read as the list of held contacts whatever HubSpot says
 */
export function draftWithList(
  document: AutomationDocument,
  listId: number | typeof HOLD_LIST_TO_BE_MADE,
  options: FlowReadingOptions,
): MendDraft {
  const present = asList(member(document, 'suppressionListIds')) ?? [];
  const isThere = present.some((id) => idOf(id) === String(listId));
  const suppressionListIds = isThere ? present : [...present, listId];
  const lists = withHoldList(options.lists ?? NO_LISTS, String(listId));
  return draftOf(
    document,
    { suppressionListIds },
    { ...options, lists },
    {
      way: 'exclusion_list',
      makes:
        listId === HOLD_LIST_TO_BE_MADE ? `the active list "${HOLD_LIST_NAME}" of contacts on hold` : null,
      sentence: `The list "${HOLD_LIST_NAME}" joins its exclusion lists: contacts on hold are kept out, and taken out when they are tagged while inside.${present.length > 0 ? ' Its other exclusion lists stay.' : ''}`,
    },
  );
}

/** The lists of an account with the list of held contacts among them: a new one takes HubSpot a while to work out. */
function withHoldList(lists: ListBook, holdListId: string): ListBook {
  return {
    ...lists,
    byListId: (listId) => (listId === holdListId ? HOLD_LIST : lists.byListId(listId)),
    byExclusionId(listId) {
      if (listId !== holdListId) return lists.byExclusionId(listId);
      // What else the number may mean still counts.
      return [HOLD_LIST, ...lists.byExclusionId(listId).slice(1)];
    },
  };
}

function draftOf(
  document: AutomationDocument,
  change: AutomationDocument,
  options: FlowReadingOptions,
  { way, makes, sentence }: Pick<MendDraft, 'way' | 'makes'> & { readonly sentence: string },
): MendDraft {
  const changed = { ...document, ...change };
  const reading = readFlow(changed, options);
  if (reading.kind !== 'read') throw new Error('a draft of an unreadable flow was made (this is a bug)');
  const lines = compareJson(document, changed, 1).map((line): ChangeLine => ({ ...line, sentence }));
  return { kind: 'draft', way, document: changed, automation: reading.automation, lines, makes };
}

function none(code: NoMendDraft['code'], why: string): NoMendDraft {
  return { kind: 'none', code, why };
}
