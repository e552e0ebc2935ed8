import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { salesforceFieldNames } from '../../../server/adapters/salesforce/metadata/field-names.ts';
import { joinByLogic } from '../../../server/adapters/salesforce/metadata/filter-logic.ts';
import { readFormula } from '../../../server/adapters/salesforce/metadata/formula/read-formula.ts';
import { proposeGuards } from '../../../server/adapters/salesforce/metadata/patch/propose-guards.ts';
import { COVERAGE_VERDICTS } from '../../../src/contracts/vocabulary.ts';
import { analyseMetadata, readSalesforceCorpus } from './read-corpus.ts';

const FILES = readSalesforceCorpus().filter(({ content }) => content.length < 100_000);
const LONE = new Map(FILES.map(({ file, content }) => [file, content]));

const STRANGE = [
  '',
  '$Record',
  '__proto__',
  'constructor',
  '1e999',
  '{!}',
  '&#x0;',
  '<a/>',
  '<start></start>',
  'true',
];

/** Where to change a text, and what to do there. */
const anyChange = fc.record({
  place: fc.nat(),
  change: fc.constantFrom(
    'drop' as const,
    'repeat' as const,
    'text' as const,
    'cut' as const,
    'rename' as const,
  ),
  other: fc.constantFrom(...STRANGE),
});

/** Changes whole lines or what stands between two tags, so that most results are still XML. */
function mutate(
  content: string,
  changes: readonly { place: number; change: string; other: string }[],
): string {
  let lines = content.split('\n');
  for (const { place, change, other } of changes) {
    const at = place % Math.max(lines.length, 1);
    const line = lines[at] ?? '';
    if (change === 'drop') lines.splice(at, 1);
    else if (change === 'repeat') lines.splice(at, 0, line);
    else if (change === 'text') lines[at] = line.replace(/>[^<]*</, () => `>${other}<`);
    else if (change === 'rename')
      lines[at] = line.replace(/(<\/?)\w+/g, (_, open: string) => `${open}connector`);
    else if (place % 7 === 0) lines = lines.slice(0, at);
  }
  return lines.join('\n');
}

it('never throws on metadata of the corpus that was changed in up to six places, nor does the patch maker', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...FILES),
      fc.array(anyChange, { minLength: 1, maxLength: 6 }),
      ({ file, content }, changes) => {
        const files = [{ file, content: mutate(content, changes) }];
        for (const { verdict, evidence } of analyseMetadata(files).values()) {
          expect(COVERAGE_VERDICTS).toContain(verdict);
          expect(evidence.length).toBeGreaterThan(10);
        }
        proposeGuards(files, salesforceFieldNames());
      },
    ),
    { numRuns: 1_500 },
  );
});

it('never throws on any text at all, in place of a file, a formula or filter logic', () => {
  const names = salesforceFieldNames();
  const scope = { isTag: () => true, test: () => ({ kind: 'elsewhere' }) as const };
  const part = fc.constantFrom(
    'AND(',
    'NOT',
    '(',
    ')',
    '1',
    ' AND ',
    'OR',
    '{!$Record.X}',
    '"',
    "'",
    '/*',
    '=',
    ',',
  );
  const anyText = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.array(part, { maxLength: 30 }).map((all) => all.join('')),
  );
  fc.assert(
    fc.property(anyText, fc.constantFrom(...LONE.keys()), (text, file) => {
      analyseMetadata([{ file, content: text }]);
      analyseMetadata([
        {
          file,
          content: `<Flow><start><filterFormula><![CDATA[${text.replaceAll(']]>', '')}]]></filterFormula></start></Flow>`,
        },
      ]);
      readFormula(text, scope);
      joinByLogic(text, [{ kind: 'elsewhere' }]);
      proposeGuards([{ file, content: text }], names);
    }),
    { numRuns: 1_500 },
  );
});

/** No strange word is a guard. */
it('damage to the filters of a flow without a guard never makes it respected', () => {
  const unguarded = FILES.filter(({ file }) => /^(Unguarded|Start_Hold_True|Start_Logic_Or)/.test(file));
  expect(unguarded.length).toBeGreaterThanOrEqual(5);
  fc.assert(
    fc.property(
      fc.constantFrom(...unguarded),
      fc.constantFrom('filterLogic', 'operator', 'booleanValue', 'field', 'filterFormula'),
      fc.constantFrom('__proto__', 'constructor', '1e999', '{!}', '<a/>', 'Unknown', '1 OR', 'NOT'),
      ({ file, content }, tag, text) => {
        const damaged = content.replaceAll(
          new RegExp(`<${tag}>[^<]*</${tag}>`, 'g'),
          `<${tag}>${text}</${tag}>`,
        );
        const verdicts = [...analyseMetadata([{ file, content: damaged }]).values()].map(
          ({ verdict }) => verdict,
        );
        expect([damaged === content ? 'same' : text, tag, verdicts]).not.toEqual([
          expect.anything(),
          tag,
          ['respects'],
        ]);
      },
    ),
    { numRuns: 500 },
  );
});

it('reads what is nested, long or entangled without an overflow or a long wait', () => {
  const deep = '<a>'.repeat(20_000) + '</a>'.repeat(20_000);
  const brackets = `${'('.repeat(9_000)}TRUE${')'.repeat(9_000)}`;
  const bomb =
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><Flow><label>&b;</label></Flow>';
  const started = performance.now();
  const verdicts = [
    deep,
    `<Flow><start><filterFormula>${brackets}</filterFormula><object>Lead</object></start></Flow>`,
    bomb,
  ].map((content) => [...analyseMetadata([{ file: 'One.flow-meta.xml', content }]).values()][0]?.verdict);
  expect(verdicts).not.toContain('respects');
  expect(verdicts).not.toContain(undefined);
  expect(performance.now() - started).toBeLessThan(5_000);
});
