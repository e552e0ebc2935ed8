import type { Automation, AutomationNode, FieldNames } from '../../../../../src/domain/guard/automation.ts';
import { all, flag, text, type XmlObject } from '../xml-shape.ts';
import { readCriteria } from './read-criteria.ts';
import { chain } from './read-workflow-rules.ts';
import { BEGINNING, ruleAutomation } from './rule-automation.ts';
import type { WorkflowActions } from './workflow-actions.ts';

/**
 * An entitlement process: each milestone asks its criteria when the record comes to it, and acts later, when its time
 * is up or it is met. Whether the criteria are asked again by then is not relied on.
 *
 * @param name the name of the file
 * @param actions the actions of the object, among them the field updates
 */
export function readEntitlementProcess(
  name: string,
  document: XmlObject,
  actions: WorkflowActions,
  names: FieldNames,
): Automation {
  const milestones = all(document, 'milestones').map((milestone, at) => ({
    milestone,
    id: `Milestone ${at + 1}${label(milestone)}`,
  }));
  return ruleAutomation({
    id: `${name} (entitlement process)`,
    name: text(document, 'name') ?? name,
    object: actions.object,
    enabled: flag(document, 'active'),
    entry: null,
    nodes: [
      { kind: 'harmless', id: BEGINNING, next: milestones.map(({ id }) => id) },
      ...milestones.flatMap(({ milestone, id }) => nodesOf(milestone, id, actions, names)),
    ],
  });
}

function label(milestone: XmlObject): string {
  const name = text(milestone, 'milestoneName');
  return name === null ? '' : ` (${name})`;
}

function nodesOf(
  milestone: XmlObject,
  id: string,
  actions: WorkflowActions,
  names: FieldNames,
): readonly AutomationNode[] {
  const later = [
    chain(all(milestone, 'successActions'), `${id}, when met: `, actions),
    ...all(milestone, 'timeTriggers').map((trigger, at) =>
      chain(all(trigger, 'actions'), `${id}, time ${at + 1}: `, actions),
    ),
  ];
  const wait = `${id}: wait`;
  const waiting: AutomationNode = {
    kind: 'pause',
    id: wait,
    next: later.flatMap((nodes) => nodes.slice(0, 1).map((node) => node.id)),
  };
  const condition = readCriteria(criteriaOf(milestone), actions.object, names);
  const asked: AutomationNode =
    condition === null
      ? { kind: 'harmless', id, next: [wait] }
      : {
          kind: 'fork',
          id,
          arms: [{ label: 'its criteria', condition, next: [wait] }],
          otherwise: 'not met',
          next: [],
        };
  return [asked, waiting, ...later.flat()];
}

/** Milestones have their criteria under names of their own. */
function criteriaOf(milestone: XmlObject): XmlObject {
  const formula = text(milestone, 'milestoneCriteriaFormula');
  const logic = text(milestone, 'criteriaBooleanFilter');
  return {
    criteriaItems: all(milestone, 'milestoneCriteriaFilterItems'),
    ...(formula !== null && { formula }),
    ...(logic !== null && { booleanFilter: logic }),
  };
}
