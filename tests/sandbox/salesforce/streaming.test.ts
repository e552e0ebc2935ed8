import { afterEach, describe, expect, it } from '@jest/globals';
import type { Connection } from 'jsforce';
import { StreamingExtension } from 'jsforce/lib/api/streaming.js';
import { OPPORTUNITY } from './org-fixture.ts';
import { openRunningOrg } from './running-org.ts';
import 'jsforce/lib/api/streaming.js';

const CHANNEL = '/data/OpportunityChangeEvent';
const DAY_MS = 24 * 3_600_000;
const clients: object[] = [];

afterEach(() => {
  for (const client of clients.splice(0)) silence(client);
});

/** The client has no way to stop: its calls and timers, of minutes, are only reached inside it. */
function silence(client: object): void {
  const dispatcher: unknown = Reflect.get(client, '_dispatcher');
  if (typeof dispatcher !== 'object' || dispatcher === null) throw new Error('not the client we know');
  const envelopes: Map<string, { timer?: NodeJS.Timeout }> = Reflect.get(dispatcher, '_envelopes');
  for (const { timer } of envelopes.values()) clearTimeout(timer);
  Reflect.set(dispatcher, '_sendEnvelope', () => {});
  Reflect.set(dispatcher, 'handleError', () => {});
}

interface Told {
  readonly payload: { readonly ChangeEventHeader: Record<string, unknown> } & Record<string, unknown>;
  readonly event: { readonly replayId: number };
}

/** Subscribes with the official client. `next` waits for so many events; `refused` is the channel's refusal. */
async function subscribe(conn: Connection, { channel = CHANNEL, from = -1 } = {}) {
  const client = conn.streaming.createClient([new StreamingExtension.Replay(channel, from)]);
  clients.push(client);
  const told: Told[] = [];
  let look = () => {};
  const subscription = client.subscribe(channel, (data: Told) => {
    told.push(data);
    look();
  });
  const refused = await subscription.then(
    () => null,
    (error: { message: string; code: number }) => `${error.code} ${error.message}`,
  );
  const next = (count: number) =>
    new Promise<readonly Told[]>((resolve) => {
      look = () => told.length >= count && resolve(told);
      look();
    });
  return { client, told, next, refused };
}

