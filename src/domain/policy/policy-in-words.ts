import { conditionInWords } from './evaluate-conditions.ts';
import type { FactMap } from './facts.ts';
import type { ConditionGroups, ExceptionType, Playbook, PlaybookStep, Requirement, Role } from './policy.ts';
import type { OrgChart, RoleSource } from './role.ts';
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
  if ('source' in role) {
    return [...sourceInWords(role.source), `otherwise: ${listInWords(role.otherwise, 'or')}`];
  }
  const { fact, people } = role.byFact;
  return [
    ...Object.entries(people).map(
      ([value, emails]) => `${factNameInWords(fact)} ${value}: ${listInWords(emails, 'or')}`,
    ),
    `otherwise: ${listInWords(role.otherwise, 'or')}`,
  ];
}

const MANAGED = {
  requester: 'the requester',
  owner: "the record's owner",
  proposed_owner: 'the proposed owner',
} as const;

function sourceInWords(source: RoleSource): readonly string[] {
  switch (source.kind) {
    case 'team':
      return [`everybody of the CRM's team ${source.team}`];
    case 'team_lead':
      return [`whoever leads ${source.team}`];
    case 'team_lead_by_fact': {
      const name = factNameInWords(source.fact);
      if (!source.teams) return [`whoever leads the team that is the ${name}`];
      return Object.entries(source.teams).map(([value, team]) => `${name} ${value}: whoever leads ${team}`);
    }
    case 'manager':
      return [`the manager of ${MANAGED[source.of]}`];
  }
}

/** Who leads whom, by what it is called: "lead of EMEA Sales" → "ines@example.com". */
export function orgChartInWords({ teamLeads, managers }: OrgChart): Readonly<Record<string, string>> {
  return Object.fromEntries([
    ...Object.entries(teamLeads).map(([team, leads]) => [`lead of ${team}`, listInWords(leads, 'or')]),
    ...Object.entries(managers).map(([person, manager]) => [`manager of ${person}`, manager]),
  ]);
}

/** "may be extended 2 times, by up to 30 days each time, decided like the exception itself", or that it may not. */
export function extensionsInWords({ validity: { extensions } }: Pick<ExceptionType, 'validity'>): string {
  if (!extensions) return 'may not be extended';
  const { most, days } = extensions;
  const times = most === 1 ? 'once' : `${most} times`;
  const each = most === 1 ? '' : ' each time';
  return `may be extended ${times}, by up to ${days} days${each}, decided like the exception itself`;
}

/** What happens while nobody decides, in business hours after the request; undefined where it just waits. */
export function clockInWords(
  { clock }: Pick<ExceptionType, 'clock'>,
  roles: readonly Role[],
): string | undefined {
  if (!clock) return undefined;
  const { remindAfter, escalateAfter, fallBackAfter, lapseAfter } = clock;
  const labelOf = (id: string) => roles.find((role) => role.id === id)?.label ?? id;
  const happens = [
    ...(remindAfter === undefined ? [] : [`after ${remindAfter} the approvers are reminded`]),
    ...(escalateAfter
      ? [`after ${escalateAfter.hours} ${labelOf(escalateAfter.role)} may decide as well`]
      : []),
    ...(fallBackAfter
      ? [`after ${fallBackAfter.hours} ${labelOf(fallBackAfter.role)} may decide as well`]
      : []),
    ...(lapseAfter === undefined ? [] : [`after ${lapseAfter} the request lapses`]),
  ];
  return happens.length === 0 ? undefined : `${listInWords(happens)} (business hours)`;
}

/** Who may have it take effect at once, and what is owed then; undefined where nobody may. */
export function breakGlassInWords(
  { breakGlass }: Pick<ExceptionType, 'breakGlass'>,
  roles: readonly Role[],
): string | undefined {
  if (!breakGlass) return undefined;
  const named = breakGlass.roles.map((role) => roles.find(({ id }) => id === role)?.label ?? role);
  return `${listInWords(named, 'or')} may have it take effect at once, with a reason of its own (${breakGlass.minLength} characters or more); a review is owed within ${breakGlass.reviewWithin} business hours, else its changes are taken back`;
}

/** How long routing is held for a request that nobody has read; undefined where it is not. */
export function holdUnreadInWords({ holdUnreadHours }: ExceptionType): string | undefined {
  if (holdUnreadHours === undefined) return undefined;
  const hours = holdUnreadHours === 1 ? 'an hour' : `${holdUnreadHours} hours`;
  return `in Salesforce, a request holds routing for up to ${hours} while Handrail has not read it`;
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
