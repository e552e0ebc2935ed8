import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NO_LISTS, readList } from '../../server/adapters/hubspot/flows/lists.ts';
import { COVERAGE_VERDICTS } from '../../src/contracts/vocabulary.ts';
import { analyse, readCorpus, readCorpusLists } from './read-corpus.ts';

const CORPUS = [...readCorpus().values()];
const LISTS = readCorpusLists();

/** A value that stands where none like it belongs, the names that every object inherits among them. */
const anyStrangeValue = fc
  .oneof(
    fc.constantFrom<unknown>(
      null,
      true,
      -1,
      1e308,
      '',
      'toString',
      '__proto__',
      '0-5',
      '1',
      [],
      {},
      [[]],
      [null],
    ),
    fc.constantFrom<unknown>(
      { toString: 1 },
      { filterBranchType: 'OR' },
      { nextActionId: '1', edgeType: 'GOTO' },
    ),
    fc.jsonValue({ maxDepth: 3 }),
  )
  // Each use changes its own copy.
  .map((value) => structuredClone(value));

/** Where to change a document (which of its places, counted through) and what to put there. */
const anyChange = fc.record({
  place: fc.nat(),
  change: fc.constantFrom('replace' as const, 'remove' as const, 'repeat' as const, 'rename' as const),
  value: anyStrangeValue,
});

interface Place {
  readonly holder: Record<string, unknown> | unknown[];
  readonly key: string;
}

function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Place['holder'];
  return Object.entries(holder).flatMap(([key, inner]) => [{ holder, key }, ...placesIn(inner)]);
}

function mutate(
  document: unknown,
  changes: readonly { place: number; change: string; value: unknown }[],
): unknown {
  const copy = structuredClone(document);
  for (const { place, change, value } of changes) {
    const places = placesIn(copy);
    const at = places[place % Math.max(places.length, 1)];
    if (!at) continue;
    const inner = Reflect.get(at.holder, at.key);
    if (change === 'replace') Reflect.set(at.holder, at.key, value);
    else if (change === 'remove') Reflect.deleteProperty(at.holder, at.key);
    else if (change === 'repeat' && Array.isArray(at.holder)) at.holder.push(structuredClone(inner));
    else if (!Array.isArray(at.holder)) Reflect.set(at.holder, `${at.key}2`, inner);
  }
  return JSON.parse(JSON.stringify(copy) ?? 'null');
}

function judge(...documents: readonly unknown[]): readonly string[] {
  const named = new Map(documents.map((document, at) => [String(at), document]));
  return [...analyse(named, LISTS).values()].map(({ verdict, evidence }) => {
    expect(evidence.length).toBeGreaterThan(10);
    return verdict;
  });
}

it('never throws on a workflow of the corpus that was changed in up to six places', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...CORPUS),
      fc.array(anyChange, { minLength: 1, maxLength: 6 }),
      (document, changes) => {
        for (const verdict of judge(mutate(document, changes))) expect(COVERAGE_VERDICTS).toContain(verdict);
      },
    ),
    { numRuns: 3_000 },
  );
});

it('never throws on any JSON at all', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      judge(one, { actions: [one, other], enrollmentCriteria: other, suppressionFilterBranch: one });
      readList(one);
    }),
    { numRuns: 1_000 },
  );
});

/**
 * Taking something away from a guard never makes it better, and no strange value is a guard: a document that was not
 * respected must not become so by damage that leaves its writes as they are.
 */
it('damage to the guards of a workflow never makes it respected', () => {
  const unguarded = [...readCorpus().entries()].filter(([name]) => name.startsWith('no-guard-'));
  fc.assert(
    fc.property(
      fc.constantFrom(...unguarded),
      fc.constantFrom(
        'enrollmentCriteria',
        'suppressionFilterBranch',
        'suppressionListIds',
        'goalFilterBranch',
        'timeWindows',
      ),
      anyStrangeValue,
      ([, document], key, value) => {
        expect(judge({ ...(document as object), [key]: value })).not.toContain('respects');
      },
    ),
    { numRuns: 1_000 },
  );
});

it('reads a filter and a value nested a hundred thousand deep without an overflow', () => {
  const deep = JSON.parse(
    `${'{"filterBranchType":"AND","filterBranches":['.repeat(100_000)}${']}'.repeat(100_000)}`,
  );
  const flow = { id: '1', type: 'PLATFORM_FLOW', objectTypeId: '0-3', startActionId: '1' };
  const actions = [{ actionId: '1', type: 'NEW', inside: deep }];
  expect(judge({ ...flow, actions, suppressionFilterBranch: deep })).toEqual(['needs_review']);
  expect(NO_LISTS.byListId('1').kind).toBe('unknown');
});
