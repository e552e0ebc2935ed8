import type { Automation, AutomationNode, FieldNames } from '../../../../../src/domain/guard/automation.ts';
import { all, flag, text, type XmlObject } from '../xml-shape.ts';
import { readCriteria } from './read-criteria.ts';
import { BEGINNING, ruleAutomation } from './rule-automation.ts';
import { actionNode, type WorkflowActions, workflowActions } from './workflow-actions.ts';

/**
 * The workflow rules of an object. Actions on a timer come after a wait: whether a record that was tagged meanwhile
 * is taken out of the queue in time is not relied on.
 *
 * @param object such as `Lead`: the name of the file
 */
export function readWorkflowRules(
  object: string,
  document: XmlObject,
  names: FieldNames,
): readonly Automation[] {
  const actions = workflowActions(object, document);
  return all(document, 'rules').map((rule, at) => {
    const name = text(rule, 'fullName') ?? String(at + 1);
    return ruleAutomation({
      id: `${object}.${name} (workflow rule)`,
      name,
      object,
      enabled: flag(rule, 'active'),
      entry: readCriteria(rule, object, names),
      nodes: nodesOf(rule, actions),
    });
  });
}

function nodesOf(rule: XmlObject, actions: WorkflowActions): readonly AutomationNode[] {
  const immediate = chain(all(rule, 'actions'), '', actions);
  const timers = all(rule, 'workflowTimeTriggers').flatMap((timer, at): readonly AutomationNode[] => {
    const id = `Timer ${at + 1}`;
    const later = chain(all(timer, 'actions'), `${id}: `, actions);
    return [{ kind: 'pause', id, next: later.slice(0, 1).map((node) => node.id) }, ...later];
  });
  const starts = timers.filter(({ kind }) => kind === 'pause').map(({ id }) => id);
  const begin = [...immediate.slice(0, 1).map(({ id }) => id), ...starts];
  return [{ kind: 'harmless', id: BEGINNING, next: begin }, ...immediate, ...timers];
}

/** Actions one after the other. */
export function chain(
  list: readonly XmlObject[],
  prefix: string,
  actions: WorkflowActions,
): readonly AutomationNode[] {
  const ids = list.map((action, at) => `${prefix}${text(action, 'name') ?? at + 1}`);
  const isTwice = new Set(ids).size < ids.length;
  const id = (at: number) => (isTwice ? `${ids[at]} (${at + 1})` : (ids[at] ?? ''));
  return list.map((action, at) =>
    actionNode(action, id(at), at + 1 < list.length ? [id(at + 1)] : [], actions),
  );
}
