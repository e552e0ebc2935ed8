import { describe, expect, it } from '@jest/globals';
import type { Store } from '../../server/adapters/store/open-store.ts';
import type { FieldChange } from '../../src/domain/watch/field-change.ts';
import type { JudgedChange } from '../../src/domain/watch/judgement.ts';
import { EMPTY_LEDGER } from '../../src/domain/watch/put-back.ts';
import { byUser, change } from '../domain/watch-stories.ts';
import { tenantNames } from '../fixtures/store.ts';
import type { StoreUnderTest } from './store.suite.ts';

const AT = new Date('2026-11-23T10:05:00.000Z');
const { record: DEAL } = change();
const OTHER = { objectType: 'contact', recordId: '7' } as const;

const idOf = (at: number) => String(at).padStart(32, '0');
/** A change that waits, `at` seconds after ten. */
export const waitingChange = (at: number, changes: Partial<FieldChange> = {}) => ({
  changeId: idOf(at),
  change: change({
    changedAt: new Date(Date.parse('2026-11-23T10:00:00.000Z') + at * 1000).toISOString(),
    ...changes,
  }),
});
/** The same as a re-correction that is to be put back. */
export const judgedChange = (at: number, changes: Partial<JudgedChange> = {}): JudgedChange => ({
  ...waitingChange(at),
  judgedAt: AT.toISOString(),
  verdict: 're_correction',
  reason: 'against_hold',
  requestId: 'req-1',
  remedies: ['put_back'],
  about: { type: 'Strategic Logo' },
  ...changes,
});

