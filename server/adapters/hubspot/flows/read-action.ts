import type { AutomationNode, ForkArm, WriteTarget } from '../../../../src/domain/guard/automation.ts';
import { type Condition, notUnderstood } from '../../../../src/domain/guard/condition.ts';
import { ACTION_TYPES, associatedKind } from './action-types.ts';
import { asList, asObject, idOf, inWords, isAbsent, type JsonObject, member, textOf } from './json-shape.ts';
import { type FilterContext, readFilterBranch } from './read-filter.ts';

/** The workflow action with which a flow asks Handrail whether a record is on hold. */
export interface CheckAction {
  /** Such as `1-3700100`. */
  readonly actionTypeId: string;
  /** The output that says `true` for a record on hold. */
  readonly output: string;
}

export interface ActionContext extends FilterContext {
  readonly checkActions: readonly CheckAction[];
  /** The type of each action of the flow that has one, such as `0-5`, by the action's id. */
  readonly actionTypeIds: ReadonlyMap<string, string>;
  /** Takes a note of something that is not understood, in words. */
  readonly doubt: (what: string) => void;
}

/** Reads one action of a flow. Never throws: an action it does not know becomes an opaque node. */
export function readAction(id: string, action: JsonObject, context: ActionContext): AutomationNode {
  const type = member(action, 'type');
  switch (type) {
    case 'SINGLE_CONNECTION':
      return readSingle(id, action, context);
    case 'LIST_BRANCH':
    case 'STATIC_BRANCH':
    case 'AB_TEST_BRANCH':
      return readFork(id, type, action, context);
    case 'CUSTOM_CODE':
      return { kind: 'opaque', id, what: 'custom code', next: nextOf(action, context, id) };
    case 'WEBHOOK':
      return {
        kind: 'opaque',
        id,
        what: 'a call to another system (webhook)',
        next: nextOf(action, context, id),
      };
    default:
      return {
        kind: 'opaque',
        id,
        what: `an action of a kind that is not known (${inWords(type)})`,
        next: everyNext(action),
      };
  }
}

function readSingle(id: string, action: JsonObject, context: ActionContext): AutomationNode {
  const next = nextOf(action, context, id);
  const actionTypeId = idOf(member(action, 'actionTypeId')) ?? 'none';
  if (checkOf(id, context)) return { kind: 'check', id, next };
  const does = ACTION_TYPES.get(actionTypeId);
  if (does === 'harmless' || does === 'pause') return { kind: does, id, next };
  const fields = asObject(member(action, 'fields'));
  if (!does || !fields) {
    const origin = actionTypeId.startsWith('0-')
      ? 'an action of the type'
      : "another app's action of the type";
    const what = does ? `an action of the type ${actionTypeId} without fields` : `${origin} ${actionTypeId}`;
    return { kind: 'opaque', id, what, next };
  }
  for (const key of Object.keys(fields)) {
    if (MAY_NAME_A_RECORD.test(key) && !KNOWN_FIELDS.has(key))
      context.doubt(`action ${id} has the field "${key}", which may name another record`);
  }
  switch (does) {
    case 'set':
      return setProperty(id, fields, next);
    case 'rotate':
      return rotate(id, fields, next);
    case 'copy':
      return copyProperty(id, fields, next);
    case 'enrol':
      return enrol(id, fields, next);
  }
}

function checkOf(id: string, { actionTypeIds, checkActions }: ActionContext): CheckAction | undefined {
  const type = actionTypeIds.get(id);
  return checkActions.find(({ actionTypeId }) => actionTypeId === type);
}

const MAY_NAME_A_RECORD = /associat|target|object|record/i;
const KNOWN_FIELDS: ReadonlySet<string> = new Set(['association', 'target_property']);

function setProperty(id: string, fields: JsonObject, next: readonly string[]): AutomationNode {
  const property = textOf(member(fields, 'property_name'));
  if (property === null)
    return { kind: 'opaque', id, what: '"Set property" without the name of a property', next };
  const value = asObject(member(fields, 'value'));
  const isCleared =
    value === null || (member(value, 'type') === 'STATIC_VALUE' && !member(value, 'staticValue'));
  return {
    kind: 'write',
    id,
    property,
    target: targetOf(member(fields, 'association')),
    how: isCleared ? 'clears' : 'sets',
    onlyWhenEmpty: false,
    next,
  };
}

/** Without a target it is taken to rotate the record's owner, which is what it was made for. */
function rotate(id: string, fields: JsonObject, next: readonly string[]): AutomationNode {
  return {
    kind: 'write',
    id,
    property: textOf(member(fields, 'target_property')) ?? 'hubspot_owner_id',
    target: { kind: 'record' },
    how: 'rotates',
    onlyWhenEmpty: inWords(member(fields, 'overwrite_current_owner')) === 'false',
    next,
  };
}

