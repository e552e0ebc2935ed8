import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { salesforceFieldNames } from '../../../server/adapters/salesforce/metadata/field-names.ts';
import { logicWith } from '../../../server/adapters/salesforce/metadata/patch/edit-flow.ts';
import { proposeGuards } from '../../../server/adapters/salesforce/metadata/patch/propose-guards.ts';
import { unifiedDiff } from '../../../server/adapters/salesforce/metadata/patch/unified-diff.ts';
import { analyseMetadata, readSalesforceCorpus } from './read-corpus.ts';

const files = readSalesforceCorpus();
const { proposals, byHand } = proposeGuards(files, salesforceFieldNames());

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'handrail-patch-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the proposed changes', () => {
  it('make what they mend respect the hold, and change no other verdict for the worse', () => {
    const before = analyseMetadata(files);
    const changed = new Map(proposals.map(({ file, content }) => [file.file, content]));
    const after = analyseMetadata(
      files.map(({ file, content }) => ({ file, content: changed.get(file) ?? content })),
    );
    expect(proposals.length).toBeGreaterThan(25);
    for (const { mends } of proposals)
      for (const { automationId } of mends) expect(after.get(automationId)?.verdict).toBe('respects');
    for (const [id, { verdict }] of before)
      if (verdict === 'respects') expect([id, after.get(id)?.verdict]).toEqual([id, 'respects']);
  });

  it('and the list of what is mended by hand leave nothing out that is on', () => {
    const open = [...analyseMetadata(files).values()].filter(
      ({ enabled, verdict }) => enabled && (verdict === 'ignores' || verdict === 'partly'),
    );
    const told = [...proposals.flatMap(({ mends }) => mends), ...byHand].map(
      ({ automationId }) => automationId,
    );
    expect(told.toSorted()).toEqual(open.map(({ automationId }) => automationId).toSorted());
  });

  it.each([
    ['Start_Logic_Or.flow-meta.xml', '<filterLogic>(1 OR 2) AND 3</filterLogic>'],
    ['Start_Logic_Or_Numbers.flow-meta.xml', '<filterLogic>(1 OR 2) AND 3</filterLogic>'],
    ['Formula_Or.flow-meta.xml', 'AND(NOT({!$Record.Handoff_Routing_Hold__c}), OR('],
    ['Unguarded_Update.flow-meta.xml', '<filterLogic>and</filterLogic>'],
    [
      'Async_Path.flow-meta.xml',
      '<leftValueReference>Handrail_Read_1.Handoff_Routing_Hold__c</leftValueReference>',
    ],
    ['Case.assignmentRules-meta.xml', '<field>Case.Handoff_Routing_Hold__c</field>'],
    [
      'Opportunity.workflow-meta.xml',
      '<formula>AND(NOT(Handoff_Routing_Hold__c), NOT($Permission.Handrail_Bypass))</formula>',
    ],
  ])('to %s hold %s', (file, part) => {
    expect(proposals.find((one) => one.file.file === file)?.content).toContain(part);
  });

  it('say that the release of the hold starts a flow that waits for a change', () => {
    const notes = proposals.find(
      ({ file }) => file.file === 'Scheduled_Path_Start_Guard.flow-meta.xml',
    )?.notes;
    expect(notes).toEqual([expect.stringContaining('the release of the hold starts it')]);
  });

  it('are not offered to what hides, calls code or releases the hold itself', () => {
    const touched = proposals.map(({ file }) => file.file);
    for (const name of [
      'Apex_Behind_Guard',
      'acme__Routing',
      'Clears_The_Tag',
      'Draft',
      'Collection_Unguarded',
    ])
      expect(touched).not.toContain(`${name}.flow-meta.xml`);
  });
});

describe('logicWith', () => {
  it.each([
    [null, 0, 'and'],
    ['and', 2, 'and'],
    ['or', 2, '(1 OR 2) AND 3'],
    ['1 OR (2 AND 3)', 3, '(1 OR (2 AND 3)) AND 4'],
  ])('%s of %d filters becomes %s', (logic, filters, joined) => {
    expect(logicWith(logic, filters)).toBe(joined);
  });
});

describe('unifiedDiff', () => {
  it('gives a patch that git applies, whatever lines are put in, replaced or taken out', () => {
    const line = fc.constantFrom('a', 'b', 'c', 'd', '<x>', '');
    const lines = fc.array(line, { maxLength: 40 });
    fc.assert(
      fc.property(lines, fc.array(fc.tuple(fc.nat(40), fc.nat(2), lines), { maxLength: 3 }), (old, edits) => {
        const fresh = [...old];
        for (const [at, remove, add] of edits) fresh.splice(at, remove, ...add);
        const [before, after] = [`top\n${old.join('\n')}`, `top\n${fresh.join('\n')}`];
        const patch = unifiedDiff('one.xml', before, after);
        if (before === after) return expect(patch).toBe('');
        writeFileSync(join(folder, 'one.xml'), before);
        writeFileSync(join(folder, 'one.patch'), patch);
        execFileSync('git', ['apply', '--whitespace=nowarn', 'one.patch'], { cwd: folder, stdio: 'pipe' });
        expect(readFileSync(join(folder, 'one.xml'), 'utf8')).toBe(after);
      }),
      { numRuns: 100 },
    );
  });
});
