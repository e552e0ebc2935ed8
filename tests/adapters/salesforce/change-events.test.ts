import { afterEach, describe, expect, it } from '@jest/globals';
import { userIdOf } from '../../../sandbox/salesforce/seed/people.ts';
import type { RunningOrg } from '../../../sandbox/salesforce/start-org.ts';
import {
  type ChangeEvents,
  type ChangeEventsParts,
  type RecordsChanged,
  startChangeEvents,
} from '../../../server/adapters/salesforce/change-events.ts';
import { createJwtSessions } from '../../../server/adapters/salesforce/jwt-sessions.ts';
import { SYSTEM_TIMING } from '../../../server/adapters/system/retry.ts';
import { closeOrg, NOW, OTHER, openOrg } from './deal-org.ts';

const DEAL = { Name: 'Aurora Grid', StageName: 'Qualification', CloseDate: '2026-12-31' };
const JWT_GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const DAY_MS = 24 * 3_600_000;

let running: ChangeEvents | undefined;
let open: RunningOrg | undefined;
afterEach(async () => {
  await running?.stop();
  if (open) await closeOrg(open);
  running = undefined;
  open = undefined;
});

/** An org whose deals are followed. `until` waits for so many changes, `following` until the first poll waits. */
async function follow(options: Partial<ChangeEventsParts> = {}) {
  const world = await openOrg({ changeEvents: ['Opportunity', 'Account'] });
  const { org, jwt, logger } = world;
  open = org;
  const told: RecordsChanged[] = [];
  const pauses: number[] = [];
  let look = () => {};
  const start = (further: Partial<ChangeEventsParts> = {}) => {
    running = startChangeEvents({
      sessions: createJwtSessions(jwt),
      logger,
      clock: { now: () => NOW },
      entities: ['Opportunity'],
      onChange: (change) => {
        told.push(change);
        look();
      },
      replayFrom: null,
      timing: {
        ...SYSTEM_TIMING,
        random: () => 0,
        sleep: (milliseconds) => {
          pauses.push(milliseconds);
          return SYSTEM_TIMING.sleep(Math.min(milliseconds, 20));
        },
      },
      ...options,
      ...further,
    });
    return running;
  };
  start();
  const until = (count: number) =>
    new Promise<readonly RecordsChanged[]>((resolve) => {
      look = () => told.length >= count && resolve(told);
      look();
    });
  const following = async (polls = 1) => {
    while (org.openPolls < polls) await SYSTEM_TIMING.sleep(5);
  };
  const logins = () => org.sessions.asked[JWT_GRANT] ?? 0;
  return { ...world, told, until, following, start, pauses, logins };
}

