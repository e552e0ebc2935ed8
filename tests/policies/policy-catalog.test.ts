import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadPolicyFiles } from '../../server/adapters/policy-catalog/load-policy-files.ts';
import { PolicyFileError } from '../../server/adapters/policy-catalog/policy-file-error.ts';
import { CONFIG } from './shipped-policy.ts';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'handrail-config-'));
  await cp(CONFIG, dir, { recursive: true });
});
afterEach(async () => rm(dir, { recursive: true }));

const LOGO = 'policies/strategic-logo.yml';
const ESCALATION = 'policies/executive-escalation.yml';
const PLAYBOOK = 'playbooks/strategic-logo.yml';

/** Replaces a text of a file that must be there. */
async function edit(file: string, from: string, to: string): Promise<void> {
  const before = await readFile(join(dir, file), 'utf8');
  if (!before.includes(from)) throw new Error(`${file} has no "${from}"`);
  await writeFile(join(dir, file), before.replace(from, to));
}

async function put(file: string, content: string): Promise<void> {
  await mkdir(dirname(join(dir, file)), { recursive: true });
  await writeFile(join(dir, file), content);
}

/** The problems, each as "file:line field: message". */
async function problems(): Promise<readonly string[]> {
  try {
    await loadPolicyFiles(dir);
    return [];
  } catch (error) {
    if (!(error instanceof PolicyFileError)) throw error;
    return error.problems.map(
      ({ file, position, field, message }) => `${file}:${position?.line ?? '-'} ${field}: ${message}`,
    );
  }
}

async function lineOf(file: string, text: string): Promise<number> {
  const lines = (await readFile(join(dir, file), 'utf8')).split('\n');
  return lines.findIndex((line) => line.includes(text)) + 1;
}

it('takes the shipped files', async () => {
  expect(await problems()).toEqual([]);
});

it('gives the same policy each time, so that its hash is the same', async () => {
  expect(JSON.stringify(await loadPolicyFiles(dir))).toBe(JSON.stringify(await loadPolicyFiles(CONFIG)));
});

it('writes e-mail addresses in lower case', async () => {
  await edit('roles.yml', 'people: victor.lang@northwind.example', 'people: Victor.Lang@Northwind.Example');
  const { roles } = await loadPolicyFiles(dir);
  const label = 'Chief Revenue Officer';
  expect(roles).toContainEqual({ id: 'cro', label, people: ['victor.lang@northwind.example'] });
});

it('reads the long and the short way to write a requirement alike', async () => {
  await edit(LOGO, '    require: cro\n', '    require: { role: cro, approve: 1 }\n');
  expect(await loadPolicyFiles(dir)).toEqual(await loadPolicyFiles(CONFIG));
});

