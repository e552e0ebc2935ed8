import type {
  Automation,
  AutomationNode,
  Entry,
  Exclusion,
  RecordKind,
} from '../../../../src/domain/guard/automation.ts';
import { type Condition, notUnderstood } from '../../../../src/domain/guard/condition.ts';
import { asList, asObject, idOf, inWords, isAbsent, type JsonObject, member, textOf } from './json-shape.ts';
import { type ListBook, NO_LISTS } from './lists.ts';
import { type ActionContext, type CheckAction, readAction } from './read-action.ts';
import { type FilterContext, readFilterBranch, readMembership } from './read-filter.ts';

export interface FlowReadingOptions {
  /** The lists that filters look at; without them no list is judged. */
  readonly lists?: ListBook;
  /** Handrail's own workflow actions that answer whether a record is on hold. */
  readonly checkActions?: readonly CheckAction[];
}

/** A flow in the domain's terms, or why there is none. */
export type FlowReading =
  | { readonly kind: 'read'; readonly automation: Automation }
  /** `why` completes "It could not be read: ". */
  | { readonly kind: 'unreadable'; readonly id: string; readonly name: string; readonly why: string };

/**
 * Reads a flow of HubSpot's automation API (v4 or 2026-09-beta). The API is in beta and its documents may be
 * partial, so nothing is required: what is missing or unknown becomes a doubt or an opaque action. Never throws,
 * whatever JSON it is given.
 */
export function readFlow(raw: unknown, options: FlowReadingOptions = {}): FlowReading {
  const flow = asObject(raw);
  if (!flow) return { kind: 'unreadable', id: 'unknown', name: '', why: 'it is no workflow document' };
  const id = idOf(member(flow, 'id')) ?? 'unknown';
  const name = textOf(member(flow, 'name')) ?? `workflow ${id}`;
  const actions = asList(member(flow, 'actions'));
  if (!actions) return { kind: 'unreadable', id, name, why: 'HubSpot answered without its actions' };
  return { kind: 'read', automation: automationOf(flow, { id, name }, actions, options) };
}

function automationOf(
  flow: JsonObject,
  { id, name }: Pick<Automation, 'id' | 'name'>,
  actions: readonly unknown[],
  { lists = NO_LISTS, checkActions = [] }: FlowReadingOptions,
): Automation {
  const doubts = new Set<string>();
  const doubt = (what: string) => void doubts.add(what);
  const objectTypeId = objectTypeOf(flow);
  const context: FilterContext = { lists, objectTypeId };
  for (const what of frameDoubts(flow)) doubt(what);
  const nodes = readNodes(actions, {
    ...context,
    checkActions,
    actionTypeIds: typesOf(actions),
    doubt,
  });
  for (const [nodeId, node] of nodes) {
    const ways = node.kind === 'fork' ? [...node.arms.flatMap(({ next }) => next), ...node.next] : node.next;
    for (const next of ways)
      if (!nodes.has(next)) doubt(`action ${nodeId} leads to action ${next}, which is not there`);
  }
  return {
    id,
    name,
    revision: idOf(member(flow, 'revisionId')),
    enabled: member(flow, 'isEnabled') !== false,
    recordKind: recordKindOf(objectTypeId),
    entry: readEntry(member(flow, 'enrollmentCriteria'), context),
    exclusions: readExclusions(flow, context, doubt),
    start: startOf(flow, nodes, doubt),
    nodes,
    pausesAnywhere: hasTimes(member(flow, 'timeWindows')) || hasTimes(member(flow, 'blockedDates')),
    doubts: [...doubts],
  };
}

/** Doubts about the document as a whole. */
function frameDoubts(flow: JsonObject): readonly string[] {
  const type = member(flow, 'type');
  const flowType = member(flow, 'flowType');
  const status = member(flow, 'crmObjectCreationStatus');
  return [
    ...(type === 'PLATFORM_FLOW' || type === 'CONTACT_FLOW'
      ? []
      : [`it is of the unknown type ${inWords(type)}`]),
    ...(isAbsent(flowType) || flowType === 'WORKFLOW'
      ? []
      : [`its flow type is ${inWords(flowType)}, not WORKFLOW`]),
    ...(isAbsent(status) || status === 'COMPLETE' ? [] : ['HubSpot is still creating it']),
    ...(objectTypeOf(flow) === null ? ['it does not say on which records it works'] : []),
  ];
}

function objectTypeOf(flow: JsonObject): string | null {
  return textOf(member(flow, 'objectTypeId')) ?? (member(flow, 'type') === 'CONTACT_FLOW' ? '0-1' : null);
}

const RECORD_KINDS: ReadonlyMap<string, RecordKind> = new Map([
  ['0-1', 'contact'],
  ['0-2', 'company'],
  ['0-3', 'deal'],
  ['0-5', 'ticket'],
]);

function recordKindOf(objectTypeId: string | null): RecordKind {
  return objectTypeId === null ? 'unknown' : (RECORD_KINDS.get(objectTypeId) ?? 'other');
}

function typesOf(actions: readonly unknown[]): ReadonlyMap<string, string> {
  return new Map(
    actions.flatMap((raw): readonly [string, string][] => {
      const action = asObject(raw);
      if (!action || member(action, 'type') !== 'SINGLE_CONNECTION') return [];
      const id = idOf(member(action, 'actionId'));
      const type = idOf(member(action, 'actionTypeId'));
      return id !== null && type !== null ? [[id, type]] : [];
    }),
  );
}

