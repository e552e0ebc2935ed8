import { describe, expect, it } from '@jest/globals';
import { manifest } from '../../../server/adapters/salesforce/package/manifest.ts';
import { PackageError } from '../../../server/adapters/salesforce/package/package-error.ts';
import { readSource } from '../../../server/adapters/salesforce/package/read-source.ts';
import {
  sourceOf,
  toMetadataFormat,
} from '../../../server/adapters/salesforce/package/to-metadata-format.ts';
import { zipPackage } from '../../../server/adapters/salesforce/package/zip-package.ts';

const object = (inner: string) =>
  `<?xml version="1.0"?>\n<CustomObject xmlns="x">\n${inner}\n</CustomObject>\n`;
const OWN = { path: 'objects/A__c/A__c.object-meta.xml', text: object('    <label>A</label>') };
const field = (name: string, inner: string) => ({
  path: `objects/A__c/fields/${name}.field-meta.xml`,
  text: `<CustomField>\n${inner}\n</CustomField>\n`,
});

describe('a package in source format', () => {
  it('becomes one file an object, whose lines lead back to their files', () => {
    const named = field('B__c', '    <fullName>B__c</fullName>\n    <type>Text</type>');
    const unnamed = field('C__c', '    <valueSet><value><fullName>deep</fullName></value></valueSet>');
    const built = toMetadataFormat([OWN, named, unnamed]);
    const text = built.files.get('objects/A__c.object') ?? '';
    expect(text.match(/<fullName>(B__c|C__c)</g)).toHaveLength(2);
    const line = text.split('\n').findIndex((one) => one.includes('<type>Text')) + 1;
    expect(sourceOf(built, 'objects/A__c.object', line)).toEqual({ source: named.path, line: 3 });
    expect(sourceOf(built, 'objects/A__c.object', undefined)).toBeUndefined();
    expect(manifest(built.components)).toContain('<members>A__c.C__c</members>');
  });

  it('leaves files of other kinds as they are, and knows folders and bundles', () => {
    const sources = [
      { path: 'reports/Ours.reportFolder-meta.xml', text: '<ReportFolder/>' },
      { path: 'reports/Ours/One.report-meta.xml', text: '<Report/>' },
      { path: 'lwc/card/card.js', text: 'export {};' },
      { path: 'lwc/card/card.js-meta.xml', text: '<LightningComponentBundle/>' },
    ];
    const { files, components } = toMetadataFormat(sources);
    expect([...files.keys()]).toEqual([
      'reports/Ours-meta.xml',
      'reports/Ours/One.report',
      'lwc/card/card.js',
      'lwc/card/card.js-meta.xml',
    ]);
    expect(components.map(({ type, fullName }) => `${type} ${fullName}`)).toEqual([
      'Report Ours/',
      'Report Ours/One',
      'LightningComponentBundle card',
    ]);
  });

  it.each([
    ['a folder nobody knows', { path: 'chains/x.chain-meta.xml', text: '<X/>' }, 'chains'],
    ['a file that is no metadata', { path: 'tabs/notes.txt', text: '' }, '-meta.xml'],
    ['a part nobody knows', { path: 'objects/A__c/moods/x.mood-meta.xml', text: '<Mood/>' }, 'moods/x.mood'],
    ['a field that is none', { ...field('B__c', ''), text: '<Other/>' }, 'no CustomField'],
  ])('with %s is refused, and the file named', (_, source, words) => {
    const build = () => toMetadataFormat([OWN, source]);
    expect(build).toThrow(PackageError);
    expect(build).toThrow(words);
  });

  it('is the same archive each time, byte for byte', async () => {
    const { components: members, files } = toMetadataFormat(await readSource());
    const [one, other] = [0, 1].map(() => zipPackage({ members, files }));
    expect(Buffer.from(one ?? []).equals(Buffer.from(other ?? []))).toBe(true);
    expect([...files.keys()].filter((path) => path.includes('__tests__'))).toEqual([]);
  });
});
