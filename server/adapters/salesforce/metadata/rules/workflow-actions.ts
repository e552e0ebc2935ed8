import type { AutomationNode, WriteNode } from '../../../../../src/domain/guard/automation.ts';
import { writtenName } from '../field-names.ts';
import { recordKindOf, relatedObject } from '../record-objects.ts';
import { all, text, type XmlObject } from '../xml-shape.ts';
import { writes } from './rule-automation.ts';

/** The actions that the rules and approvals of one object share, by name. */
export interface WorkflowActions {
  readonly object: string;
  readonly fieldUpdates: ReadonlyMap<string, XmlObject>;
}

/** @param document the object's workflow file; null when it is not there */
export function workflowActions(object: string, document: XmlObject | null): WorkflowActions {
  return {
    object,
    fieldUpdates: new Map(
      all(document, 'fieldUpdates').map((update) => [text(update, 'fullName') ?? '', update]),
    ),
  };
}

const TELLING: ReadonlySet<string | null> = new Set(['Alert', 'Task']);

/** One action of a rule, by its name and type. An action that cannot be looked into stays opaque. */
export function actionNode(
  action: XmlObject,
  id: string,
  next: readonly string[],
  { object, fieldUpdates }: WorkflowActions,
): AutomationNode {
  const type = text(action, 'type');
  const name = text(action, 'name') ?? 'without a name';
  if (TELLING.has(type)) return { kind: 'harmless', id, next };
  if (type === 'OutboundMessage')
    return { kind: 'opaque', id, what: `the call to another system (outbound message ${name})`, next };
  const update = type === 'FieldUpdate' ? fieldUpdates.get(name) : undefined;
  const field = text(update ?? null, 'field');
  if (!update || field === null)
    return {
      kind: 'opaque',
      id,
      what: `the action ${name} (${type ?? 'of no type'}), which is not in the files,`,
      next,
    };
  const parent = text(update, 'targetObject');
  if (parent === null) return writes(id, writtenName(object, field), next, howOf(update));
  const related = relatedObject(object, parent.replace(/Id$/, ''));
  return {
    ...writes(id, writtenName(related, field), next, howOf(update)),
    target: { kind: 'associated', recordKind: recordKindOf(related) },
  };
}

function howOf(update: XmlObject): WriteNode['how'] {
  switch (text(update, 'operation')) {
    case 'Null':
      return 'clears';
    case 'Formula':
      return 'copies a value into';
    default:
      return 'sets';
  }
}