function readNodes(actions: readonly unknown[], context: ActionContext): ReadonlyMap<string, AutomationNode> {
  const nodes = new Map<string, AutomationNode>();
  for (const raw of actions) {
    const action = asObject(raw);
    const id = action && idOf(member(action, 'actionId'));
    if (!action || id === null) context.doubt('an action has no id');
    else if (nodes.has(id)) context.doubt(`two actions have the id ${id}`);
    else nodes.set(id, readAction(id, action, context));
  }
  return nodes;
}

/** Without a beginning every action may be one. */
function startOf(
  flow: JsonObject,
  nodes: ReadonlyMap<string, AutomationNode>,
  doubt: (what: string) => void,
): readonly string[] {
  const start = idOf(member(flow, 'startActionId'));
  if (start !== null && nodes.has(start)) return [start];
  if (nodes.size > 0 || start !== null) doubt('it does not say with which action it begins');
  return [...nodes.keys()];
}

function readEntry(raw: unknown, context: FilterContext): Entry {
  if (isAbsent(raw)) return { condition: null, removesWhenUnmet: false };
  const criteria = asObject(raw);
  switch (criteria && member(criteria, 'type')) {
    case 'MANUAL':
      return { condition: null, removesWhenUnmet: false };
    case 'LIST_BASED':
      return {
        condition: readFilterBranch(criteria && member(criteria, 'listFilterBranch'), context),
        removesWhenUnmet: criteria !== null && member(criteria, 'unEnrollObjectsNotMeetingCriteria') === true,
      };
    case 'EVENT_BASED':
      return { condition: eventCondition(criteria ?? {}, context), removesWhenUnmet: false };
    default:
      return {
        condition: notUnderstood(`enrolment of the type ${inWords(criteria && member(criteria, 'type'))}`),
        removesWhenUnmet: false,
      };
  }
}

/** The events themselves say nothing about the record as it is; what refines them does. */
function eventCondition(criteria: JsonObject, context: FilterContext): Condition {
  const refinement = member(criteria, 'refinementCriteria');
  const lists = asList(member(criteria, 'listMembershipFilterBranches')) ?? [];
  return {
    kind: 'all',
    of: [
      { kind: 'elsewhere' },
      ...(isAbsent(refinement) ? [] : [readFilterBranch(refinement, context)]),
      ...lists.map((branch) => readFilterBranch(branch, context)),
    ],
  };
}

/**
 * HubSpot documents the exclusion filter for platform flows and the exclusion lists for contact flows; of each on
 * the other type, and of goals, nobody knows what they do to a held record, so they are read with a doubt.
 */
function readExclusions(
  flow: JsonObject,
  context: FilterContext,
  doubt: (what: string) => void,
): readonly Exclusion[] {
  const isContact = member(flow, 'type') === 'CONTACT_FLOW';
  const filter = filterExclusion(flow, context);
  const goal = member(flow, 'goalFilterBranch');
  return [
    ...filter.map((one) => (isContact ? doubtful(one, 'an exclusion filter on a contact workflow') : one)),
    ...listExclusions(flow, context, doubt).map((one) =>
      isContact ? one : doubtful(one, 'exclusion lists on a workflow that is not for contacts'),
    ),
    ...(asObject(goal) === null || isEmpty(goal)
      ? []
      : [
          doubtful(
            { means: 'filter', label: 'its goal', condition: readFilterBranch(goal, context) },
            'a goal, which may not keep records out',
          ),
        ]),
  ];
}

function filterExclusion(flow: JsonObject, context: FilterContext): readonly Exclusion[] {
  const branch = member(flow, 'suppressionFilterBranch');
  if (isAbsent(branch) || isEmpty(branch)) return [];
  return [{ means: 'filter', label: 'its exclusion filter', condition: readFilterBranch(branch, context) }];
}

function listExclusions(
  flow: JsonObject,
  context: FilterContext,
  doubt: (what: string) => void,
): readonly Exclusion[] {
  const raw = member(flow, 'suppressionListIds');
  if (isAbsent(raw)) return [];
  const ids = asList(raw);
  if (!ids) doubt('its exclusion lists are no list');
  return (ids ?? []).map((one): Exclusion => {
    const listId = idOf(one);
    const readings = listId === null ? [] : context.lists.byExclusionId(listId);
    const names = readings.flatMap((reading) => (reading.kind === 'unknown' ? [] : [`"${reading.name}"`]));
    return {
      means: 'list',
      label: `its exclusion list ${names.join(' or ') || String(listId)}`,
      condition: exclusionByLists(readings.map((reading) => readMembership(reading, context))),
    };
  });
}

/** An id that may mean two lists guards only if both do. */
function exclusionByLists(memberships: readonly Condition[]): Condition {
  const [only] = memberships;
  if (!only) return notUnderstood('an exclusion list without an id');
  if (memberships.length === 1) return only;
  const both: Condition = { kind: 'all', of: memberships };
  const either: Condition = {
    kind: 'any',
    of: [both, notUnderstood('an id that may mean either of two lists')],
  };
  return { kind: 'all', of: [both, either] };
}

function doubtful(exclusion: Exclusion, what: string): Exclusion {
  return { ...exclusion, condition: { kind: 'all', of: [exclusion.condition, notUnderstood(what)] } };
}

function isEmpty(value: unknown): boolean {
  const object = asObject(value);
  return object !== null && Object.keys(object).length === 0;
}

/** Time windows and blocked days, or anything in their place that is not an empty list. */
function hasTimes(raw: unknown): boolean {
  return !isAbsent(raw) && asList(raw)?.length !== 0;
}