describe('change events for the official streaming client', () => {
  const selected = { changeEvents: ['Opportunity', 'Handoff_Exception__c'] };

  it('tells what was made, changed and deleted, by whom and in which transaction', async () => {
    const { org, conn } = await openRunningOrg(selected);
    const { next } = await subscribe(conn);
    const id = org.create('Opportunity', OPPORTUNITY);
    org.update(id, { StageName: 'Proposal/Price Quote' }, { as: 'dale.ortiz@northwind.example' });
    org.update(id, {});
    org.remove(id);
    const told = await next(3);
    expect(told.map(({ payload }) => payload.ChangeEventHeader)).toEqual([
      expect.objectContaining({ entityName: 'Opportunity', changeType: 'CREATE', recordIds: [id] }),
      expect.objectContaining({
        changeType: 'UPDATE',
        recordIds: [id],
        commitUser: org.core.store
          .all('User')
          .find(({ values }) => values.Username === 'dale.ortiz@northwind.example')?.id,
        commitTimestamp: org.clock.now(),
        sequenceNumber: 1,
      }),
      expect.objectContaining({ changeType: 'DELETE', recordIds: [id], changedFields: [] }),
    ]);
    expect(told[1]?.payload).toMatchObject({ StageName: 'Proposal/Price Quote' });
    expect(told[1]?.payload.ChangeEventHeader.changedFields).toEqual(
      expect.arrayContaining(['StageName', 'Probability']),
    );
    expect(told[1]?.payload).not.toHaveProperty('Name');
    const keys = told.map(({ payload }) => payload.ChangeEventHeader.transactionKey);
    expect(new Set(keys).size).toBe(3);
    const ids = told.map(({ event }) => event.replayId);
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
  });

  it('merges the same change of several records of one transaction', async () => {
    const { org, conn } = await openRunningOrg(selected);
    const ids = ['A', 'B'].map((Name) => org.plant('Opportunity', { ...OPPORTUNITY, Name }));
    const { next } = await subscribe(conn);
    await conn.requestPatch('/composite/sobjects', {
      allOrNone: true,
      records: ids.map((id) => ({ id, attributes: { type: 'Opportunity' }, NextStep: 'Call' })),
    });
    const [told] = await next(1);
    expect(told?.payload.ChangeEventHeader).toMatchObject({ changeType: 'UPDATE', recordIds: ids });
  });

  it('tells nothing of a change that was taken back, nor of objects that are not selected', async () => {
    const { org, conn } = await openRunningOrg(selected);
    const { next, told } = await subscribe(conn, { channel: '/data/ChangeEvents' });
    org.create('Account', { Name: 'Aurora Grid' });
    expect(() => org.create('Opportunity', { Name: 'No stage' })).toThrow();
    const id = org.create('Opportunity', OPPORTUNITY);
    await next(1);
    expect(told.map(({ payload }) => payload.ChangeEventHeader.recordIds)).toEqual([[id]]);
  });

  it('replays all that is kept, or what came after one event, for three days of its own clock', async () => {
    const { org, conn } = await openRunningOrg(selected);
    const [first, second] = ['First', 'Second'].map((Name) =>
      org.create('Opportunity', { ...OPPORTUNITY, Name }),
    );
    const all = await (await subscribe(conn, { from: -2 })).next(2);
    expect(all.map(({ payload }) => payload.ChangeEventHeader.recordIds)).toEqual([[first], [second]]);
    const after = all[0]?.event.replayId ?? 0;
    const rest = await (await subscribe(conn, { from: after })).next(1);
    expect(rest.map(({ payload }) => payload.ChangeEventHeader.recordIds)).toEqual([[second]]);

    org.advance(3 * DAY_MS + 1);
    conn.accessToken = org.logIn();
    expect((await subscribe(conn, { from: after })).refused).toContain(
      `400::The replayId {${after}} you provided was invalid.  Please provide a valid ID, -2 to replay all events, or -1 to replay only new events.`,
    );
    expect((await subscribe(conn, { from: 5 })).refused).toContain('The replayId {5}');
  });

  it('says that a channel is none, or not this user’s', async () => {
    const { org, conn } = await openRunningOrg(selected);
    expect((await subscribe(conn, { channel: '/data/NothingChangeEvent' })).refused).toContain('not valid');
    org.lock('handrail@northwind.example', true);
    expect((await subscribe(conn)).refused).toContain('403');
  });

  it('goes on after clients were forgotten, connections broken, events doubled and lost', async () => {
    const { org, conn } = await openRunningOrg(selected);
    const { next, told } = await subscribe(conn, { from: -2 });
    org.bayeux.forgetClients();
    const first = org.create('Opportunity', OPPORTUNITY);
    await next(1);
    org.bayeux.repeatNext(1);
    const second = org.create('Opportunity', OPPORTUNITY);
    await next(3);
    org.changeFeed.loseNext(1);
    org.update(second, { NextStep: 'Call' });
    await next(4);
    expect(told.map(({ payload }) => payload.ChangeEventHeader)).toEqual([
      expect.objectContaining({ changeType: 'CREATE', recordIds: [first] }),
      expect.objectContaining({ changeType: 'CREATE', recordIds: [second] }),
      expect.objectContaining({ changeType: 'CREATE', recordIds: [second] }),
      expect.objectContaining({ changeType: 'GAP_UPDATE', recordIds: [second], changedFields: [] }),
    ]);
  });

  it('lets nobody in whose session is over', async () => {
    const { org, conn } = await openRunningOrg(selected);
    org.sessions.endAll();
    const failures: Record<string, unknown>[] = [];
    const failed = new Promise<void>((resolve) => {
      const auth = new StreamingExtension.AuthFailure((message: Record<string, unknown>) => {
        failures.push(message);
        resolve();
      });
      const client = conn.streaming.createClient([auth]);
      clients.push(client);
      client.subscribe(CHANNEL, () => {});
    });
    await failed;
    expect(failures).toEqual([expect.objectContaining({ error: '403::Handshake denied' })]);
  });
});
