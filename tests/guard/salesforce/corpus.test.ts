import { describe, expect, it } from '@jest/globals';
import { SALESFORCE_CORPUS } from './corpus-table.ts';
import { analyseMetadata, readSalesforceCorpus } from './read-corpus.ts';

const files = readSalesforceCorpus();
const coverages = analyseMetadata(files);

describe('the coverage analyser says of Salesforce automation in which', () => {
  it.each(
    SALESFORCE_CORPUS.map(
      ([id, verdict, reason, mechanism, shows]) => [shows, verdict, { id, reason, mechanism }] as const,
    ),
  )('%s: %s', (_, verdict, { id, reason, mechanism }) => {
    const { evidence } = coverages.get(id) ?? {};
    expect({ evidence, ...coverages.get(id) }).toMatchObject({ verdict, reason, mechanism });
  });
});

it('the table names everything in the corpus once', () => {
  expect(SALESFORCE_CORPUS.map(([id]) => id).toSorted()).toEqual([...coverages.keys()].toSorted());
  expect(files.length).toBeGreaterThanOrEqual(60);
});

it('every verdict comes with one sentence of evidence in words of Salesforce', () => {
  for (const [id, { evidence }] of coverages) {
    expect([id, evidence]).toEqual([id, expect.stringMatching(/^[A-Z].*[^.]\.$/)]);
    expect(evidence).not.toMatch(/enrol|workflow \d|\bdeals?\b|contact|compan|ticket/);
  }
});

it.each(['Draft', 'Obsolete', 'Switched_Off', 'Old (Apex trigger)', 'Lead.No look (assignment rule)'])(
  'lists %s as switched off',
  (id) => expect(coverages.get(id)?.enabled).toBe(false),
);

it('names what an Apex trigger touches, and not what its comments do', () => {
  const { evidence } = coverages.get('AssignLeads (Apex trigger)') ?? {};
  expect(evidence).toContain('the Apex trigger on Lead (before insert, before update), which names OwnerId,');
});
