import { describe, expect, it } from '@jest/globals';
import { CORPUS } from './corpus-table.ts';
import { analyse, readCorpus, readCorpusLists } from './read-corpus.ts';

const documents = readCorpus();
const coverages = analyse(documents, readCorpusLists());

describe('the coverage analyser says of a workflow in which', () => {
  it.each(
    CORPUS.map(
      ([file, verdict, reason, mechanism, shows]) => [shows, verdict, { file, reason, mechanism }] as const,
    ),
  )('%s: %s', (_, verdict, { file, reason, mechanism }) => {
    expect(coverages.get(file)).toMatchObject({ verdict, reason, mechanism });
  });
});

it('the table names every document of the corpus once', () => {
  expect(CORPUS.map(([file]) => file).toSorted()).toEqual([...documents.keys()].toSorted());
  expect(CORPUS.length).toBeGreaterThanOrEqual(40);
});

it('every verdict comes with one sentence of evidence', () => {
  for (const [file, { evidence }] of coverages)
    expect([file, evidence]).toEqual([file, expect.stringMatching(/^[A-Z].*[^.]\.$/)]);
});