/** What changes were judged to be: part of what every store must do. */
export function storeJudgementsSuite(under: () => StoreUnderTest): void {
  const newTenant = tenantNames('judgements');
  const transact: Store['transact'] = (tenantId, work) => under().store.transact(tenantId, work);

  describe('judged changes', () => {
    it('wait once each, the oldest first, until they are judged', async () => {
      const tenant = newTenant();
      await transact(tenant, (tx) => tx.judgements.addWaiting([waitingChange(2), waitingChange(1)]));
      await transact(tenant, (tx) =>
        tx.judgements.addWaiting([waitingChange(1), waitingChange(3, { record: OTHER })]),
      );
      await transact(tenant, (tx) => tx.judgements.addWaiting([]));
      const list = (limit: number) => transact(tenant, (tx) => tx.judgements.listWaiting(DEAL, limit));
      expect(await list(10)).toEqual([waitingChange(1), waitingChange(2)]);
      expect(await list(1)).toEqual([waitingChange(1)]);
      await transact(tenant, (tx) => tx.judgements.saveJudged(judgedChange(1)));
      expect(await list(10)).toEqual([waitingChange(2)]);
      // Told again after it was judged: nothing waits.
      await transact(tenant, (tx) => tx.judgements.addWaiting([waitingChange(1)]));
      expect(await list(10)).toEqual([waitingChange(2)]);
    });

    it('are judged once', async () => {
      const tenant = newTenant();
      await transact(tenant, (tx) => tx.judgements.addWaiting([waitingChange(1)]));
      const save = (one: JudgedChange) => transact(tenant, (tx) => tx.judgements.saveJudged(one));
      expect(await save(judgedChange(1))).toBe(true);
      expect(
        await save(judgedChange(1, { verdict: 'allowed', reason: 'fits_exception', remedies: ['ask'] })),
      ).toBe(false);
      const stored = await transact(tenant, (tx) => tx.judgements.findChange(idOf(1)));
      expect(stored).toEqual({
        judged: judgedChange(1),
        remedies: [{ kind: 'put_back', result: null, settledAt: null }],
      });
      expect(await save(judgedChange(9))).toBe(false);
      expect(await transact(tenant, (tx) => tx.judgements.findChange(idOf(9)))).toBeNull();
    });

    it('are listed by what they are, of which record and since when, newest first', async () => {
      const tenant = newTenant();
      const override = {
        verdict: 'untracked_override',
        reason: 'owner_outside_standard',
        remedies: [],
        about: { handoff: 'SDR → AE' },
      } as const;
      await transact(tenant, async (tx) => {
        await tx.judgements.addWaiting([
          waitingChange(1),
          waitingChange(2, { source: byUser('777') }),
          waitingChange(3, { record: OTHER }),
          waitingChange(4),
        ]);
        await tx.judgements.saveJudged(judgedChange(1));
        await tx.judgements.saveJudged(judgedChange(2, override));
        await tx.judgements.saveJudged(judgedChange(3, override));
      });
      const list = (filter: Parameters<typeof ids>[1], limit = 10) => ids(tenant, filter, limit);
      expect(await list({})).toEqual([3, 2, 1]);
      expect(await list({}, 2)).toEqual([3, 2]);
      expect(await list({ record: DEAL })).toEqual([2, 1]);
      expect(await list({ verdicts: ['untracked_override'] })).toEqual([3, 2]);
      expect(await list({ since: '2026-11-23T10:00:02.000Z' })).toEqual([3, 2]);
      const count = (since?: string) =>
        transact(tenant, (tx) => tx.judgements.countVerdicts(since === undefined ? {} : { since }));
      expect(await count()).toMatchObject({ re_correction: 1, untracked_override: 2, ours: 0 });
      expect(await count('2026-11-23T10:00:03.000Z')).toMatchObject({
        re_correction: 0,
        untracked_override: 1,
      });
    });

    async function ids(
      tenant: string,
      filter: Parameters<Parameters<Parameters<Store['transact']>[1]>[0]['judgements']['listChanges']>[0],
      limit: number,
    ): Promise<readonly number[]> {
      const listed = await transact(tenant, (tx) => tx.judgements.listChanges(filter, limit));
      return listed.map((one) => Number(one.judged.changeId));
    }

    it('are explained by one request', async () => {
      const tenant = newTenant();
      await transact(tenant, async (tx) => {
        await tx.judgements.addWaiting([waitingChange(1)]);
        await tx.judgements.saveJudged(judgedChange(1));
      });
      const explain = (requestId: string) =>
        transact(tenant, (tx) => tx.judgements.explainChange(idOf(1), requestId));
      expect(await explain('req-8')).toBe(true);
      expect(await explain('req-9')).toBe(false);
      expect((await transact(tenant, (tx) => tx.judgements.findChange(idOf(1))))?.explainedBy).toBe('req-8');
    });

    it('keep their remedies in order, each settled once', async () => {
      const tenant = newTenant();
      await transact(tenant, async (tx) => {
        await tx.judgements.addWaiting([waitingChange(1)]);
        await tx.judgements.saveJudged(judgedChange(1, { remedies: ['put_back', 'ask'] }));
        await tx.judgements.addRemedy(idOf(1), 'raise');
        await tx.judgements.addRemedy(idOf(1), 'raise');
      });
      const settle = (outcome: 'put_back' | 'refused') =>
        transact(tenant, (tx) => tx.judgements.settleRemedy(idOf(1), 'put_back', { outcome, note: 'n' }, AT));
      expect(await settle('put_back')).toBe(true);
      expect(await settle('refused')).toBe(false);
      expect((await transact(tenant, (tx) => tx.judgements.findChange(idOf(1))))?.remedies).toEqual([
        { kind: 'put_back', result: { outcome: 'put_back', note: 'n' }, settledAt: AT.toISOString() },
        { kind: 'ask', result: null, settledAt: null },
        { kind: 'raise', result: null, settledAt: null },
      ]);
    });

    it('are forgotten when nothing was out of the ordinary', async () => {
      const tenant = newTenant();
      const ordinary = { verdict: 'standard_routing', reason: 'routing', remedies: [] } as const;
      await transact(tenant, async (tx) => {
        await tx.judgements.addWaiting([
          waitingChange(1),
          waitingChange(2),
          waitingChange(3),
          waitingChange(4),
        ]);
        await tx.judgements.saveJudged(judgedChange(1, ordinary));
        await tx.judgements.saveJudged(
          judgedChange(2, { ...ordinary, judgedAt: '2026-11-24T00:00:00.000Z' }),
        );
        await tx.judgements.saveJudged(judgedChange(3));
      });
      const before = new Date('2026-11-23T12:00:00.000Z');
      expect(await transact(tenant, (tx) => tx.judgements.forgetOrdinary(before, 10))).toBe(1);
      expect(await ids(tenant, {}, 10)).toEqual([3, 2]);
      expect(await transact(tenant, (tx) => tx.judgements.listWaiting(DEAL, 10))).toHaveLength(1);
    });

    it('are one tenant’s own', async () => {
      const tenant = newTenant();
      await transact(tenant, async (tx) => {
        await tx.judgements.addWaiting([waitingChange(1)]);
        await tx.judgements.saveJudged(judgedChange(1));
      });
      const other = newTenant();
      expect(await transact(other, (tx) => tx.judgements.findChange(idOf(1)))).toBeNull();
      // The same change of another tenant's record is another row.
      await transact(other, (tx) => tx.judgements.addWaiting([waitingChange(1)]));
      expect(await transact(other, (tx) => tx.judgements.listWaiting(DEAL, 10))).toHaveLength(1);
    });
  });

  describe('ledgers of what was put back', () => {
    it('are empty at first, one for each field, and kept', async () => {
      const tenant = newTenant();
      const ledger = {
        attempts: [{ changeId: idOf(1), at: AT.toISOString(), wrote: ['9501'] }],
        raisedAt: AT.toISOString(),
      };
      const lock = (property: string) =>
        transact(tenant, (tx) => tx.judgements.lockLedger(DEAL, 'tag', property));
      expect(await lock('a')).toEqual(EMPTY_LEDGER);
      await transact(tenant, async (tx) => {
        await tx.judgements.lockLedger(DEAL, 'tag', 'a');
        await tx.judgements.saveLedger(DEAL, 'tag', 'a', ledger);
      });
      expect(await lock('a')).toEqual(ledger);
      expect(await lock('b')).toEqual(EMPTY_LEDGER);
      const read = await transact(tenant, (tx) => tx.judgements.readLedgers(DEAL));
      expect(read.toSorted((a, b) => a.property.localeCompare(b.property))).toEqual([
        { field: 'tag', property: 'a', ledger },
        { field: 'tag', property: 'b', ledger: EMPTY_LEDGER },
      ]);
      expect(await transact(tenant, (tx) => tx.judgements.readLedgers(OTHER))).toEqual([]);
    });

    it('are changed by one transaction after the other', async () => {
      const tenant = newTenant();
      const add = (changeId: string) =>
        transact(tenant, async (tx) => {
          const ledger = await tx.judgements.lockLedger(DEAL, 'owner', '');
          const attempts = [...ledger.attempts, { changeId, at: AT.toISOString(), wrote: [] }];
          await tx.judgements.saveLedger(DEAL, 'owner', '', { ...ledger, attempts });
        });
      await Promise.all(['1', '2', '3', '4'].map(add));
      const { attempts } = await transact(tenant, (tx) => tx.judgements.lockLedger(DEAL, 'owner', ''));
      expect(attempts.map(({ changeId }) => changeId).toSorted()).toEqual(['1', '2', '3', '4']);
    });
  });
}
