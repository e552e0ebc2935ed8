import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openStore, type Store } from '../../server/adapters/store/open-store.ts';
import { checkRowsOut } from '../../server/health/check-rows-out.ts';
import type { RowOutbox } from '../../src/ports/row-outbox.ts';
import { sha256 } from '../fixtures/sha256.ts';
import { tenantNames } from '../fixtures/store.ts';

const NOW = new Date('2026-11-23T12:00:00.000Z');
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const newTenant = tenantNames('rows-shown');
const HIDDEN = {
  code: 'properties_missing',
  message: 'Handoff_Seat__c in Salesforce has no field May__c that Handrail can use.',
};
const policy = (trouble: typeof HIDDEN | null) => ({
  policyVersion: 3,
  checkedAt: NOW.toISOString(),
  trouble,
});
const due = { requestId: 'r', revision: 1, attempts: 0 };

let store: Store;
beforeAll(async () => {
  store = await openStore({ sha256 });
});
afterAll(() => store.close());

it.each<[string, (outbox: RowOutbox) => Promise<void>, RegExp]>([
  ['there is no org', async () => {}, /^ok: Nothing is shown in rows of Salesforce\.$/],
  ['all is shown', (outbox) => outbox.savePolicyRows(policy(null)), /^ok: Policy version 3 stands/],
  [
    'somebody has no user, and a row was deleted',
    async (outbox) => {
      await outbox.savePolicyRows(policy(null));
      await outbox.touch('r', ago(60));
      await outbox.markWritten('r', 1, { at: ago(60), leftOut: 2 });
      await outbox.touch('s', ago(60));
      await outbox.giveUp({ ...due, requestId: 's' });
    },
    /^ok: .* 1 rows were deleted there.* 2 times somebody with something to do has no active user/,
  ],
  [
    'the policy cannot be written',
    (outbox) => outbox.savePolicyRows(policy(HIDDEN)),
    /^warning: The policy cannot be written .* Version 3 stands there\. .*May__c/,
  ],
  [
    'a request was just changed',
    async (outbox) => {
      await outbox.savePolicyRows(policy(null));
      await outbox.touch('r', ago(1));
    },
    /^ok: .* 1 requests are being written there\./,
  ],
  ['nobody writes', (outbox) => outbox.touch('r', ago(20)), /^warning: 1 request is not shown .*11:40/],
  [
    'a row is refused',
    async (outbox) => {
      await outbox.touch('r', ago(1));
      await outbox.postpone([due], NOW, HIDDEN);
    },
    /^warning: 1 request is not shown .*May__c that Handrail can use\. \(1\)/,
  ],
])('doctor on the rows of an org, when %s', async (_, given, said) => {
  const tenant = newTenant();
  await store.transact(tenant, (tx) => given(tx.rowOutbox));
  const { status, what, next } = await checkRowsOut(store, tenant, NOW);
  expect(`${status}: ${what}`).toMatch(said);
  expect(next !== undefined).toBe(status === 'warning');
});
