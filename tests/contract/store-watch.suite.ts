import { describe, expect, it } from '@jest/globals';
import type { Store } from '../../server/adapters/store/open-store.ts';
import type { RecordRef } from '../../src/domain/policy/facts.ts';
import type { FieldChange, PresentValue } from '../../src/domain/watch/field-change.ts';
import type { WatchEvent } from '../../src/ports/watch-store.ts';
import { tenantNames } from '../fixtures/store.ts';
import type { StoreUnderTest } from './store.suite.ts';

const DEAL: RecordRef = { objectType: 'deal', recordId: '4711' };
const OTHER: RecordRef = { objectType: 'contact', recordId: '4711' };
const NOW = new Date('2026-11-23T09:00:00.000Z');

/** A moment so many seconds after nine. */
function at(seconds: number): Date {
  return new Date(NOW.getTime() + seconds * 1000);
}

/** The owner of a deal going from nobody to one owner. */
export function ownerChange(change: Partial<FieldChange> = {}): FieldChange {
  return {
    record: DEAL,
    field: 'owner',
    property: 'hubspot_owner_id',
    from: null,
    to: '1',
    changedAt: NOW.toISOString(),
    source: { kind: 'person' },
    ...change,
  };
}

export function watchEvent(eventKey: string, event: Partial<WatchEvent> = {}): WatchEvent {
  return { eventKey, record: DEAL, kind: 'changed', occurredAt: NOW.toISOString(), ...event };
}

function owner(value: string | null): PresentValue {
  return { field: 'owner', property: 'hubspot_owner_id', value, changedAt: NOW.toISOString() };
}