/** Its association names the record it copies from. */
function copyProperty(id: string, fields: JsonObject, next: readonly string[]): AutomationNode {
  const property = textOf(member(fields, 'target_property'));
  if (property === null)
    return { kind: 'opaque', id, what: '"Copy property" without the name of a target', next };
  const target: WriteTarget = { kind: 'record' };
  return { kind: 'write', id, property, target, how: 'copies a value into', onlyWhenEmpty: false, next };
}

function enrol(id: string, fields: JsonObject, next: readonly string[]): AutomationNode {
  const automationId = idOf(member(fields, 'flow_id'));
  if (automationId !== null) return { kind: 'enrol', id, automationId, next };
  return { kind: 'opaque', id, what: 'enrolment in a workflow that it does not name', next };
}

function targetOf(association: unknown): WriteTarget {
  if (isAbsent(association)) return { kind: 'record' };
  return { kind: 'associated', recordKind: associatedKind(association) };
}

function readFork(
  id: string,
  type: 'LIST_BRANCH' | 'STATIC_BRANCH' | 'AB_TEST_BRANCH',
  action: JsonObject,
  context: ActionContext,
): AutomationNode {
  const raw = asList(member(action, BRANCHES_OF[type]));
  if (!raw) context.doubt(`action ${id} has no list of branches`);
  const arms = (raw ?? []).map((one, at): ForkArm => {
    const arm = asObject(one);
    if (!arm) context.doubt(`branch ${at + 1} of action ${id} is no branch`);
    return {
      label:
        (arm && (textOf(member(arm, 'branchName')) ?? textOf(member(arm, 'branchValue')))) ?? `${at + 1}`,
      condition: arm ? armCondition(type, arm, action, context) : notUnderstood('a branch that is no branch'),
      next: arm ? connectionOf(member(arm, 'connection'), context, id) : [],
    };
  });
  return {
    kind: 'fork',
    id,
    arms,
    otherwise: textOf(member(action, 'defaultBranchName')) ?? 'otherwise',
    next: connectionOf(member(action, 'defaultBranch'), context, id),
  };
}

const BRANCHES_OF = {
  LIST_BRANCH: 'listBranches',
  STATIC_BRANCH: 'staticBranches',
  AB_TEST_BRANCH: 'testBranches',
} as const;

function armCondition(
  type: keyof typeof BRANCHES_OF,
  arm: JsonObject,
  action: JsonObject,
  context: ActionContext,
): Condition {
  if (type === 'AB_TEST_BRANCH') return { kind: 'elsewhere' };
  if (type === 'LIST_BRANCH') return readFilterBranch(member(arm, 'filterBranch'), context);
  const value = member(arm, 'branchValue');
  const input = asObject(member(action, 'inputValue'));
  if (typeof value !== 'string' || !input) return notUnderstood('a branch without a value');
  const test = { kind: 'one_of', values: [value] } as const;
  switch (member(input, 'type')) {
    case 'OBJECT_PROPERTY': {
      const property = textOf(member(input, 'propertyName'));
      return property === null ? notUnderstood('a branch on no property') : { kind: 'field', property, test };
    }
    case 'FIELD_DATA': {
      const nodeId = idOf(member(input, 'actionId')) ?? '';
      const check = checkOf(nodeId, context);
      if (check?.output === member(input, 'dataKey')) return { kind: 'answer', nodeId, test };
      // HubSpot's own actions do not answer about the hold; code and other apps may.
      return ACTION_TYPES.has(context.actionTypeIds.get(nodeId) ?? '')
        ? { kind: 'elsewhere' }
        : notUnderstood(`a branch on what action ${nodeId || 'unknown'} answers`);
    }
    case 'STATIC_VALUE':
    case 'TIMESTAMP':
      return { kind: 'elsewhere' };
    default:
      return notUnderstood(`a branch on ${inWords(member(input, 'type'))}`);
  }
}

function nextOf(action: JsonObject, context: ActionContext, id: string): readonly string[] {
  return connectionOf(member(action, 'connection'), context, id);
}

function connectionOf(raw: unknown, { doubt }: ActionContext, id: string): readonly string[] {
  if (isAbsent(raw)) return [];
  const connection = asObject(raw);
  const next = connection && idOf(member(connection, 'nextActionId'));
  if (!connection || next === null) {
    doubt(`action ${id} has a connection that leads nowhere`);
    return [];
  }
  const edge = member(connection, 'edgeType');
  if (edge !== 'STANDARD' && edge !== 'GOTO')
    doubt(`action ${id} has a connection of the type ${inWords(edge)}`);
  return [next];
}

/** Where an action of an unknown kind may lead: every action it names as a next one, at any depth. */
function everyNext(action: JsonObject): readonly string[] {
  const found = new Set<string>();
  const left: unknown[] = [action];
  for (let value = left.pop(); value !== undefined; value = left.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      const id = key === 'nextActionId' ? idOf(inner) : null;
      if (id !== null) found.add(id);
      else left.push(inner);
    }
  }
  return [...found];
}
