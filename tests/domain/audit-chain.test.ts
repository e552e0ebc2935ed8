import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chainEntry, GENESIS, verifyChain } from '../../src/domain/audit/audit-chain.ts';
import type { AuditDraft, AuditEntry } from '../../src/domain/audit/audit-entry.ts';
import { sha256 } from '../fixtures/sha256.ts';

const TENANT = 'hubspot:1';

function draft(type: string): AuditDraft {
  return { at: '2026-11-03T10:00:00.000Z', type, actor: { kind: 'system' }, data: { type } };
}

function chain(types: readonly string[], tenantId = TENANT): readonly AuditEntry[] {
  return types.reduce<AuditEntry[]>((entries, type) => {
    const head = entries.at(-1) ?? { seq: 0, hash: GENESIS };
    entries.push(chainEntry(tenantId, head, draft(type), sha256));
    return entries;
  }, []);
}

const verify = (entries: readonly AuditEntry[]) => verifyChain(TENANT, entries, sha256);
const five = chain(['a', 'b', 'c', 'd', 'e']);

/** Rewrites the body of an entry as somebody with access to the table could, hash included. */
function forged(
  entry: AuditEntry,
  change: (body: Record<string, unknown>) => Record<string, unknown>,
): AuditEntry {
  const body = JSON.stringify(change(JSON.parse(entry.body)));
  return { ...entry, body, hash: sha256(body) };
}

function replaceAt(at: number, change: (entry: AuditEntry) => AuditEntry): readonly AuditEntry[] {
  return five.map((entry, index) => (index === at ? change(entry) : entry));
}

describe('a chain that nobody touched', () => {
  it('holds, and says how long it is', () => {
    expect(verify(five)).toEqual({ ok: true, entries: 5, head: { seq: 5, hash: five[4]?.hash } });
    expect(verify([])).toEqual({ ok: true, entries: 0, head: { seq: 0, hash: GENESIS } });
  });

  it('writes tenant, number and predecessor into the text that is hashed', () => {
    expect(five[0]?.body).toBe(
      `{"actor":{"kind":"system"},"at":"2026-11-03T10:00:00.000Z","data":{"type":"a"},"prev":"${GENESIS}","seq":1,"tenantId":"hubspot:1","type":"a","v":1}`,
    );
  });
});

describe('tampering is named by the number of the entry', () => {
  it.each<[string, readonly AuditEntry[], number, string]>([
    [
      'a body that was altered',
      replaceAt(2, (entry) => ({ ...entry, body: entry.body.replace('"c"', '"x"') })),
      3,
      'its text does not match its hash: it was altered after it was written',
    ],
    [
      'a hash that was altered',
      replaceAt(2, (entry) => ({ ...entry, hash: '0'.repeat(64) })),
      3,
      'its text does not match its hash: it was altered after it was written',
    ],
    [
      'body and hash altered together: the entry after it tells',
      replaceAt(2, (entry) => forged(entry, (body) => ({ ...body, type: 'x' }))),
      4,
      'it does not follow the entry before it: one of the two was replaced',
    ],
    [
      'an entry that was removed',
      five.filter(({ seq }) => seq !== 3),
      4,
      'entry 3 is missing: the next one found is 4',
    ],
    ['a first entry that was removed', five.slice(1), 2, 'entry 1 is missing: the next one found is 2'],
    [
      'two entries that were swapped with their numbers',
      five.map((entry, at) => ({ ...(five[at === 1 ? 2 : at === 2 ? 1 : at] ?? entry), seq: entry.seq })),
      2,
      'its text says it is entry 3',
    ],
    [
      'an entry that was removed and the rest renumbered',
      five.filter(({ seq }) => seq !== 3).map((entry, at) => ({ ...entry, seq: at + 1 })),
      3,
      'its text says it is entry 4',
    ],
    [
      'an entry that was written twice',
      [...five.slice(0, 3), ...five.slice(2)],
      3,
      'entry 4 is missing: the next one found is 3',
    ],
    ['an entry of another tenant', chain(['a', 'b', 'c'], 'hubspot:2'), 1, 'it belongs to another tenant'],
    [
      'a text that is no JSON',
      replaceAt(1, (entry) => ({ ...entry, body: 'gone', hash: sha256('gone') })),
      2,
      'its text is not valid JSON',
    ],
    [
      'a text that is JSON but no entry',
      replaceAt(1, (entry) => ({ ...entry, body: 'null', hash: sha256('null') })),
      2,
      'its text is not valid JSON',
    ],
  ])('%s', (_, entries, seq, why) => {
    expect(verify(entries)).toMatchObject({ ok: false, broken: { seq, why } });
  });

  it('stops at the first break', () => {
    const entries = five.map((entry) => (entry.seq >= 2 ? { ...entry, body: `${entry.body} ` } : entry));
    expect(verify(entries)).toMatchObject({ ok: false, entries: 2, broken: { seq: 2 } });
  });

  it('finds any change of one character anywhere', () => {
    fc.assert(
      fc.property(fc.nat({ max: 4 }), fc.nat(), (at, position) => {
        const entries = replaceAt(at, (entry) => {
          const index = position % entry.body.length;
          const changed = entry.body[index] === 'x' ? 'y' : 'x';
          return { ...entry, body: entry.body.slice(0, index) + changed + entry.body.slice(index + 1) };
        });
        expect(verify(entries)).toMatchObject({ ok: false, broken: { seq: at + 1 } });
      }),
    );
  });
});

it('cannot see entries cut off at the end: the head tells', () => {
  const cut = verify(five.slice(0, 3));
  expect(cut).toEqual({ ok: true, entries: 3, head: { seq: 3, hash: five[2]?.hash } });
  expect(cut).not.toEqual(verify(five));
});