describe('names file, line and field of a mistake, and what to write instead', () => {
  const mistakes: readonly (readonly [
    what: string,
    file: string,
    from: string,
    to: string,
    markedLine: string,
    says: string,
  ])[] = [
    [
      'an unknown key',
      LOGO,
      'playbook: strategic-logo',
      'playbook: strategic-logo\nnext_step: Call.',
      'next_step:',
      'next_step: is not a known key. Did you mean "next_steps"? Known here: label,',
    ],
    ['a missing key', LOGO, 'playbook: strategic-logo', '', 'label:', 'playbook: is missing. Write a text.'],
    [
      'a text where a list belongs',
      LOGO,
      'applies_to: [deal]',
      'applies_to: deal',
      'applies_to',
      'applies_to: must be a list, such as [a, b], not "deal".',
    ],
    [
      'an unknown record type',
      LOGO,
      'applies_to: [deal]',
      'applies_to: [deals]',
      'applies_to',
      'applies_to[0]: "deals" is not known. Write one of: deal, contact, company, ticket. Did you mean "deal"?',
    ],
    [
      'an unknown operator',
      LOGO,
      'operator: GT, value: 100000',
      'operator: GTR, value: 100000',
      'GTR',
      'decision_rights[2].when[0].operator: "GTR" is not known. Write one of: EQ,',
    ],
    [
      'an operator without its value',
      LOGO,
      'operator: GT, value: 100000',
      'operator: GT',
      'operator: GT }',
      'decision_rights[2].when[0]: GT takes one value, such as "value: 50000".',
    ],
    [
      'an amount that is no number',
      LOGO,
      'operator: GT, value: 100000',
      'operator: GT, value: 100k',
      '100k',
      'decision_rights[2].when[0].value: GT needs a number or a date such as 2026-12-31, not "100k".',
    ],
    [
      'a token without a word',
      LOGO,
      'operator: GT, value: 100000',
      "operator: NOT_CONTAINS_TOKEN, values: [acme, '***']",
      'CONTAINS_TOKEN',
      'decision_rights[2].when[0].values: NOT_CONTAINS_TOKEN needs a word, not "***".',
    ],
    [
      'BETWEEN dates',
      LOGO,
      'operator: GT, value: 100000',
      'operator: BETWEEN, value: 2026-01-01, high_value: 5',
      'BETWEEN',
      'decision_rights[2].when[0].value: BETWEEN needs a number, not "2026-01-01".',
    ],
    [
      'BETWEEN with one bound',
      LOGO,
      'operator: GT, value: 100000',
      'operator: BETWEEN, value: 100000',
      'BETWEEN',
      'decision_rights[2].when[0]: BETWEEN takes two numbers, such as "value: 1000, high_value: 5000".',
    ],
    [
      'BETWEEN upside down',
      LOGO,
      'operator: GT, value: 100000',
      'operator: BETWEEN, value: 9, high_value: 8',
      'BETWEEN',
      'decision_rights[2].when[0].high_value: is lower than value',
    ],
    [
      'a list operator with one value',
      LOGO,
      'operator: NOT_IN, values: [AMER, EMEA, APAC, LATAM]',
      'operator: NOT_IN, value: AMER',
      'NOT_IN',
      'decision_rights[1].when[0]: NOT_IN takes a list, such as "values: [EMEA, APAC]".',
    ],
    [
      'an empty list of values',
      LOGO,
      'values: [AMER, EMEA, APAC, LATAM]',
      'values: []',
      'values: []',
      'decision_rights[1].when[0].values: must not be empty. Write at least one entry.',
    ],
    [
      'a value for an operator that takes none',
      LOGO,
      'operator: GT, value: 100000',
      'operator: HAS_PROPERTY, value: 100000',
      'HAS_PROPERTY',
      'decision_rights[2].when[0]: HAS_PROPERTY takes no value. Remove it.',
    ],
    [
      'a token operator with value and values',
      LOGO,
      'operator: GT, value: 100000',
      'operator: CONTAINS_TOKEN, value: a, values: [b]',
      'CONTAINS_TOKEN',
      'decision_rights[2].when[0]: CONTAINS_TOKEN takes either one value or a list of values.',
    ],
    [
      'a fact of no object',
      LOGO,
      'property: deal.amount, operator: GT, value: 100000',
      'property: amount, operator: GT, value: 100000',
      'property: amount',
      'decision_rights[2].when[0].property: "amount" is not a fact. Write deal, contact,',
    ],
    [
      'an unknown fact of the request',
      LOGO,
      'property: deal.amount, operator: GT, value: 100000',
      'property: request.validity, operator: GT, value: 100000',
      'request.validity',
      '"request.validity" is not a fact of a request. Write one of: request.object_type,',
    ],
    [
      'a row that forgets its conditions',
      LOGO,
      '    when: always\n',
      '',
      'id: region-lead',
      'decision_rights[0].when: must be "always", a list of conditions, or any_of with several lists.',
    ],
    [
      'a longest validity below the usual one',
      LOGO,
      'max_days: 90',
      'max_days: 20',
      'max_days',
      'validity.max_days: is shorter than default_days.',
    ],
    [
      'an id used twice',
      LOGO,
      'id: over-250k',
      'id: over-100k',
      '- id: over-100k',
      'decision_rights[3].id: "over-100k" is used twice in this list.',
    ],
    [
      'an id with capital letters',
      LOGO,
      'id: over-250k',
      'id: Over250K',
      'Over250K',
      'decision_rights[3].id: must be small letters,',
    ],
    [
      'an unknown role deep in a requirement',
      LOGO,
      '        - revops',
      '        - revop',
      '- revop',
      'decision_rights[1].require.all_of[1]: there is no role "revop". Did you mean "revops"? Write one of:',
    ],
    [
      'more approvals than a role has people',
      LOGO,
      'approve: 4',
      'approve: 5',
      'approve: 5',
      'asks 5 people of the role "all_region_leads", which may have only 4.',
    ],
    [
      'a clock that lapses before it reminds',
      LOGO,
      'lapse_after: 40',
      'lapse_after: 4',
      'lapse_after: 4',
      'clock.lapse_after: is not after fall_back_after (16 hours).',
    ],
    [
      'a clock of an unknown calendar',
      LOGO,
      'calendar: deciding-region',
      'calendar: deciding-regions',
      'calendar: deciding-regions',
      'clock.calendar: there is no calendar "deciding-regions". Did you mean "deciding-region"?',
    ],
    [
      'an escalation to an unknown role',
      LOGO,
      'escalate_after: { hours: 8, role: cro }',
      'escalate_after: { hours: 8, role: ceo }',
      'role: ceo',
      'clock.escalate_after.role: there is no role "ceo". Did you mean "cro"?',
    ],
    [
      'a clock that counts days',
      LOGO,
      'remind_after: 4',
      'remind_after: 1 day',
      'remind_after: 1 day',
      'clock.remind_after: must be a number, not "1 day".',
    ],
    [
      'extensions without days',
      LOGO,
      'extensions: { most: 2, days: 30 }',
      'extensions: { most: 2 }',
      'extensions: { most: 2 }',
      'validity.extensions.days: is missing.',
    ],
    [
      'break-glass for an unknown role',
      ESCALATION,
      'roles: [escalation_owner, region_lead]',
      'roles: [escalation_owners, region_lead]',
      'roles: [escalation_owners, region_lead]',
      'break_glass.roles[0]: there is no role "escalation_owners". Did you mean "escalation_owner"?',
    ],
    [
      'break-glass by an unknown calendar',
      ESCALATION,
      'review_within: 8\n  calendar: deciding-region',
      'review_within: 8\n  calendar: deciding',
      'calendar: deciding',
      'break_glass.calendar: there is no calendar "deciding".',
    ],
    [
      'break-glass that asks for no reason',
      ESCALATION,
      'min_length: 40\n\nplaybook',
      'min_length: 0\n\nplaybook',
      'min_length: 0',
      'break_glass.min_length:',
    ],
    [
      'a hold of no hours',
      ESCALATION,
      'min_length: 40\n\nplaybook',
      'min_length: 40\n\nhold_unread_hours: 0\n\nplaybook',
      'hold_unread_hours: 0',
      'hold_unread_hours:',
    ],
    [
      'an unknown time zone',
      'calendars.yml',
      'Europe/Berlin',
      'Europe/Munich',
      'Europe/Munich',
      'emea.time_zone: "Europe/Munich" is not a time zone. Write an IANA name, such as Europe/Berlin.',
    ],
    [
      'hours that end before they begin',
      'calendars.yml',
      'monday: 09:00-17:30',
      'monday: 17:30-09:00',
      'monday: 17:30-09:00',
      'emea.hours.monday: "17:30-09:00" are not hours of one day.',
    ],
    [
      'a holiday that is no date',
      'calendars.yml',
      '- 2026-12-26',
      '- 2026-02-30',
      '- 2026-02-30',
      'emea.holidays[1]: "2026-02-30" is not a date. Write 2026-12-25.',
    ],
    [
      'a calendar of a region that is not there',
      'calendars.yml',
      'otherwise: emea',
      'otherwise: europe',
      'otherwise: europe',
      'deciding-region.otherwise: there is no calendar with hours "europe".',
    ],
    [
      'more rejections than a role has people',
      LOGO,
      '    require: cro\n',
      '    require: { role: cro, deny: 2 }\n',
      'deny: 2',
      'decision_rights[3].require: asks 2 rejections of the role "cro", which may have only 1. Lower "deny"',
    ],
    [
      'a role distinct from one that no row asks',
      LOGO,
      '        - revops',
      '        - { role: revops, distinct_from: deal_desk }',
      'distinct_from: deal_desk',
      'decision_rights[1].require.all_of[1]: distinct_from names "deal_desk", which no row of this type asks.',
    ],
    [
      'a role distinct from itself',
      LOGO,
      '        - revops',
      '        - { role: revops, distinct_from: [cro, revops] }',
      'distinct_from: [cro',
      'decision_rights[1].require.all_of[1].distinct_from: names the role itself',
    ],
    [
      'a word for delegable',
      LOGO,
      '        - revops',
      '        - { role: revops, delegable: never }',
      'delegable: never',
      'decision_rights[1].require.all_of[1].delegable: must be true or false.',
    ],
    [
      'a threshold of nobody',
      LOGO,
      'approve: 4 }',
      'approve: 4, deny: 0 }',
      'deny: 0',
      'decision_rights[1].require.all_of[0].deny: must be at least 1.',
    ],
    [
      'an unknown key in a requirement',
      LOGO,
      '{ role: all_region_leads, approve: 4 }',
      '{ role: all_region_leads, aprove: 4 }',
      'aprove',
      'decision_rights[1].require.all_of[0].aprove: is not a known key. Did you mean "approve"?',
    ],
    [
      'a number as requirement',
      LOGO,
      '    require: cro\n',
      '    require: 4\n',
      'require: 4',
      'decision_rights[3].require: must be a role, such as "revops", or a block with role, all_of or any_of.',
    ],
    [
      'an unknown playbook',
      LOGO,
      'playbook: strategic-logo',
      'playbook: strategic-logos',
      'playbook: strategic-logos',
      'playbook: there is no playbook "strategic-logos". Did you mean "strategic-logo"? Write one of: data-fix,',
    ],
    [
      'an unknown placeholder',
      PLAYBOOK,
      '{{nextSteps}}\n        The',
      '{{nextStep}}\n        The',
      'body:',
      'on_approval[4].create_task.body: {{nextStep}} is not known. Write one of: type, reason,',
    ],
    [
      'a playbook that does not hold first',
      PLAYBOOK,
      '  - hold_routing\n  - tag_record\n',
      '  - tag_record\n  - hold_routing\n',
      '- tag_record',
      'on_approval[0]: the first step must be hold_routing',
    ],
    [
      'an unknown step',
      PLAYBOOK,
      '- set_stage',
      '- set_stages',
      'set_stages',
      'on_approval[3]: "set_stages" is not a step. Write one of: hold_routing,',
    ],
    [
      'a step without its content',
      PLAYBOOK,
      '- set_stage',
      '- add_note',
      '- add_note',
      'on_approval[3]: add_note needs its content: write "add_note:" and what it writes.',
    ],
    [
      'a tag written when the exception ends',
      PLAYBOOK,
      'on_end:\n',
      'on_end:\n  - tag_record\n',
      '- tag_record',
      'on_end[0]: tag_record cannot run when an exception ends',
    ],
    [
      'an address that is none',
      'roles.yml',
      'people: victor.lang@northwind.example',
      'people: Victor Lang',
      'Victor Lang',
      'cro.people: "victor lang" is not an e-mail address.',
    ],
    [
      'a team role without stand-ins',
      'roles.yml',
      '  otherwise: priya.nair@northwind.example\n',
      '',
      'revops:',
      'revops.otherwise: must be an e-mail address, or a list of them.',
    ],
    [
      'the manager of nobody in particular',
      'roles.yml',
      'from_team: Revenue Operations',
      'manager_of: everybody',
      'manager_of: everybody',
      'revops.manager_of: "everybody" is not known. Write one of: requester, owner, proposed_owner.',
    ],
    [
      'managers that nobody named',
      'roles.yml',
      'from_team: Revenue Operations',
      'manager_of: requester',
      'manager_of: requester',
      'revops.manager_of: needs managers in people.yml, which names none.',
    ],
    [
      'a team without a lead',
      'roles.yml',
      'EMEA: EMEA Sales',
      'EMEA: EMEA Sale',
      'EMEA: EMEA Sale',
      'region_lead.lead_of.teams.EMEA: people.yml names no lead of the team "EMEA Sale". Did you mean "EMEA Sales"? Add it to team_leads.',
    ],
    [
      'somebody who manages themselves',
      'people.yml',
      'team_leads:\n',
      'managers:\n  maya.chen@northwind.example: Maya.Chen@northwind.example\nteam_leads:\n',
      '  maya.chen@northwind.example: Maya.Chen',
      'managers.maya.chen@northwind.example: maya.chen@northwind.example cannot manage themselves.',
    ],
    [
      'a team with two lines of leads',
      'people.yml',
      '  APAC Sales: hana',
      '  emea sales: hana',
      '  emea sales: hana',
      'team_leads.emea sales: "emea sales" has a line already; capital letters make no difference. Remove one.',
    ],
    [
      'a person named twice, who would count twice',
      'roles.yml',
      '    - priya.nair@northwind.example\n',
      '    - Victor.Lang@northwind.example\n',
      '    - victor.lang@northwind.example',
      'deal_desk.people[1]: victor.lang@northwind.example is named twice. Remove one.',
    ],
    [
      'a value with two lines',
      'roles.yml',
      '      EMEA: EMEA Sales',
      '      amer: EMEA Sales',
      'amer: EMEA',
      'region_lead.lead_of.teams.amer: "amer" has a line already; capital letters make no difference.',
    ],
    [
      'a role by a fact without stand-ins',
      'roles.yml',
      '  otherwise:\n    - dale.ortiz@northwind.example\n    - ines.moreau@northwind.example\n    - hana.sato@northwind.example\n    - luis.prado@northwind.example\n\nreceiving_lead',
      '\nreceiving_lead',
      'region_lead:',
      'region_lead.otherwise: must be an e-mail address, or a list of them.',
    ],
    [
      'standard routing that reads a request',
      'standard-handoffs.yml',
      'property: deal.pipeline, operator: EQ, value: default',
      'property: request.validity_days, operator: GT, value: 3',
      'id: sdr-to-ae',
      '[1]: reads request.validity_days, but standard routing knows no exception request.',
    ],
  ];

  it.each(mistakes)('%s', async (_, file, from, to, marked, says) => {
    await edit(file, from, to);
    const found = await problems();
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(says);
    const line = Number(/:(\d+) /.exec(found[0] ?? '')?.[1]);
    const text = (await readFile(join(dir, file), 'utf8')).split('\n')[line - 1];
    expect(text).toContain(marked);
  });
});

