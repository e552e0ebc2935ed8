import type {
  Automation,
  AutomationNode,
  FieldNames,
  ForkArm,
} from '../../../../../src/domain/guard/automation.ts';
import { all, flag, text, type XmlObject } from '../xml-shape.ts';
import { readCriteria } from './read-criteria.ts';
import { BEGINNING, ruleAutomation, writes } from './rule-automation.ts';

/**
 * The escalation rules of an object: the first entry that a case meets decides, and after some time its actions may
 * give the case to somebody else. Whether the criteria are asked again by then is not relied on.
 */
export function readEscalationRules(
  object: string,
  document: XmlObject,
  names: FieldNames,
): readonly Automation[] {
  return all(document, 'escalationRule').map((rule, at) => {
    const name = text(rule, 'fullName') ?? String(at + 1);
    const entries = all(rule, 'ruleEntry').map((entry, number) => ({ entry, id: `Entry ${number + 1}` }));
    const arms = entries.map(
      ({ entry, id }): ForkArm => ({
        label: id,
        condition: readCriteria(entry, object, names) ?? { kind: 'certain', holds: true },
        next: [id],
      }),
    );
    return ruleAutomation({
      id: `${object}.${name} (escalation rule)`,
      name,
      object,
      enabled: flag(rule, 'active'),
      entry: null,
      nodes: [
        { kind: 'fork', id: BEGINNING, arms, otherwise: 'no entry', next: [] },
        ...entries.flatMap(({ entry, id }) => actionsOf(entry, id)),
      ],
    });
  });
}

function actionsOf(entry: XmlObject, id: string): readonly AutomationNode[] {
  const actions = all(entry, 'escalationAction').filter((action) => text(action, 'assignedTo') !== null);
  return [
    { kind: 'pause', id, next: actions.map((_, at) => `${id}, action ${at + 1}`) },
    ...actions.map((_, at) => writes(`${id}, action ${at + 1}`, 'ownerid', [])),
  ];
}
