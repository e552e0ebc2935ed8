import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readXml } from '../../../sandbox/salesforce/metadata/xml-node.ts';
import { flowJson } from '../../../sandbox/salesforce/tooling/flow-json.ts';
import { documentOfJson } from '../../../server/adapters/salesforce/automations/document-of-json.ts';
import { salesforceFieldNames } from '../../../server/adapters/salesforce/metadata/field-names.ts';
import {
  isSameMetadata,
  writeMetadata,
} from '../../../server/adapters/salesforce/metadata/patch/write-metadata.ts';
import {
  type MetadataDocument,
  readDocuments,
} from '../../../server/adapters/salesforce/metadata/read-documents.ts';
import { parseXml } from '../../../server/adapters/salesforce/metadata/xml-shape.ts';
import { coverageOf } from '../../../src/application/check-coverage.ts';
import { anyFlows } from './arbitrary-flow.ts';
import { analyseMetadata, readSalesforceCorpus } from './read-corpus.ts';

const names = salesforceFieldNames();

function analyseDocuments(documents: readonly MetadataDocument[]) {
  const coverages = coverageOf(readDocuments(documents, names), names);
  return new Map(coverages.map((coverage) => [coverage.automationId, coverage]));
}

it('a flow read from an org is judged as its file is', () => {
  fc.assert(
    fc.property(anyFlows, (flows) => {
      const files = flows.map(({ name, xml }) => ({ file: `${name}.flow-meta.xml`, content: xml }));
      // What goes over the wire is text.
      const told = flows.map(({ name, xml }): MetadataDocument => {
        const json: unknown = JSON.parse(JSON.stringify(flowJson(readXml(xml, 'Flow'))));
        return { kind: 'flow', name, source: name, document: documentOfJson(json) ?? {} };
      });
      expect(analyseDocuments(told)).toEqual(analyseMetadata(files));
    }),
    { numRuns: 150 },
  );
});

it('whatever an org tells, reading it ends well, and nothing is left out', () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ maxDepth: 6 }),
      fc.constantFrom('start', 'loops', 'recordUpdates', 'x'),
      (value, key) => {
        const document = documentOfJson({ [key]: value, label: 'x' });
        expect(document).not.toBeNull();
        const judged = analyseDocuments([
          { kind: 'flow', name: 'Odd', source: 'Odd', document: document ?? {} },
        ]);
        expect([...judged.keys()]).toEqual(['Odd']);
      },
    ),
    { numRuns: 300 },
  );
});

it('metadata written as a file says what it said before, and is written the same again', () => {
  for (const { file, content } of readSalesforceCorpus()) {
    const read = parseXml(content);
    if (read.kind === 'unreadable') continue;
    const written = writeMetadata(read.root, read.document);
    const again = parseXml(written);
    if (again.kind === 'unreadable') throw new Error(`${file}: ${again.why}`);
    expect([file, isSameMetadata(read.document, again.document)]).toEqual([file, true]);
    expect(writeMetadata(again.root, again.document)).toBe(written);
  }
});

it.each<readonly [boolean, object, object]>([
  [true, { a: ['1', '2'], b: '67.0' }, { b: '67', a: ['1', '2'], c: '' }],
  [true, { a: { b: 'x' } }, { a: [{ b: 'x' }] }],
  [true, { a: 'x', loops: [] }, { a: 'x' }],
  [false, { a: ['1', '2'] }, { a: ['2', '1'] }],
  [false, { a: 'true' }, { a: 'false' }],
  [false, { a: { b: 'x' } }, { a: { c: 'x' } }],
  [false, { a: '1,2' }, { a: ['1', '2'] }],
  [false, { a: 'x' }, {}],
])('says %s of whether these are the same: %j and %j', (isSame, a, b) => {
  expect(isSameMetadata({ ...a }, { ...b })).toBe(isSame);
});
