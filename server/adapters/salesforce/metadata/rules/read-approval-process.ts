import type { Automation, AutomationNode, FieldNames } from '../../../../../src/domain/guard/automation.ts';
import { all, flag, one, text, type XmlObject } from '../xml-shape.ts';
import { readCriteria } from './read-criteria.ts';
import { chain } from './read-workflow-rules.ts';
import { BEGINNING, ruleAutomation } from './rule-automation.ts';
import type { WorkflowActions } from './workflow-actions.ts';

const WAIT = 'Wait for the approvers';

/** What is done when the approvers have answered, or the request is taken back. */
const LATER = ['finalApprovalActions', 'finalRejectionActions', 'recallActions'] as const;

/**
 * An approval process: its entry criteria are asked when a record is submitted; what it does at the end comes after a
 * wait for people.
 *
 * @param name such as `Opportunity.Discount`: the name of the file
 * @param actions the actions of the object, among them the field updates
 */
export function readApprovalProcess(
  name: string,
  document: XmlObject,
  actions: WorkflowActions,
  names: FieldNames,
): Automation {
  const first = chain(all(one(document, 'initialSubmissionActions'), 'action'), 'On submission: ', actions);
  const later = [
    ...LATER.map((key) => ({ label: key, list: all(one(document, key), 'action') })),
    ...all(document, 'approvalStep').flatMap((step) =>
      ['approvalActions', 'rejectionActions'].map((key) => ({
        label: `${text(step, 'name') ?? 'step'} ${key}`,
        list: all(one(step, key), 'action'),
      })),
    ),
  ].map(({ label, list }) => chain(list, `${label}: `, actions));
  const startsLater = later.flatMap((nodes) => nodes.slice(0, 1).map(({ id }) => id));
  const last = first.at(-1);
  const nodes: readonly AutomationNode[] = [
    { kind: 'harmless', id: BEGINNING, next: [first[0]?.id ?? WAIT] },
    ...first.map((node) => (node === last ? { ...node, next: [WAIT] } : node)),
    { kind: 'pause', id: WAIT, next: startsLater },
    ...later.flat(),
  ];
  return ruleAutomation({
    id: `${name} (approval process)`,
    name: text(document, 'label') ?? name,
    object: actions.object,
    enabled: flag(document, 'active'),
    entry: readCriteria(one(document, 'entryCriteria'), actions.object, names),
    nodes,
  });
}
