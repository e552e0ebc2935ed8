import type { NoticeChannel } from '@handrail/contracts/vocabulary';
import { describe, expect, it } from '@jest/globals';
import type { Store } from '../../server/adapters/store/open-store.ts';
import { plannedNotice } from '../fixtures/planned-notice.ts';
import { tenantNames } from '../fixtures/store.ts';
import type { StoreUnderTest } from './store.suite.ts';

const DUE = '2026-11-03T10:00:00.000Z';
const LEASE = '2026-11-03T10:05:00.000Z';
const LATER = '2026-11-03T11:00:00.000Z';

/** The outbox of what people are told: part of what every store must do. */
export function storeNoticesSuite(under: () => StoreUnderTest): void {
  describe('notices', () => {
    const newTenant = tenantNames('notices');
    const transact: Store['transact'] = (tenantId, work) => under().store.transact(tenantId, work);
    const claim = (
      tenant: string,
      at: string,
      { except = [], ...options }: { requestId?: string; except?: readonly NoticeChannel[] } = {},
    ) => transact(tenant, (tx) => tx.claimNotice(new Date(at), new Date(LEASE), { ...options, except }));
    const add = (tenant: string, ...notices: Parameters<typeof plannedNotice>[]) =>
      transact(tenant, (tx) => tx.addNotices(notices.map((parts) => plannedNotice(...parts))));

    it('come back as they were put in, in the order they were added, of one request', async () => {
      const tenant = newTenant();
      await add(tenant, ['n-2', { kind: 'reminded' }], ['n-1'], ['other', { requestId: 'req-2' }]);
      const listed = await transact(tenant, (tx) => tx.listNotices('req-1'));
      expect(listed).toEqual([
        {
          notice: plannedNotice('n-2', { kind: 'reminded' }),
          status: 'waiting',
          attempts: 0,
          nextAttemptAt: DUE,
        },
        { notice: plannedNotice('n-1'), status: 'waiting', attempts: 0, nextAttemptAt: DUE },
      ]);
    });

    it('are claimed when they are due, the longest due first, and by one worker', async () => {
      const tenant = newTenant();
      await add(
        tenant,
        ['late', { notBefore: LATER }],
        ['early'],
        ['next', { notBefore: '2026-11-03T10:00:01.000Z' }],
      );
      expect(await claim(tenant, '2026-11-03T09:59:59.999Z')).toBeNull();
      const claims = await Promise.all([1, 2, 3].map(() => claim(tenant, '2026-11-03T10:00:02.000Z')));
      const keys = claims.flatMap((claimed) => (claimed ? [claimed.notice.noticeKey] : []));
      expect(keys.sort()).toEqual(['early', 'next']);
      expect(claims.find((claimed) => claimed)).toMatchObject({
        attempts: 1,
        firstTriedAt: '2026-11-03T10:00:02.000Z',
        nextAttemptAt: LEASE,
      });
    });

    it('are free again when the worker that had them was killed', async () => {
      const tenant = newTenant();
      await add(tenant, ['n-1']);
      await claim(tenant, DUE);
      expect(await claim(tenant, '2026-11-03T10:04:59.000Z')).toBeNull();
      expect(await claim(tenant, LEASE)).toMatchObject({ attempts: 2, firstTriedAt: DUE });
    });

    it('can be claimed for one request, and without channels that are down', async () => {
      const tenant = newTenant();
      await add(tenant, ['slack'], ['mail', { channel: 'email' }], ['other', { requestId: 'req-2' }]);
      expect(await claim(tenant, DUE, { requestId: 'req-2' })).toMatchObject({
        notice: { noticeKey: 'other' },
      });
      expect(await claim(tenant, DUE, { except: ['slack', 'crm_task'] })).toMatchObject({
        notice: { noticeKey: 'mail' },
      });
      expect(await claim(tenant, DUE, { except: ['slack'] })).toBeNull();
    });

    it('wait as long as they are told; what was not tried does not count as a try', async () => {
      const tenant = newTenant();
      await add(tenant, ['n-1']);
      await claim(tenant, DUE);
      await transact(tenant, (tx) =>
        tx.postponeNotice('n-1', new Date(LATER), { tried: false, note: 'quiet hours' }),
      );
      const [waiting] = await transact(tenant, (tx) => tx.listNotices('req-1'));
      expect(waiting).toMatchObject({ attempts: 0, nextAttemptAt: LATER, note: 'quiet hours' });
      expect(waiting?.firstTriedAt).toBeUndefined();
      await claim(tenant, LATER);
      await transact(tenant, (tx) => tx.postponeNotice('n-1', new Date(LATER), { tried: true }));
      expect((await transact(tenant, (tx) => tx.listNotices('req-1')))[0]).toMatchObject({
        attempts: 1,
        firstTriedAt: LATER,
      });
    });

    it('are settled once, and are not due any more', async () => {
      const tenant = newTenant();
      await add(tenant, ['n-1']);
      const settle = (status: 'sent' | 'failed') =>
        transact(tenant, (tx) => tx.settleNotice('n-1', { status, note: 'why' }, new Date(LATER)));
      expect(await settle('failed')).toBe(true);
      expect(await settle('sent')).toBe(false);
      await transact(tenant, (tx) => tx.postponeNotice('n-1', new Date(DUE), { tried: true }));
      expect(await claim(tenant, '2027-01-01T00:00:00.000Z')).toBeNull();
      expect((await transact(tenant, (tx) => tx.listNotices('req-1')))[0]).toMatchObject({
        status: 'failed',
        note: 'why',
        settledAt: LATER,
      });
    });
  });
}
