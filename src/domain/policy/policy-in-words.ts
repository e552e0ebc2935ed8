import { conditionInWords } from './evaluate-conditions.ts';
import type { FactMap } from './facts.ts';
import type { ConditionGroups, ExceptionType, Playbook, PlaybookStep, Requirement, Role } from './policy.ts';
import { factInWords, factNameInWords, listInWords } from './words.ts';

/** "always", "when a and b", "when a and b, or when c". */
export function conditionsInWords(groups: ConditionGroups): string {
  if (groups.length === 0) return 'always';
  return groups.map((group) => `when ${listInWords(group.map(conditionInWords))}`).join(', or ');
}

/** "RevOps", "4 of All region leads and RevOps", "Region lead or CRO", "Deal desk (2 rejections reject)". */
export function requirementInWords(requirement: Requirement, roles: readonly Role[]): string {
  if (requirement.kind === 'role') {
    const { approve, deny, distinctFrom, delegable } = requirement;
    const labelOf = (role: string) => roles.find(({ id }) => id === role)?.label ?? role;
    const label = labelOf(requirement.role);
    const terms = [
      ...(deny > 1 ? [`${deny} rejections reject`] : []),
      ...(distinctFrom.length > 0
        ? [`not the same person as ${listInWords(distinctFrom.map(labelOf), 'or')}`]
        : []),
      ...(delegable ? [] : ['may not be delegated']),
    ];
    const asked = approve === 1 ? label : `${approve} of ${label}`;
    return terms.length === 0 ? asked : `${asked} (${terms.join('; ')})`;
  }
  const parts = requirement.of.map((part) => {
    const words = requirementInWords(part, roles);
    return part.kind === 'role' ? words : `(${words})`;
  });
  return listInWords(parts, requirement.kind === 'all_of' ? 'and' : 'or');
}

/** Who stands behind a role, one line for each group of people. */
export function peopleOfRoleInWords(role: Role): readonly string[] {
  if ('people' in role) return [listInWords(role.people, 'or')];
  const { fact, people } = role.byFact;
  return [
    ...Object.entries(people).map(
      ([value, emails]) => `${factNameInWords(fact)} ${value}: ${listInWords(emails, 'or')}`,
    ),
    `otherwise: ${listInWords(role.otherwise, 'or')}`,
  ];
}

/** Facts by value: "deal amount is 50,000 and deal partner is blank". */
export function factsInWords(facts: FactMap): string {
  const parts = Object.entries(facts).map(
    ([name, fact]) => `${factNameInWords(name)} is ${factInWords(fact)}`,
  );
  return listInWords(parts);
}

/** A step of a playbook as RevOps wrote it. */
export function playbookStepInWords(step: PlaybookStep): string {
  switch (step.kind) {
    case 'hold_routing':
      return 'Hold routing';
    case 'tag_record':
      return 'Write the exception on the record';
    case 'set_owner':
      return 'Set the owner that was approved';
    case 'set_stage':
      return 'Set the stage that was approved';
    case 'set_property':
      return `Set ${step.property} to "${step.value}"`;
    case 'create_task':
      return `Create the task "${step.subject}", due in ${step.dueInDays} days`;
    case 'add_note':
      return 'Add a note to the timeline';
    case 'hold_associated': {
      const objects = listInWords(step.objects.map((object) => `${object}s`));
      return `On a company: hold its ${step.only === 'open' ? 'open ' : ''}${objects} as well, also those that come later`;
    }
  }
}

/** Who may object to an active exception and who decides; a sentence, empty when nobody can. */
export function disputesInWords({ disputes }: ExceptionType, roles: readonly Role[]): string {
  if (!disputes) return '';
  const labelOf = (id: string) => roles.find((role) => role.id === id)?.label ?? id;
  const who = listInWords(['the present or former owner of the record', ...disputes.by.map(labelOf)], 'or');
  const instead =
    disputes.fallBack === undefined ? '' : ` (or ${labelOf(disputes.fallBack)} when nobody there is left)`;
  const otherwise = disputes.ifUndecided === 'stands' ? 'the exception goes on' : 'the exception ends';
  return `While it is active, ${who} may object; ${labelOf(disputes.decidedBy)}${instead} decides within ${disputes.within} business hours, else ${otherwise}`;
}

/** What happens to the record when the exception is over. */
export function afterwardsInWords({ whenOver }: Playbook): string {
  return whenOver === 'resubmit'
    ? 'Release the hold and send the record back through standard routing'
    : 'Release the hold and leave the record as it is';
}
