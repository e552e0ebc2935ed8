import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import { SALESFORCE_RECORD_FIELDS, type SalesforceField } from '@handrail/contracts/salesforce-fields';
import { SALESFORCE_CUSTOM_OBJECTS } from '@handrail/contracts/salesforce-objects';
import { salesforceFieldName } from '@handrail/contracts/salesforce-vocabulary';
import { describe, expect, it } from '@jest/globals';
import { LABEL_TEXTS } from '../../extensions/salesforce/generate/label-texts.ts';
import { LIST_VIEWS } from '../../extensions/salesforce/generate/list-views.ts';
import { packageFiles } from '../../extensions/salesforce/generate/package-files.ts';
import { VALIDATION_RULES } from '../../extensions/salesforce/generate/validation-rules.ts';
import { GENERATED, toXml } from '../../extensions/salesforce/generate/xml.ts';

const ROOT = fileURLToPath(new URL('../../extensions/salesforce/force-app/main/default/', import.meta.url));
const AGAIN = 'node extensions/salesforce/generate/generate.ts';

const stored = new Map(
  readdirSync(ROOT, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .map((path): [string, string] => [path.slice(ROOT.length), readFileSync(path, 'utf8')]),
);
const generated = packageFiles();
const fields: readonly (readonly [string, SalesforceField])[] = [
  ...SALESFORCE_CUSTOM_OBJECTS.flatMap(({ name, fields: own }) =>
    own.map((field) => [`${name}.${field.name}`, field] as const),
  ),
  ...SALESFORCE_RECORD_FIELDS.map((field) => [`record.${field.name}`, field] as const),
];

describe('the generated part of the Salesforce package', () => {
  it(`is what the contracts say; if not, run: ${AGAIN}`, () => {
    const differing = [...generated].filter(([path, text]) => stored.get(path) !== text);
    expect(differing.map(([path]) => path)).toEqual([]);
  });

  it('has no file left over from former contracts', () => {
    const marked = [...stored].filter(([, text]) => text.split('\n')[0]?.includes(GENERATED));
    expect(marked.map(([path]) => path).filter((path) => !generated.has(path))).toEqual([]);
    expect(marked.length).toBe(generated.size);
  });

  it('says so on its first line', () => {
    for (const [, text] of generated) expect(text.split('\n')[0]).toContain(GENERATED);
  });

  it('has a field for every property Handrail writes on a record', () => {
    const names = SALESFORCE_RECORD_FIELDS.map(({ name }) => name).sort();
    expect(names).toEqual(Object.values(RECORD_PROPERTY).map(salesforceFieldName).sort());
  });
});

describe('the platform takes', () => {
  it.each(fields)('%s', (_, { name, label, help, type, length, values }) => {
    expect(name).toMatch(/^[A-Z][A-Za-z0-9]*(_[A-Z][A-Za-z0-9]*)*__c$/);
    expect(name.replace(/__c$/, '').length).toBeLessThanOrEqual(40);
    expect(label.length).toBeLessThanOrEqual(40);
    expect(help.length).toBeGreaterThan(10);
    expect(help.length).toBeLessThanOrEqual(510);
    if (type === 'Text') expect(length).toBeLessThanOrEqual(255);
    if (type === 'LongTextArea') expect(length).toBeLessThanOrEqual(131_072);
    if (type === 'Picklist') expect(values?.length).toBeGreaterThan(0);
  });

  it.each(VALIDATION_RULES.map((rule) => [rule.name, rule] as const))('rule %s', (_, rule) => {
    expect(rule.errorMessage.length).toBeLessThanOrEqual(255);
    expect(rule.errorConditionFormula.length).toBeLessThanOrEqual(3900);
    // Long text can stand in no formula.
    const long = fields.filter(([, { type }]) => type === 'LongTextArea').map(([, { name }]) => name);
    for (const name of long) expect(rule.errorConditionFormula).not.toContain(name);
  });

  it('every label', () => {
    for (const [name, value] of Object.entries(LABEL_TEXTS)) {
      expect(`Handrail: ${name}`.length).toBeLessThanOrEqual(80);
      expect(value.length).toBeLessThanOrEqual(1000);
    }
  });

  it('columns and rules that name fields there are', () => {
    const known = new Set([
      ...SALESFORCE_CUSTOM_OBJECTS.flatMap(({ fields: own }) => own.map(({ name }) => name)),
      ...['NAME', 'CREATED_DATE', 'CREATEDBY_USER'],
    ]);
    const named = [
      ...LIST_VIEWS.flatMap(({ columns, filters = [] }) => [
        ...columns,
        ...filters.map(({ field }) => field),
      ]),
      ...VALIDATION_RULES.flatMap(
        ({ errorConditionFormula }) => errorConditionFormula.match(/\w+__c/g) ?? [],
      ),
    ];
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });
});

describe('people', () => {
  const setsOf = (name: string) => generated.get(`permissionsets/${name}.permissionset-meta.xml`) ?? '';

  it.each(['Handrail_Requester', 'Handrail_Approver', 'Handrail_RevOps'])('with %s change no row', (name) => {
    const text = setsOf(name);
    expect(text).toContain('<allowRead>true</allowRead>');
    expect(text).not.toContain('<allowEdit>true</allowEdit>');
    expect(text).not.toContain('<allowDelete>true</allowDelete>');
    expect(text).not.toContain('<modifyAllRecords>true</modifyAllRecords>');
    expect(text).not.toContain('<customPermissions>');
  });

  it('who approve cannot file, and who report do neither', () => {
    const creates = (name: string) =>
      [...setsOf(name).matchAll(/<allowCreate>true<[\s\S]*?<object>(\w+)</g)].map(([, object]) => object);
    expect(creates('Handrail_Requester')).toEqual(['Handoff_Exception__c', 'Handoff_Decision__c']);
    expect(creates('Handrail_Approver')).toEqual(['Handoff_Decision__c']);
    expect(creates('Handrail_RevOps')).toEqual([]);
  });

  it('cannot write what Handrail answers', () => {
    const answered = fields.filter(([, { writer }]) => writer === 'backend').map(([name]) => name);
    for (const name of ['Handrail_Requester', 'Handrail_Approver', 'Handrail_RevOps']) {
      const editable = [...setsOf(name).matchAll(/<editable>true<\/editable>\s*<field>([\w.]+)</g)].map(
        ([, field]) => field,
      );
      expect(editable.filter((field) => answered.includes(field ?? ''))).toEqual([]);
    }
  });
});

it('writes text that cannot break out of its element', () => {
  const content = { label: `a < b & "c" 'd'` };
  expect(toXml({ type: 'X', path: 'x', content })).toContain(
    '<label>a &lt; b &amp; &quot;c&quot; &apos;d&apos;</label>',
  );
});
