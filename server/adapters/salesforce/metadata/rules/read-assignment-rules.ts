import type {
  Automation,
  AutomationNode,
  FieldNames,
  ForkArm,
} from '../../../../../src/domain/guard/automation.ts';
import { notUnderstood } from '../../../../../src/domain/guard/condition.ts';
import { all, flag, text, type XmlObject } from '../xml-shape.ts';
import { readCriteria } from './read-criteria.ts';
import { BEGINNING, ruleAutomation, writes } from './rule-automation.ts';

const UNMATCHED = 'No entry matches';

/**
 * The assignment rules of an object. The first entry that a record meets decides; one without an assignee leaves the
 * owner as it is. What becomes of a record that meets none is not in the metadata: leads and cases may go to the
 * org's default owner, so an entry of its own must catch the held ones.
 *
 * Source: Metadata API, AssignmentRules; the default owner in the lead and support settings.
 *
 * @param object such as `Lead`: the name of the file
 */
export function readAssignmentRules(
  object: string,
  document: XmlObject,
  names: FieldNames,
): readonly Automation[] {
  return all(document, 'assignmentRule').map((rule, at) => {
    const name = text(rule, 'fullName') ?? String(at + 1);
    const entries = all(rule, 'ruleEntry');
    return ruleAutomation({
      id: `${object}.${name} (assignment rule)`,
      name,
      object,
      enabled: flag(rule, 'active'),
      entry: null,
      nodes: nodesOf(entries, object, names),
    });
  });
}

function nodesOf(
  entries: readonly XmlObject[],
  object: string,
  names: FieldNames,
): readonly AutomationNode[] {
  const assigned = entries.map((entry, at) => ({ entry, id: `Entry ${at + 1}` }));
  const arms = assigned.map(
    ({ entry, id }): ForkArm => ({
      label: id,
      // An entry without criteria takes every record.
      condition: readCriteria(entry, object, names) ?? { kind: 'certain', holds: true },
      next: [id],
    }),
  );
  const unmatched: readonly AutomationNode[] =
    entries.length === 0
      ? []
      : [
          {
            kind: 'fork',
            id: UNMATCHED,
            arms: [
              {
                label: 'the default owner',
                condition: notUnderstood(
                  "the org's default owner, who may take a record that no entry matches",
                ),
                next: ['Default owner'],
              },
            ],
            otherwise: 'the owner stays',
            next: [],
          },
          writes('Default owner', 'ownerid', []),
        ];
  return [
    {
      kind: 'fork',
      id: BEGINNING,
      arms,
      otherwise: 'no entry',
      next: entries.length === 0 ? [] : [UNMATCHED],
    },
    ...assigned.map(
      ({ entry, id }): AutomationNode =>
        text(entry, 'assignedTo') === null && text(entry, 'assignedToType') === null
          ? { kind: 'harmless', id, next: [] }
          : writes(id, 'ownerid', []),
    ),
    ...unmatched,
  ];
}
