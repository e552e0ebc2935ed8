import type { ExceptionType, Policy } from '../../src/domain/policy/policy.ts';
import {
  afterwardsInWords,
  breakGlassInWords,
  clockInWords,
  conditionsInWords,
  disputesInWords,
  extensionsInWords,
  holdUnreadInWords,
  orgChartInWords,
  peopleOfRoleInWords,
  playbookStepInWords,
  requirementInWords,
} from '../../src/domain/policy/policy-in-words.ts';
import { listInWords } from '../../src/domain/policy/words.ts';

/** A part of the document; texts are plain, a renderer escapes them. */
export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | {
      readonly kind: 'table';
      readonly caption: string;
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
    };

/** A document to be rendered. */
export interface PolicyDocument {
  readonly title: string;
  readonly blocks: readonly Block[];
}

/**
 * The policy as a page a sales leader reads: when the standard handoff may be left, who approves, what happens then.
 *
 * @param name which policy it is, such as `policy version 7`
 */
export function policyDocument(policy: Policy, name: string): PolicyDocument {
  const title = 'Handoff exception policy';
  return {
    title,
    blocks: [
      heading(1, title),
      text(
        `This is ${name}. A record follows its standard handoff unless an exception of one of these ${policy.exceptionTypes.length} types is approved. Every matching row of a table adds its approvers, a missing fact counts as matching, and nobody approves their own request.`,
      ),
      heading(2, 'Exception types'),
      ...policy.exceptionTypes.flatMap((type) => typeBlocks(type, policy)),
      heading(2, 'Who stands behind each role'),
      {
        kind: 'table',
        caption: 'Roles and people',
        head: ['Role', 'People'],
        rows: policy.roles.map((role) => [role.label, peopleOfRoleInWords(role).join('; ')]),
      },
      ...(policy.orgChart
        ? [
            {
              kind: 'table' as const,
              caption: 'Who leads whom',
              head: ['What', 'Who'],
              rows: Object.entries(orgChartInWords(policy.orgChart)),
            },
          ]
        : []),
      heading(2, 'Standard handoffs'),
      ...policy.standardHandoffs.flatMap(({ label, definition, appliesTo, routing, slaHours }): Block[] => [
        heading(3, label),
        text(`${definition} On: ${appliesTo}. To be done within ${slaHours} business hours.`),
        { kind: 'list', items: routing.map(({ words }) => words) },
      ]),
    ],
  };
}

function typeBlocks(type: ExceptionType, { roles, playbooks }: Policy): readonly Block[] {
  const { label, criteria, validity } = type;
  const playbook = playbooks.find(({ id }) => id === type.playbook);
  const atOnce = breakGlassInWords(type, roles);
  const clock = clockInWords(type, roles);
  const unread = holdUnreadInWords(type);
  return [
    heading(3, label),
    text(type.definition),
    text(
      `Qualifies: ${criteria.words} On: ${listInWords(type.appliesTo)}. Lasts ${validity.defaultDays} days, at most ${validity.maxDays}; it ${extensionsInWords(type)}.`,
    ),
    ...(unread === undefined ? [] : [text(`Unread: ${unread}.`)]),
    ...(atOnce === undefined ? [] : [text(`Break-glass: ${atOnce}.`)]),
    {
      kind: 'list',
      items: [
        ...type.examples.map((example) => `Yes: ${example}`),
        ...type.counterExamples.map((example) => `No: ${example}`),
      ],
    },
    {
      kind: 'table',
      caption: `Who approves ${label}`,
      head: ['Row', 'Applies', 'Approvers'],
      rows: type.decisionRights.map((row) => [
        row.label,
        conditionsInWords(row.when),
        requirementInWords(row.require, roles),
      ]),
    },
    text(
      clock === undefined ? 'It waits until it is decided or withdrawn.' : `While nobody decides: ${clock}.`,
    ),
    ...(playbook
      ? [
          text(`Once approved: ${playbook.onApproval.map(playbookStepInWords).join('; ')}.`),
          text(
            `When it ends: ${[...playbook.onEnd.map(playbookStepInWords), afterwardsInWords(playbook)].join('; ')}.`,
          ),
        ]
      : []),
    ...(type.disputes ? [text(`${disputesInWords(type, roles)}.`)] : []),
    text(`The owner's next steps: ${type.nextSteps}`),
  ];
}

function heading(level: 1 | 2 | 3, words: string): Block {
  return { kind: 'heading', level, text: words };
}

function text(words: string): Block {
  return { kind: 'text', text: words };
}