describe('files as a whole', () => {
  it('lists all problems of all files at once', async () => {
    await edit(LOGO, 'max_days: 90', 'max_days: soon');
    await edit('policies/data-fix.yml', 'require: cro', 'require: crow');
    await edit(PLAYBOOK, 'when_over: resubmit', 'when_over: restart');
    const error = await loadPolicyFiles(dir).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PolicyFileError);
    const message = String(error);
    expect(message).toContain('3 problems in the policy files of');
    expect(message).toMatch(
      /policies\/strategic-logo\.yml:\d+:3: validity\.max_days: must be a number, not "soon"\./,
    );
    expect(message).toMatch(
      /policies\/data-fix\.yml:\d+:5: decision_rights\[1\]\.require: there is no role "crow"/,
    );
    expect(message).toMatch(/playbooks\/strategic-logo\.yml:\d+:1: when_over: "restart" is not known\./);
  });

  it('does not call roles and playbooks unknown that it could not read', async () => {
    await put('roles.yml', 'a: [');
    await edit(PLAYBOOK, 'label:', 'lable:');
    const found = await problems();
    expect(found.filter((one) => one.includes('there is no'))).toEqual([]);
    expect(found.some((one) => one.startsWith('roles.yml:'))).toBe(true);
  });

  it('names the place of a YAML mistake', async () => {
    await put('roles.yml', 'revops:\n  label: "RevOps\n');
    expect((await problems())[0]).toMatch(/^roles\.yml:\d+ : is not valid YAML here: /);
  });

  it('refuses a key written twice', async () => {
    await edit(LOGO, 'playbook: strategic-logo', 'playbook: strategic-logo\nlabel: Again');
    expect(await problems()).toEqual([
      `${LOGO}:${await lineOf(LOGO, 'label: Again')} : is not valid YAML here: Map keys must be unique`,
    ]);
  });

  it('refuses aliases, with which a small file can grow without end', async () => {
    const bomb = [
      'a: &a [x, x]',
      ...[...'bcdefgh'].map((name, at) => `${name}: &${name} [*${'abcdefgh'[at]}, *${'abcdefgh'[at]}]`),
    ];
    await put('roles.yml', bomb.join('\n'));
    const found = await problems();
    expect(found[0]).toBe(
      'roles.yml:2 : uses the alias *a. Policy files have no aliases: write the value out.',
    );
  });

  it('refuses tags', async () => {
    await edit(LOGO, 'label: Strategic Logo', 'label: !!js/function "x"');
    expect((await problems())[0]).toContain('is not valid YAML here: Unresolved tag');
  });

  it.each([
    ['too deep', `a: ${'['.repeat(40)}${']'.repeat(40)}`, 'is nested deeper than 32 levels'],
    ['much too deep', `a: ${'['.repeat(1_000)}${']'.repeat(1_000)}`, 'is nested deeper than 32 levels'],
    ['too large', `a: ${'x'.repeat(300_000)}`, 'a policy file may have 262144. Split it.'],
    ['empty', '', 'is empty. Fill it in or delete it.'],
    ['only comments', '# nothing yet\n', 'is empty. Fill it in or delete it.'],
    ['a list', '- a\n', 'must be a block of "key: value" lines, not a list.'],
  ])('refuses a file that is %s', async (_, content, says) => {
    await put('roles.yml', content);
    const found = await problems();
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(says);
  });

  it('survives a file so deep that the parser gives up', async () => {
    await put('roles.yml', `a: ${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    const found = await problems();
    expect(found[0]).toContain('roles.yml');
    expect(found.length).toBeLessThan(10);
  });

  it('refuses two files with one id', async () => {
    await cp(join(dir, LOGO), join(dir, 'policies/strategic-logo.yaml'));
    expect(await problems()).toEqual([
      `${LOGO}:- : has the same id as strategic-logo.yaml. Rename or delete one of them.`,
    ]);
  });

  it('refuses a file name that is no id', async () => {
    await cp(join(dir, LOGO), join(dir, 'policies/Strategic Logo.yml'));
    expect((await problems())[0]).toContain("policies/Strategic Logo.yml:- : the file's name is its id");
  });

  it('says which files are missing', async () => {
    await rm(join(dir, 'roles.yml'));
    await rm(join(dir, 'playbooks'), { recursive: true });
    expect(await problems()).toEqual([
      'playbooks:- : is missing. It must be a folder with .yml files.',
      'roles.yml:- : is missing. Add it.',
    ]);
  });

  it('says so when a folder has no policy file', async () => {
    await rm(join(dir, 'policies'), { recursive: true });
    await put('policies/readme.txt', 'soon');
    expect(await problems()).toEqual(['policies:- : has no .yml file. Add at least one.']);
  });

  it('says so when a file stands where a folder belongs, or the other way round', async () => {
    await rm(join(dir, 'policies'), { recursive: true });
    await put('policies', 'soon');
    await rm(join(dir, 'roles.yml'));
    await mkdir(join(dir, 'roles.yml'));
    expect(await problems()).toEqual([
      'policies:- : is not a folder. It must hold .yml files.',
      'roles.yml:- : is a folder, not a file.',
    ]);
  });

  it('says so when the configuration folder is not there', async () => {
    await rm(dir, { recursive: true });
    expect(await problems()).toHaveLength(5);
    await mkdir(dir);
  });
});
