import { Command } from 'commander';
import type { ExceptionType, Policy } from '../../../src/domain/policy/policy.ts';
import {
  afterwardsInWords,
  breakGlassInWords,
  conditionsInWords,
  extensionsInWords,
  holdUnreadInWords,
  orgChartInWords,
  peopleOfRoleInWords,
  playbookStepInWords,
  requirementInWords,
} from '../../../src/domain/policy/policy-in-words.ts';
import { NO_ORG_CHART } from '../../../src/domain/policy/role.ts';
import { listInWords } from '../../../src/domain/policy/words.ts';
import { positive } from '../positive.ts';
import { print, printJson } from '../print.ts';
import { UsageError } from '../usage-error.ts';
import { type PolicySource, readSource } from './read-source.ts';

export function showCommand(): Command {
  return new Command('show')
    .description('Says a policy in plain words: the version in force unless told otherwise.')
    .argument('[type]', 'only this exception type, by its id')
    .option('--policy-version <number>', 'a published version', positive)
    .option('--dir <dir>', 'the files of a folder')
    .option('--json', 'print the policy as JSON', false)
    .action(show);
}

async function show(
  typeId: string | undefined,
  { json, ...source }: PolicySource & { json: boolean },
): Promise<void> {
  const { name, policy } = await readSource(source);
  const types = policy.exceptionTypes.filter(({ id }) => typeId === undefined || id === typeId);
  if (types.length === 0) {
    const known = policy.exceptionTypes.map(({ id }) => id).join(', ');
    throw new UsageError(`There is no exception type "${typeId}" in ${name}. There are: ${known}.`);
  }
  if (json) return printJson(typeId === undefined ? policy : types[0]);
  const parts = types.map((type) => typeInWords(type, policy));
  const roles = policy.roles.map((role) =>
    [`Role ${role.label} (${role.id})`, ...indent(peopleOfRoleInWords(role))].join('\n'),
  );
  const chart = Object.entries(orgChartInWords(policy.orgChart ?? NO_ORG_CHART));
  const leads = chart.map(([what, who]) => `${what}: ${who}`);
  const people = leads.length === 0 ? [] : [['Who leads whom', ...indent(leads)].join('\n')];
  const whole = typeId === undefined ? [...roles, ...people] : [];
  print([`This is ${name}.`, ...parts, ...whole].join('\n\n'));
}

function typeInWords(type: ExceptionType, { roles, playbooks }: Policy): string {
  const { label, id, criteria, validity, proposes, reasons } = type;
  const playbook = playbooks.find((one) => one.id === type.playbook);
  const atOnce = breakGlassInWords(type, roles);
  const unread = holdUnreadInWords(type);
  return [
    `${label} (${id})`,
    ...indent([
      type.definition,
      `On: ${listInWords(type.appliesTo)}`,
      `Qualifies: ${criteria.words} (${conditionsInWords(criteria.when)})`,
      ...type.examples.map((example) => `Example: ${example}`),
      ...type.counterExamples.map((example) => `Not this: ${example}`),
      `Reasons: ${listInWords(reasons.codes.map((code) => code.label))}; in ${reasons.minLength} characters or more`,
      `Owner ${proposes.owner}, stage ${proposes.stage}; lasts ${validity.defaultDays} days, at most ${validity.maxDays}; ${extensionsInWords(type)}`,
      ...(unread === undefined ? [] : [`Unread: ${unread}`]),
      ...(atOnce === undefined ? [] : [`Break-glass: ${atOnce}`]),
      'Who approves:',
      ...indent(
        type.decisionRights.map(
          (row) => `${row.label}: ${requirementInWords(row.require, roles)}, ${conditionsInWords(row.when)}`,
        ),
      ),
      ...(playbook
        ? [
            `On approval (${playbook.label}): ${playbook.onApproval.map(playbookStepInWords).join('; ')}`,
            `At the end: ${[...playbook.onEnd.map(playbookStepInWords), afterwardsInWords(playbook)].join('; ')}`,
          ]
        : []),
      `Next steps of the owner: ${type.nextSteps}`,
    ]),
  ].join('\n');
}

function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}
