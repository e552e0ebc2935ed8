import type { DecisionRight, ExceptionType, Playbook, Policy, Role, StandardHandoff } from './policy.ts';
import {
  afterwardsInWords,
  breakGlassInWords,
  conditionsInWords,
  disputesInWords,
  extensionsInWords,
  holdUnreadInWords,
  orgChartInWords,
  peopleOfRoleInWords,
  playbookStepInWords,
  requirementInWords,
} from './policy-in-words.ts';
import { listInWords } from './words.ts';

/** One difference between two policies. */
export interface PolicyChange {
  readonly area: 'exception_type' | 'decision_right' | 'role' | 'org_chart' | 'playbook' | 'standard_handoff';
  readonly kind: 'added' | 'removed' | 'changed';
  /** The id; of a decision right `type/row`. */
  readonly id: string;
  /** What changed, in plain words. */
  readonly words: string;
}

/** How a part of a policy reads, field by field: what is compared and shown. */
type Fields = Readonly<Record<string, string>>;

interface Part {
  readonly id: string;
  readonly label: string;
  readonly fields: Fields;
}

/** The differences between two policies in words, in the order a reader asks for them. Empty for equal policies. */
export function diffPolicies(before: Policy, after: Policy): readonly PolicyChange[] {
  const ids = new Set([...before.exceptionTypes, ...after.exceptionTypes].map(({ id }) => id));
  const both = [...ids].flatMap((id) => {
    const [old, now] = [before, after].map(({ exceptionTypes }) =>
      exceptionTypes.find((type) => type.id === id),
    );
    return old && now ? [{ old, now }] : [];
  });
  return [
    ...diffParts(
      'exception_type',
      before.exceptionTypes.map((type) => typePart(type, before.roles)),
      after.exceptionTypes.map((type) => typePart(type, after.roles)),
    ),
    ...both.flatMap(({ old, now }) =>
      diffParts(
        'decision_right',
        old.decisionRights.map((row) => rowPart(old, row, before.roles)),
        now.decisionRights.map((row) => rowPart(now, row, after.roles)),
      ),
    ),
    ...diffParts('role', before.roles.map(rolePart), after.roles.map(rolePart)),
    ...diffParts('org_chart', orgChartParts(before), orgChartParts(after)),
    ...diffParts('playbook', before.playbooks.map(playbookPart), after.playbooks.map(playbookPart)),
    ...diffParts(
      'standard_handoff',
      before.standardHandoffs.map(handoffPart),
      after.standardHandoffs.map(handoffPart),
    ),
  ];
}

function diffParts(
  area: PolicyChange['area'],
  before: readonly Part[],
  after: readonly Part[],
): readonly PolicyChange[] {
  const name = area.replace('_', ' ');
  const old = new Map(before.map((part) => [part.id, part]));
  const now = new Set(after.map(({ id }) => id));
  const removed = before
    .filter(({ id }) => !now.has(id))
    .map(
      ({ id, label }): PolicyChange => ({ area, kind: 'removed', id, words: `Removed ${name} ${label}.` }),
    );
  const others = after.flatMap((part): readonly PolicyChange[] => {
    const { id, label, fields } = part;
    const former = old.get(id);
    if (!former) {
      return [{ area, kind: 'added', id, words: `Added ${name} ${label}: ${inWords(fields)}.` }];
    }
    return Object.keys({ ...former.fields, ...fields })
      .filter((field) => former.fields[field] !== fields[field])
      .map((field) => ({
        area,
        kind: 'changed',
        id,
        words: `${label}: ${field} was "${former.fields[field] ?? ''}", becomes "${fields[field] ?? ''}".`,
      }));
  });
  return [...removed, ...others];
}

function inWords(fields: Fields): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== '')
    .map(([field, value]) => `${field} ${value}`)
    .join('; ');
}

function typePart(type: ExceptionType, roles: readonly Role[]): Part {
  const { id, label, criteria, reasons, validity, proposes } = type;
  return {
    id,
    label,
    fields: {
      label,
      definition: type.definition,
      'applies to': listInWords(type.appliesTo),
      criteria: criteria.words,
      'criteria as conditions': conditionsInWords(criteria.when),
      examples: type.examples.join(' | '),
      'counter-examples': type.counterExamples.join(' | '),
      'reason codes': reasons.codes.map((code) => `${code.id} (${code.label})`).join(', '),
      'reason prompt': reasons.prompt,
      'shortest reason': `${reasons.minLength} characters`,
      evidence: type.evidence.join(' | '),
      'next steps': type.nextSteps,
      'governed fields': listInWords(type.governs),
      'proposed owner': proposes.owner,
      'proposed stage': proposes.stage,
      'default validity': `${validity.defaultDays} days`,
      'longest validity': `${validity.maxDays} days`,
      objections: disputesInWords(type, roles),
      precedence: type.precedence === 'group' ? 'the group before the record itself' : '',
      extensions: extensionsInWords(type),
      'hold while unread': holdUnreadInWords(type) ?? '',
      'break-glass': breakGlassText(type, roles),
      playbook: type.playbook,
    },
  };
}

function breakGlassText(type: ExceptionType, roles: readonly Role[]): string {
  const words = breakGlassInWords(type, roles);
  if (words === undefined) return 'nobody may have it take effect at once';
  return `${words} (calendar ${type.breakGlass?.calendar}); asked: ${type.breakGlass?.prompt}`;
}

function rowPart(
  type: ExceptionType,
  { id, label, when, require }: DecisionRight,
  roles: readonly Role[],
): Part {
  return {
    id: `${type.id}/${id}`,
    label: `${type.label}, row "${label}"`,
    fields: {
      label,
      applies: conditionsInWords(when),
      // Two roles may share a label, so the ids are told too.
      asks: requirementInWords(
        require,
        roles.map((role) => ({ ...role, label: `${role.label} (${role.id})` })),
      ),
    },
  };
}

function rolePart(role: Role): Part {
  return {
    id: role.id,
    label: role.label,
    fields: { label: role.label, people: peopleOfRoleInWords(role).join('; ') },
  };
}

function orgChartParts({ orgChart }: Policy): readonly Part[] {
  return orgChart ? [{ id: 'people', label: 'Who leads whom', fields: orgChartInWords(orgChart) }] : [];
}

function playbookPart(playbook: Playbook): Part {
  const { id, label, onApproval, onEnd } = playbook;
  const texts = [...onApproval, ...onEnd].flatMap((step) => ('body' in step ? [step.body] : []));
  return {
    id,
    label,
    fields: {
      label,
      'on approval': onApproval.map(playbookStepInWords).join('; '),
      'at the end': onEnd.map(playbookStepInWords).join('; '),
      texts: texts.join(' | '),
      afterwards: afterwardsInWords(playbook),
    },
  };
}

function handoffPart(handoff: StandardHandoff): Part {
  const { id, label, appliesTo, definition, entry, routing, slaHours } = handoff;
  return {
    id,
    label,
    fields: {
      label,
      'applies to': appliesTo,
      definition,
      entry: conditionsInWords(entry),
      rules: routing.map(({ id, when, words }) => `${id}: ${conditionsInWords(when)}: ${words}`).join(' | '),
      SLA: `${slaHours} business hours`,
    },
  };
}
