/**
 * The content of every metadata file against the types that Salesforce publishes from its Metadata WSDL
 * (@salesforce/types): unknown elements and values are found. Which elements are required is not: the types say
 * "optional" of nearly all.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { XMLParser } from 'fast-xml-parser';
import ts from 'typescript';

const SOURCE = fileURLToPath(new URL('../force-app/main/default', import.meta.url));
const HERE = fileURLToPath(new URL('.', import.meta.url));

const PRELUDE = `
type Leaf<T> = [T] extends [string] ? (string extends T ? string | number | boolean : T) : T;
type Loose<T> = T extends readonly (infer U)[] ? Loose<U> | readonly Loose<U>[]
    : T extends object ? { readonly [K in keyof T]?: Loose<T[K]> } : Leaf<T>;
`;

/** Bundles of components have a file format of their own, which the WSDL does not describe. */
const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('-meta.xml') && !name.startsWith('lwc'))
  .map((name) => ({ name, text: readFileSync(join(SOURCE, name), 'utf8') }));

const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: true, trimValues: true });

/** What a file holds, as a TypeScript declaration of its root type. */
function declarationOf(text, index) {
  const [[type, content]] = Object.entries(parser.parse(text)).filter(([name]) => name !== '?xml');
  return `import('@salesforce/types/metadata').${type}\n> = ${JSON.stringify(content)};`.replace(
    /^/,
    `const file${index}: Loose<`,
  );
}

/** The messages of the compiler, each with the file it is about. */
function findings(entries) {
  const path = join(HERE, 'metadata.virtual.ts');
  const starts = [];
  let source = PRELUDE;
  entries.forEach(({ name, text }, index) => {
    starts.push({ at: source.length, name });
    source += `${declarationOf(text, index)}\n`;
  });
  source += 'export {};\n';
  const options = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (name) => (name === path ? source : readFile(name));
  host.fileExists = (name) => name === path || fileExists(name);
  host.getSourceFile = (name, ...rest) =>
    name === path
      ? ts.createSourceFile(name, source, ts.ScriptTarget.ES2022, true)
      : getSourceFile(name, ...rest);
  const program = ts.createProgram([path], options, host);
  return ts.getPreEmitDiagnostics(program).map((one) => {
    const owner = starts.findLast(({ at }) => at <= (one.start ?? 0));
    return `${owner?.name}: ${ts.flattenDiagnosticMessageText(one.messageText, ' ')}`;
  });
}

let found;
before(() => {
  found = findings(files);
});

describe('the Metadata API knows every element and value of', () => {
  const folders = [...new Set(files.map(({ name }) => name.split(/[\\/]/)[0]))];
  for (const folder of folders) {
    test(folder, () => {
      assert.deepEqual(
        found.filter((message) => message.startsWith(folder) || message.startsWith('undefined')),
        [],
      );
    });
  }
});

describe('the check finds', () => {
  const FIELD = files.find(({ name }) => name.endsWith('Status__c.field-meta.xml')).text;
  const FLOW = files.find(({ name }) => name.endsWith('Keep_Hold.flow-meta.xml')).text;
  const cases = [
    ['a misspelt element', FIELD.replaceAll('inlineHelpText>', 'inlineHelptext>'), /inlineHelptext/],
    ['a field type there is not', FIELD.replace('>Picklist<', '>PickList<'), /PickList/],
    ['a trigger type there is not', FLOW.replace('>RecordAfterSave<', '>AfterSave<'), /AfterSave/],
    ['an operator there is not', FLOW.replace('>IsNull<', '>IsBlank2<'), /IsBlank2/],
    ['an element in the wrong place', FIELD.replace('<label>', '<rules>x</rules><label>'), /rules/],
  ];
  const all = cases.map(([name, text]) => ({ name, text }));
  let broken;
  before(() => {
    broken = findings(all);
  });
  for (const [name, , expected] of cases) {
    test(name, () => {
      const messages = broken.filter((message) => message.startsWith(`${name}: `));
      assert.ok(messages.length > 0, 'nothing was found');
      assert.match(messages.join('\n'), expected);
    });
  }
});

test('every file is read', () => {
  assert.ok(files.length > 120, `only ${files.length} files`);
  assert.ok(files.every(({ name }) => relative(SOURCE, join(SOURCE, name)) === name));
});
