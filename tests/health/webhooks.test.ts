import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openStore, type Store } from '../../server/adapters/store/open-store.ts';
import { checkStored } from '../../server/health/check-store.ts';
import { watchEvent } from '../contract/store-watch.suite.ts';
import { sha256 } from '../fixtures/sha256.ts';
import { tenantNames } from '../fixtures/store.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const newTenant = tenantNames('webhooks');
const ago = (ms: number) => new Date(Date.now() - ms);

let store: Store;
beforeAll(async () => {
  store = await openStore({ sha256 });
});
afterAll(() => store.close());

it.each<[string, { begun?: number; came?: number; worked?: boolean }, RegExp]>([
  ['no server has served the account', {}, /^ok: The watch begins/],
  ['the watch is young', { begun: MINUTE }, /^ok: No webhook has come since/],
  ['none came for days', { begun: 3 * DAY }, /^warning: No webhook has come from HubSpot/],
  ['one came just now', { begun: 3 * DAY, came: MINUTE }, /^ok: The last webhook came at/],
  ['one came and was worked', { begun: 3 * DAY, came: DAY, worked: true }, /^ok: The last webhook came at/],
  ['one waits for long', { begun: 3 * DAY, came: 20 * MINUTE }, /^warning: 1 webhook events wait/],
])('doctor on webhooks, when %s', async (_, { begun, came, worked }, said) => {
  const tenant = newTenant();
  await store.transact(tenant, async (tx) => {
    if (begun !== undefined) await tx.watch.beganAt(ago(begun));
    if (came !== undefined) await tx.watch.takeEvents([watchEvent('a')], ago(came));
    if (worked) await tx.watch.markWorked(await tx.watch.listWaiting({ limit: 1 }), ago(0));
  });
  const finding = (await checkStored(store, tenant, null)).find(({ code }) => code === 'webhooks');
  expect(`${finding?.status}: ${finding?.what}`).toMatch(said);
});
