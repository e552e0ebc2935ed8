import { expect, it } from '@jest/globals';
import { hubspotFieldNames } from '../../server/adapters/hubspot/flows/field-names.ts';
import { draftMend } from '../../server/adapters/hubspot/flows/mend-draft.ts';
import { readFlow } from '../../server/adapters/hubspot/flows/read-flow.ts';
import { judgeMend, type MendVerdict } from '../../src/domain/guard/mend/judge-mend.ts';
import type { AutomationDocument } from '../../src/domain/guard/mend/mend.ts';
import { analyse, CHECK_ACTION, readCorpus, readCorpusLists } from './read-corpus.ts';

/** Documents of the corpus that ignore the hold, or respect it in part, and that no exclusion can mend. */
const EXPLAINED = {
  'associated-deals': 'not_respected_after',
  'inverted-exclusion': 'keeps_everybody_out',
  'no-start': 'not_respected_after',
  'unknown-action-kind': 'not_respected_after',
};
/** Of those that can: contact workflows, which have exclusion lists only. */
const BY_LIST = ['exclusion-fixed-list', 'exclusion-list-of-other-records', 'no-guard-lifecycle'];

const lists = readCorpusLists();
const options = { lists, checkActions: [CHECK_ACTION] };

function judged(): ReadonlyMap<string, MendVerdict> {
  const documents = readCorpus();
  const automations = [...documents.values()].flatMap((document) => {
    const reading = readFlow(document, options);
    return reading.kind === 'read' ? [reading.automation] : [];
  });
  return new Map(
    [...analyse(documents, lists)].map(([name, coverage]) => {
      // Whatever the document is: a draft is asked for of anything.
      const draft = draftMend(Object(documents.get(name)) as AutomationDocument, options);
      return [name, judgeMend(coverage, draft, automations, hubspotFieldNames())];
    }),
  );
}

it('offers a mend of each document that an exclusion can mend, and says of the others why not', () => {
  const verdicts = analyse(readCorpus(), lists);
  const explained: Record<string, string> = {};
  const byList: string[] = [];
  let offered = 0;
  for (const [name, verdict] of judged()) {
    const before = verdicts.get(name)?.verdict;
    expect([name, verdict.kind === 'not_needed']).toEqual([
      name,
      before !== 'ignores' && before !== 'partly',
    ]);
    if (verdict.kind === 'explained') {
      explained[name] = verdict.code;
      expect(verdict.advice.length).toBeGreaterThan(1);
    }
    if (verdict.kind !== 'offered') continue;
    offered += 1;
    expect([name, verdict.after.verdict]).toEqual([name, 'respects']);
    if (verdict.way === 'exclusion_list') byList.push(name);
  }
  expect(explained).toEqual(EXPLAINED);
  expect(byList.toSorted()).toEqual(BY_LIST.toSorted());
  expect(offered).toBeGreaterThan(35);
});

it('changes one key and nothing else, and never takes away what was excluded before', () => {
  const documents = readCorpus();
  for (const [name, verdict] of judged()) {
    if (verdict.kind !== 'offered') continue;
    const { document, lines, way } = verdict.draft;
    const key = way === 'exclusion_filter' ? 'suppressionFilterBranch' : 'suppressionListIds';
    const former = documents.get(name) as AutomationDocument;
    const { [key]: before, ...rest } = former;
    const { [key]: after, ...otherwise } = document;
    expect(otherwise).toEqual(rest);
    expect(lines.map(({ path }) => path)).toEqual([key]);
    expect(Array.isArray(after) ? after.slice(0, -1) : [after]).toEqual(
      Array.isArray(before) ? before : [expect.objectContaining({ filterBranchType: 'OR' })],
    );
    const isEmpty = before === undefined || Object.keys(Object(before)).length === 0;
    // The former filter stands in the new one word for word, as a whole or by its branches.
    if (way === 'exclusion_filter' && !isEmpty) {
      const { filterBranches } = before as { filterBranches: readonly unknown[] };
      const now = JSON.stringify(after);
      const isWhole = now.includes(JSON.stringify(before));
      expect([
        name,
        isWhole || filterBranches.every((branch) => now.includes(JSON.stringify(branch))),
      ]).toEqual([name, true]);
    }
  }
});

it.each([
  ['nothing at all', {}, 'no_revision'],
  ['no revision', { type: 'PLATFORM_FLOW', crmObjectCreationStatus: 'COMPLETE' }, 'no_revision'],
  ['still being created', { revisionId: '1', crmObjectCreationStatus: 'PENDING' }, 'still_being_created'],
  ['no status', { revisionId: '1' }, 'still_being_created'],
  ['a set of actions', whole({ flowType: 'ACTION_SET' }), 'not_a_workflow'],
  ['an unknown type', whole({ type: 'STORY_FLOW' }), 'not_a_workflow'],
  ['other records', whole({ objectTypeId: '2-1234' }), 'records_not_tagged'],
  ['a filter that is a text', whole({ suppressionFilterBranch: 'x' }), 'exclusion_not_readable'],
  [
    'a hidden part of a filter',
    whole({
      suppressionFilterBranch: {
        filterBranchType: 'OR',
        filterBranches: [{ filterBranchType: 'RESTRICTED' }],
      },
    }),
    'exclusion_not_readable',
  ],
  ['lists that are none', whole({ type: 'CONTACT_FLOW', suppressionListIds: 7 }), 'exclusion_not_readable'],
  [
    'a list without an id',
    whole({ type: 'CONTACT_FLOW', suppressionListIds: [null] }),
    'exclusion_not_readable',
  ],
])('a document with %s is not changed', (_what, document, code) => {
  expect(draftMend(document)).toMatchObject({ kind: 'none', code, why: expect.stringMatching(/\.$/) });
});

function whole(changes: AutomationDocument): AutomationDocument {
  return {
    revisionId: '1',
    crmObjectCreationStatus: 'COMPLETE',
    type: 'PLATFORM_FLOW',
    objectTypeId: '0-3',
    actions: [],
    ...changes,
  };
}