describe('startChangeEvents', () => {
  it('tells which records changed, what happened to them, by whom and when', async () => {
    const { org, until, following } = await follow();
    await following();
    const id = org.create('Opportunity', DEAL, { as: OTHER });
    org.update(id, { NextStep: 'Call' });
    org.remove(id);
    const told = await until(3);
    expect(told[0]).toEqual({
      entityName: 'Opportunity',
      recordIds: [id],
      changeType: 'CREATE',
      commitUser: userIdOf(org.core, OTHER),
      commitAt: NOW,
      replayId: expect.any(Number),
    });
    expect(told.map(({ changeType }) => changeType)).toEqual(['CREATE', 'UPDATE', 'DELETE']);
  });

  it('goes on with a fresh session when the one it had is over, and misses nothing', async () => {
    const { org, until, following, logins } = await follow();
    await following();
    const first = org.create('Opportunity', DEAL);
    await until(1);
    org.sessions.endAll();
    const second = org.create('Opportunity', DEAL);
    const third = org.create('Opportunity', DEAL);
    const told = await until(3);
    expect(told.map(({ recordIds }) => recordIds)).toEqual([[first], [second], [third]]);
    expect(logins()).toBe(2);
  });

  it.each([
    ['the connection breaks', (org: RunningOrg) => org.breakPolls()],
    ['Salesforce forgets the client', (org: RunningOrg) => org.bayeux.forgetClients()],
  ])('goes on in the same session when %s', async (_, harm) => {
    const { org, until, following, logins } = await follow();
    await following();
    const first = org.create('Opportunity', DEAL);
    await until(1);
    await following();
    harm(org);
    const second = org.create('Opportunity', DEAL);
    expect((await until(2)).map(({ recordIds }) => recordIds)).toEqual([[first], [second]]);
    expect(logins()).toBe(1);
  });

  it('reads again what a reply that was lost had carried', async () => {
    const { org, until, following } = await follow();
    await following();
    const first = org.create('Opportunity', DEAL);
    await until(1);
    await following();
    org.faults.inject({ kind: 'break-after', method: 'POST', path: 'cometd' });
    org.create('Opportunity', DEAL);
    org.create('Opportunity', DEAL);
    const told = await until(3);
    expect(new Set(told.flatMap(({ recordIds }) => recordIds)).size).toBe(3);
    expect(told[0]?.recordIds).toEqual([first]);
  });

  it('tells an event that comes twice once', async () => {
    const { org, until, following, told } = await follow();
    await following();
    org.bayeux.repeatNext(1);
    org.create('Opportunity', DEAL);
    org.create('Opportunity', DEAL);
    await until(2);
    await following();
    expect(told).toHaveLength(2);
  });

  it('goes on behind the last event after a restart', async () => {
    const { org, until, following, start } = await follow();
    await following();
    org.create('Opportunity', DEAL);
    const [first] = await until(1);
    await running?.stop();
    const second = org.create('Opportunity', DEAL);
    start({ replayFrom: first?.replayId ?? null });
    expect((await until(2))[1]?.recordIds).toEqual([second]);
  });

  it('asks for a reading when the org keeps the missed events no longer, and follows the new ones', async () => {
    const { org, until, following, start, lines } = await follow();
    await following();
    org.create('Opportunity', DEAL);
    const [first] = await until(1);
    await running?.stop();
    org.create('Opportunity', DEAL);
    org.advance(3 * DAY_MS + 1);
    start({ replayFrom: first?.replayId ?? null });
    expect((await until(2))[1]).toEqual({
      entityName: 'Opportunity',
      recordIds: [],
      changeType: 'GAP_OVERFLOW',
      commitUser: null,
      commitAt: NOW,
      replayId: null,
    });
    await following();
    const third = org.create('Opportunity', DEAL);
    expect((await until(3))[2]?.recordIds).toEqual([third]);
    expect(lines).toContainEqual(
      expect.objectContaining({ msg: 'salesforce keeps the missed change events no longer' }),
    );
  });

  it('asks for a reading when the connection broke before any event was read', async () => {
    const { org, until, following } = await follow();
    await following();
    org.breakPolls();
    expect(await until(1)).toEqual([expect.objectContaining({ changeType: 'GAP_OVERFLOW', recordIds: [] })]);
  });

  it('says that a gap is one, with its records', async () => {
    const { org, until, following } = await follow();
    await following();
    org.changeFeed.loseNext(1);
    const id = org.create('Opportunity', DEAL);
    expect(await until(1)).toEqual([expect.objectContaining({ changeType: 'GAP_CREATE', recordIds: [id] })]);
  });

  it('follows the other objects when one is none', async () => {
    const { org, until, following, lines } = await follow({ entities: ['Nonsense', 'Opportunity'] });
    await following();
    const id = org.create('Opportunity', DEAL);
    expect((await until(1))[0]?.recordIds).toEqual([id]);
    expect(lines).toContainEqual(
      expect.objectContaining({
        entityName: 'Nonsense',
        msg: 'salesforce tells no changes of this object',
      }),
    );
  });

  it('goes on after a change that could not be handled', async () => {
    const seen: string[] = [];
    const { org, following } = await follow({
      onChange: async ({ changeType }) => {
        seen.push(changeType);
        if (seen.length === 1) throw new Error('the store is away');
      },
    });
    await following();
    org.create('Opportunity', DEAL);
    org.update(org.create('Opportunity', DEAL), { NextStep: 'Call' });
    while (seen.length < 3) await SYSTEM_TIMING.sleep(5);
    expect(seen).toEqual(['CREATE', 'CREATE', 'UPDATE']);
  });

  it('does not hurry while the org lets nobody in, and logs no token', async () => {
    const { org, following, pauses, lines, logins } = await follow();
    await following();
    org.faults.inject({ kind: 'status', status: 503, path: 'cometd', times: 6 });
    org.breakPolls();
    while (org.faults.pending > 0) await SYSTEM_TIMING.sleep(5);
    await following();
    // The first failure is mended at once; the pauses between the others double, in pieces of half a second.
    expect(pauses.reduce((sum, one) => sum + one, 0)).toBe(500 + 1000 + 2000 + 4000 + 8000 + 16_000);
    expect(logins()).toBe(3);
    const written = JSON.stringify(lines);
    expect(written).not.toContain(org.orgId.slice(0, 15));
  });

  it('stops at once while a poll waits, tells nothing more, and can be stopped again', async () => {
    const { org, following, told } = await follow();
    await following();
    await running?.stop();
    expect(org.bayeux.clients).toBe(0);
    org.create('Opportunity', DEAL);
    await running?.stop();
    expect(told).toEqual([]);
  });
});
