import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { pino } from 'pino';
import { createJwtSessions } from '../../server/adapters/salesforce/jwt-sessions.ts';
import { createSalesforceChanges } from '../../server/adapters/salesforce/watch/record-changes.ts';
import { openStore, type Store } from '../../server/adapters/store/open-store.ts';
import { SYSTEM_TIMING } from '../../server/adapters/system/retry.ts';
import { followOrg } from '../../server/jobs/follow-org.ts';
import { pollChanges } from '../../src/application/poll-changes.ts';
import { workEvents } from '../../src/application/work-events.ts';
import { closeOrg, OTHER, openOrg, plantDeal } from '../adapters/salesforce/deal-org.ts';
import { sha256 } from '../fixtures/sha256.ts';

jest.setTimeout(60_000);

const TENANT = 'salesforce:00DHr0000000001MAA';

let store: Store;
let close: () => Promise<void>;
beforeEach(async () => {
  store = await openStore({ sha256 });
});
afterEach(async () => {
  await close();
  await store.close();
});

/** An org whose deals and accounts are followed, with the watch run by hand. */
async function follow() {
  const { org, client, jwt } = await openOrg({ changeEvents: ['Opportunity', 'Account'] });
  const clock = { now: () => new Date(org.clock.now()) };
  const changes = createSalesforceChanges(client, clock);
  const context = {
    unitOfWork: store,
    clock,
    sha256,
    changesOf: () => changes,
  } as unknown as Parameters<typeof workEvents>[0];
  let wakes = 0;
  let look = () => {};
  const timing = {
    ...SYSTEM_TIMING,
    random: () => 0,
    sleep: (ms: number) => SYSTEM_TIMING.sleep(Math.min(ms, 20)),
  };
  const following = followOrg(context, TENANT, {
    sessions: createJwtSessions(jwt),
    logger: pino({ level: 'silent' }),
    wakeWatch: () => {
      wakes += 1;
      look();
    },
    timing,
  });
  close = async () => {
    await following.stop();
    await closeOrg(org);
  };
  const polling = async () => {
    while (org.openPolls < 1) await SYSTEM_TIMING.sleep(5);
  };
  await polling();
  await store.transact(TENANT, (tx) => tx.watch.beganAt(clock.now()));
  org.advance(1000);
  return {
    org,
    context,
    polling,
    woken: (count: number) =>
      new Promise<void>((resolve) => {
        look = () => {
          if (wakes >= count) resolve();
        };
        look();
      }),
    wakes: () => wakes,
    waiting: () => store.transact(TENANT, (tx) => tx.watch.listWaiting({ limit: 10 })),
  };
}

describe('following the change events of an org', () => {
  it('wakes the watch, which reads the record itself', async () => {
    const { org, context, woken, waiting } = await follow();
    const { deal } = plantDeal(org);
    org.update(deal.recordId, { StageName: 'Needs Analysis' }, { as: OTHER });
    await woken(1);
    expect(await waiting()).toMatchObject([{ record: deal }]);
    expect(await workEvents(context, TENANT, 'me')).toMatchObject({ records: 1, changes: 1 });
    expect(await waiting()).toEqual([]);
  });

  it('loses nothing and does nothing twice when events are lost or told again', async () => {
    const { org, context, woken, polling } = await follow();
    const { deal } = plantDeal(org);
    const poll = () =>
      pollChanges(context, TENANT, 'deal', { holder: `holder-${org.clock.now()}`, everyMs: 1 });
    await poll();
    org.update(deal.recordId, { StageName: 'Needs Analysis' }, { as: OTHER });
    await woken(1);
    // Nobody listens while this happens, and what was told before is told once more.
    org.bayeux.forgetClients();
    org.breakPolls();
    org.advance(1000);
    org.update(deal.recordId, { StageName: 'Negotiation/Review' }, { as: OTHER });
    await polling();
    org.advance(60_000);
    expect(await poll()).toMatchObject({ records: 1, changes: 2 });
    await workEvents(context, TENANT, 'me');
    expect(await store.transact(TENANT, (tx) => tx.watch.countChanges(deal))).toBe(2);
  });
});
