import { HOLD_FIELD } from '../field-names.ts';
import { type Edit, logicWith } from './edit-flow.ts';
import { escapeXml, insertBefore } from './xml-text.ts';

/** Adds a first entry for held records, which assigns nobody, to each assignment rule of an object. */
export function editAssignmentRules(object: string, content: string): Edit {
  const entry = [
    '<ruleEntry>',
    '    <criteriaItems>',
    `        <field>${object}.${HOLD_FIELD}</field>`,
    '        <operation>equals</operation>',
    '        <value>True</value>',
    '    </criteriaItems>',
    '</ruleEntry>',
  ]
    .map((line) => `        ${line}\n`)
    .join('');
  return {
    content: content.replace(
      /<assignmentRule>[\s\S]*?<\/assignmentRule>/g,
      (rule) => insertBefore(rule, ['ruleEntry'], entry) ?? rule,
    ),
    what: ['A first entry catches held records and assigns nobody.'],
    notes: [
      'In Setup the new entry must show "Do Not Reassign Owner". Check it there after the deployment: the metadata says it by naming no assignee.',
    ],
  };
}

/** Adds the hold to the criteria of the named workflow rules of an object. */
export function editWorkflowRules(object: string, content: string, names: ReadonlySet<string>): Edit {
  return {
    content: content.replace(/<rules>[\s\S]*?<\/rules>/g, (rule) => {
      const name = /<fullName>([^<]*)<\/fullName>/.exec(rule)?.[1];
      return name !== undefined && names.has(name) ? guardRule(rule, object) : rule;
    }),
    what: [`The criteria ask for ${HOLD_FIELD} = False beside what they ask already.`],
    notes: [],
  };
}

function guardRule(rule: string, object: string): string {
  const formula = /<formula>([\s\S]*?)<\/formula>/;
  if (formula.test(rule))
    return rule.replace(
      formula,
      (_, asked: string) => `<formula>${escapeXml(`AND(NOT(${HOLD_FIELD}), `)}${asked})</formula>`,
    );
  const items = rule.match(/<criteriaItems>/g)?.length ?? 0;
  const item = [
    '<criteriaItems>',
    `    <field>${object}.${HOLD_FIELD}</field>`,
    '    <operation>equals</operation>',
    '    <value>False</value>',
    '</criteriaItems>',
  ]
    .map((line) => `        ${line}\n`)
    .join('');
  const logic = /<booleanFilter>([\s\S]*?)<\/booleanFilter>/;
  const joined = rule.replace(
    logic,
    (_, asked: string) => `<booleanFilter>${logicWith(asked, items)}</booleanFilter>`,
  );
  const end = joined.lastIndexOf('</criteriaItems>');
  if (end < 0) return insertBefore(joined, ['description', 'triggerType'], item) ?? rule;
  const line = joined.indexOf('\n', end) + 1;
  return joined.slice(0, line) + item + joined.slice(line);
}
