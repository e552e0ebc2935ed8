import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStore } from '../../server/adapters/store/open-store.ts';
import { byUser, change } from '../domain/watch-stories.ts';
import { peopleSnapshot } from '../fixtures/people.ts';
import { sha256 } from '../fixtures/sha256.ts';
import { runHandrail } from './run-handrail.ts';

const TENANT = 'hubspot:1';
let folder: string;
let empty: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'handrail-guard-watch-'));
  empty = await mkdtemp(join(tmpdir(), 'handrail-guard-empty-'));
  await (await openStore({ dataDir: empty, sha256 })).close();
  const store = await openStore({ dataDir: folder, sha256 });
  const judgedAt = '2026-11-23T10:05:00.000Z';
  const [fight, override, routing] = ['1', '2', '3'].map((id) => id.padStart(32, '0'));
  if (!fight || !override || !routing) throw new Error('there are three');
  const later = change({ changedAt: '2026-11-23T11:00:00.000Z', source: byUser('777') });
  await store.transact(TENANT, async (tx) => {
    await tx.savePeople(
      peopleSnapshot({
        people: [
          { email: 'sam@example.com', name: 'Sam Seller', userId: '777', ownerId: '9777', active: true },
        ],
      }),
    );
    await tx.judgements.addWaiting([
      { changeId: fight, change: change() },
      { changeId: override, change: later },
      { changeId: routing, change: change() },
    ]);
    await tx.judgements.saveJudged({
      changeId: fight,
      change: change(),
      judgedAt,
      verdict: 're_correction',
      reason: 'against_hold',
      requestId: 'req-1',
      remedies: ['put_back'],
      about: { type: 'Strategic Logo' },
    });
    await tx.judgements.settleRemedy(fight, 'put_back', { outcome: 'put_back' }, new Date(judgedAt));
    await tx.judgements.saveJudged({
      changeId: override,
      change: later,
      judgedAt,
      verdict: 'untracked_override',
      reason: 'owner_outside_standard',
      remedies: ['ask'],
      about: { handoff: 'SDR → AE' },
    });
    await tx.judgements.saveJudged({
      changeId: routing,
      change: change(),
      judgedAt,
      verdict: 'standard_routing',
      reason: 'routing',
      remedies: [],
      about: {},
    });
  });
  await store.close();
}, 60_000);
afterAll(() => Promise.all([folder, empty].map((one) => rm(one, { recursive: true }))));

const guard = (dir: string, ...args: string[]) =>
  runHandrail(['guard', ...args], { HANDRAIL_DATA_DIR: dir, HUBSPOT_PORTAL_ID: '1' });

describe('handrail guard watch', () => {
  it('tells each change in a sentence with what was done, newest first', async () => {
    const { code, out, err } = await guard(folder, 'watch');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.trimEnd().split('\n')).toEqual([
      '2026-11-23T11:00:00.000Z  override          deal 4711',
      '    Sam Seller changed the owner of a record that the standard handoff SDR → AE governs, and no exception covers it. (owner: owner 9501 → Sam Seller)',
      '    waits',
      '2026-11-23T10:00:00.000Z  re-correction     deal 4711',
      '    A workflow changed the owner while the exception Strategic Logo held it. (owner: owner 9501 → Sam Seller)',
      '    put back',
      'Seen in all: re-correction 1, override 1, standard routing 1.',
    ]);
  }, 30_000);

  it('gives a script the same, from a moment on, the ordinary ones too', async () => {
    const { code, out } = await guard(folder, 'watch', '--json', '--all', '--since', '2026-11-23 10:30');
    expect(code).toBe(0);
    const { counts, changes } = JSON.parse(out);
    expect(counts).toMatchObject({ untracked_override: 1, re_correction: 0 });
    expect(changes).toEqual([
      expect.objectContaining({
        verdict: 'untracked_override',
        reason: 'owner_outside_standard',
        sentence: expect.stringContaining('Sam Seller changed the owner'),
      }),
    ]);
  }, 30_000);

  it('refuses a moment that is none, and a store that is not there', async () => {
    expect((await guard(folder, 'watch', '--since', 'yesterday')).code).toBe(2);
    const nowhere = await guard(join(folder, 'nowhere'), 'watch');
    expect(nowhere.code).toBe(2);
    expect(nowhere.err).toContain('There is no data directory');
  }, 30_000);
});

describe('handrail guard overrides', () => {
  it('ends with 1 when one waits for an explanation, and with 0 when none does', async () => {
    const found = await guard(folder, 'overrides');
    expect(found.code).toBe(1);
    expect(found.out).toContain('Sam Seller changed the owner');
    expect(found.out).not.toContain('A workflow');
    const none = await guard(empty, 'overrides', '--json');
    expect(none.code).toBe(0);
    expect(JSON.parse(none.out)).toEqual({ overrides: 0, open: [] });
  }, 30_000);
});