/** What was seen to change in the CRM: part of what every store must do. */
export function storeWatchSuite(under: () => StoreUnderTest): void {
  const newTenant = tenantNames('watch');
  const transact: Store['transact'] = (tenantId, work) => under().store.transact(tenantId, work);

  describe('watched changes', () => {
    it('began when the first one asked', async () => {
      const tenant = newTenant();
      expect(await transact(tenant, (tx) => tx.watch.beganAt(NOW))).toBe(NOW.toISOString());
      expect(await transact(tenant, (tx) => tx.watch.beganAt(at(60)))).toBe(NOW.toISOString());
    });

    it.each<[string, FieldChange, boolean]>([
      ['the same', ownerChange(), false],
      ['the same, told of another source', ownerChange({ source: { kind: 'workflow' }, from: '9' }), false],
      ['the same moment in another notation', ownerChange({ changedAt: '2026-11-23T10:00:00+01:00' }), false],
      ['another moment', ownerChange({ changedAt: at(0.001).toISOString() }), true],
      ['another value', ownerChange({ to: '2' }), true],
      ['emptied', ownerChange({ to: null }), true],
      ['another property', ownerChange({ property: 'dealstage', field: 'stage' }), true],
      ['a record of another type with this id', ownerChange({ record: OTHER }), true],
    ])('are remembered once: %s', async (_, second, isNew) => {
      const tenant = newTenant();
      const remember = (change: FieldChange) => transact(tenant, (tx) => tx.watch.rememberChanges([change]));
      expect(await remember(ownerChange())).toEqual([ownerChange()]);
      expect(await remember(second)).toEqual(isNew ? [second] : []);
    });

    it('are unseen in the order given, each once in a batch, and for one of two transactions', async () => {
      const tenant = newTenant();
      const changes = [3, 1, 2].map((n) => ownerChange({ to: String(n) }));
      const remember = () => transact(tenant, (tx) => tx.watch.rememberChanges([...changes, ...changes]));
      const [one, two] = await Promise.all([remember(), remember()]);
      expect([one, two]).toContainEqual(changes);
      expect([one, two]).toContainEqual([]);
      expect(await transact(tenant, (tx) => tx.watch.countChanges(DEAL))).toBe(3);
    });

    it('are not remembered by work that was rolled back', async () => {
      const tenant = newTenant();
      const failing = transact(tenant, async (tx) => {
        await tx.watch.rememberChanges([ownerChange()]);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await transact(tenant, (tx) => tx.watch.rememberChanges([ownerChange()]))).toHaveLength(1);
    });

    it('are forgotten by age', async () => {
      const tenant = newTenant();
      await transact(tenant, async (tx) => {
        await tx.watch.rememberChanges([0, 1, 2].map((s) => ownerChange({ changedAt: at(s).toISOString() })));
        expect(await tx.watch.forgetChanges(at(2), 1)).toBe(1);
        expect(await tx.watch.forgetChanges(at(2), 10)).toBe(1);
        expect(await tx.watch.countChanges(DEAL)).toBe(1);
      });
    });
  });

  describe('mirrored records', () => {
    it('are as last read, and never of an earlier state', async () => {
      const tenant = newTenant();
      await transact(tenant, async (tx) => {
        expect(await tx.watch.findMirror(DEAL)).toBeNull();
        const save = (seconds: number, value: string | null) =>
          tx.watch.saveMirror({
            record: DEAL,
            modifiedAt: at(seconds).toISOString(),
            values: [owner(value)],
          });
        await save(1, '1');
        await save(2, null);
        await save(0, 'late news');
        expect(await tx.watch.findMirror(DEAL)).toEqual({
          modifiedAt: at(2).toISOString(),
          values: [owner(null)],
        });
        const known = await tx.watch.readModifiedAt('deal', ['4711', '4712']);
        expect([...known]).toEqual([['4711', at(2).toISOString()]]);
        expect(await tx.watch.readModifiedAt('deal', [])).toEqual(new Map());
        await tx.watch.forgetRecord(DEAL);
        expect(await tx.watch.findMirror(DEAL)).toBeNull();
      });
    });
  });

  describe('webhook events', () => {
    it('are taken once, whatever comes with them', async () => {
      const tenant = newTenant();
      const take = (...keys: string[]) =>
        transact(tenant, (tx) =>
          tx.watch.takeEvents(
            keys.map((key) => watchEvent(key)),
            NOW,
          ),
        );
      expect(await take('a', 'b')).toBe(2);
      expect(await take('b', 'c', 'c')).toBe(1);
      expect(await take()).toBe(0);
      expect(await transact(tenant, (tx) => tx.watch.backlog())).toEqual({
        events: 3,
        oldest: NOW.toISOString(),
        newest: NOW.toISOString(),
      });
    });

    it('wait by record, longest first, and leave what came in since', async () => {
      const tenant = newTenant();
      const take = (key: string, record: RecordRef, seconds: number) =>
        transact(tenant, (tx) => tx.watch.takeEvents([watchEvent(key, { record })], at(seconds)));
      await take('a', DEAL, 0);
      await take('b', OTHER, 1);
      await take('c', DEAL, 2);
      const list = (after?: string) =>
        transact(tenant, (tx) => tx.watch.listWaiting({ limit: 10, ...(after !== undefined && { after }) }));
      const waiting = await list();
      expect(waiting).toMatchObject([
        { record: DEAL, since: at(0).toISOString() },
        { record: OTHER, since: at(1).toISOString() },
      ]);
      expect(await transact(tenant, (tx) => tx.watch.listWaiting({ limit: 1 }))).toEqual(waiting.slice(0, 1));
      await take('d', OTHER, 3);
      await transact(tenant, (tx) => tx.watch.markWorked(waiting, at(4)));
      expect(await list()).toMatchObject([{ record: OTHER, since: at(3).toISOString() }]);
      expect(await list((await list())[0]?.place)).toEqual([]);
      // What was worked stays known.
      expect(await transact(tenant, (tx) => tx.watch.takeEvents([watchEvent('a')], at(5)))).toBe(0);
    });

    it('are forgotten once worked, by age', async () => {
      const tenant = newTenant();
      await transact(tenant, async (tx) => {
        await tx.watch.takeEvents(
          [watchEvent('a'), watchEvent('b'), watchEvent('c', { record: OTHER })],
          NOW,
        );
        const [deal] = await tx.watch.listWaiting({ limit: 1 });
        if (!deal) throw new Error('nothing waits');
        await tx.watch.markWorked([deal], at(1));
        expect(await tx.watch.forgetEvents(at(1), 10)).toBe(0);
        expect(await tx.watch.forgetEvents(at(2), 1)).toBe(1);
        expect(await tx.watch.forgetEvents(at(2), 10)).toBe(1);
        expect((await tx.watch.backlog()).events).toBe(1);
      });
    });
  });

  describe('tasks of the watch', () => {
    it('belong to one worker until its lease is over', async () => {
      const tenant = newTenant();
      const lease = (holder: string, now: number, until: number) =>
        transact(tenant, (tx) => tx.watch.lease('events', holder, at(now), at(until)));
      expect(await lease('one', 0, 10)).toBe(true);
      expect(await lease('two', 9, 20)).toBe(false);
      expect(await lease('one', 9, 15)).toBe(true);
      expect(await lease('two', 14, 20)).toBe(false);
      expect(await lease('two', 15, 20)).toBe(true);
      await transact(tenant, (tx) => tx.watch.release('events', 'one'));
      expect(await lease('one', 16, 30)).toBe(false);
      await transact(tenant, (tx) => tx.watch.release('events', 'two'));
      expect(await lease('one', 16, 30)).toBe(true);
      expect(await transact(tenant, (tx) => tx.watch.lease('poll:deal', 'two', at(0), at(1)))).toBe(true);
    });

    it('go to one of two workers that ask at once', async () => {
      const tenant = newTenant();
      const ask = (holder: string) => transact(tenant, (tx) => tx.watch.lease('events', holder, NOW, at(9)));
      expect((await Promise.all([ask('one'), ask('two')])).toSorted()).toEqual([false, true]);
    });

    it('keep how far they came, and never go back', async () => {
      const tenant = newTenant();
      await transact(tenant, async (tx) => {
        expect(await tx.watch.findCursor('deal')).toBeNull();
        await tx.watch.lease('poll:deal', 'one', NOW, at(9));
        expect(await tx.watch.findCursor('deal')).toBeNull();
        await tx.watch.moveCursor('deal', at(5));
        await tx.watch.moveCursor('deal', at(3));
        await tx.watch.release('poll:deal', 'one');
        expect(await tx.watch.findCursor('deal')).toBe(at(5).toISOString());
        expect(await tx.watch.findCursor('contact')).toBeNull();
      });
    });
  });
}
