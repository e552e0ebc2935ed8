import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { previewReplySchema } from '@handrail/contracts/card-view';
import { delegationsReplySchema } from '@handrail/contracts/delegations';
import { inboxReplySchema } from '@handrail/contracts/inbox';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SignedClient } from './signed-client.ts';
import { eventually, filledForm, startTestServer, type TestServer } from './test-server.ts';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const TOM = 'tom.becker@northwind.example';

let test: TestServer;
let maya: SignedClient;
let ines: SignedClient;
let tom: SignedClient;
/** How far the server's clock is ahead of this machine's. */
let ahead = 0;
const clock = { now: () => new Date(Date.now() + ahead) };
const inHours = (hours: number) => new Date(clock.now().getTime() + hours * HOUR).toISOString();

beforeAll(async () => {
  test = await startTestServer({ clock, variables: { HANDRAIL_SWEEP_SECONDS: '0.2' } });
  maya = test.as('maya.chen');
  ines = test.as('ines.moreau');
  tom = test.as('tom.becker');
});
afterAll(() => test.close());
/** Whatever the test before set is over. */
beforeEach(() => {
  ahead += 30 * DAY;
});

const leave = (changes: Readonly<Record<string, unknown>> = {}) => ({
  delegate: TOM,
  from: inHours(0),
  until: inHours(72),
  reason: 'Parental leave',
  ...changes,
});

async function absences(client: SignedClient, body?: unknown, path: string = CARD_ROUTES.delegations) {
  const reply = await client.call(delegationsReplySchema, path, body);
  if (!reply.ok) throw new Error(`${reply.problem.code}: ${reply.problem.detail}`);
  return reply;
}

/** A request of Maya Chen's that waits for Inès Moreau. */
async function filed() {
  const dealId = await test.makeDeal();
  const expiresAt = inHours(10 * 24);
  const { live } = await maya.card(CARD_ROUTES.requests, filledForm(dealId, { expiresAt }));
  if (!live) throw new Error('no live request after a submit');
  const read = async (client: SignedClient) =>
    (await client.card(`${CARD_ROUTES.card}?objectType=deal&recordId=${dealId}`)).live;
  return { requestId: live.requestId, version: live.version, read };
}

async function waitingFor(client: SignedClient, requestId: string) {
  const reply = await client.call(inboxReplySchema, CARD_ROUTES.inbox, {
    view: 'waiting_for_me',
    limit: 100,
  });
  if (!reply.ok) throw new Error(reply.problem.detail);
  return reply.items.find((item) => item.requestId === requestId);
}

describe('an approver who goes away', () => {
  it('is stood in for on a request that waits already, from the day they named', async () => {
    const { requestId, read } = await filed();
    const set = await absences(ines, leave({ from: inHours(24) }));
    expect(set.away).toMatchObject([
      { delegate: { name: 'Tom Becker' }, reason: 'Parental leave', setBy: 'Inès Moreau', hasBegun: false },
    ]);
    expect((await absences(tom)).standingIn).toMatchObject([{ delegator: { name: 'Inès Moreau' } }]);
    expect(await waitingFor(tom, requestId)).toBeUndefined();

    ahead += 25 * HOUR;
    const item = await eventually(
      () => waitingFor(tom, requestId),
      (found) => found !== undefined,
    );
    expect(item).toMatchObject({
      canReview: true,
      whyMe: expect.stringMatching(/^You stand in for Inès Moreau\. Region lead for EMEA/),
      next: expect.stringContaining('Inès Moreau (or Tom Becker in their place)'),
      standIns: [
        {
          kind: 'stands_in',
          person: { name: 'Tom Becker' },
          inPlaceOf: { name: 'Inès Moreau' },
          reason: 'Parental leave',
        },
      ],
    });
    expect((await waitingFor(ines, requestId))?.canReview).toBe(true);
    const decision = { outcome: 'approve', comment: 'Agreed with Inès.', version: item?.version };
    const card = await tom.card(CARD_ROUTES.review(requestId), decision);
    expect(card.live?.reviews).toMatchObject([
      { reviewer: { name: 'Tom Becker' }, inPlaceOf: ['Inès Moreau'], outcome: 'approve' },
    ]);
    const trail = await maya.trail(requestId);
    expect(trail.map(({ who, what }) => `${who}: ${what}`)).toEqual(
      expect.arrayContaining([
        'Handrail: Tom Becker may decide in place of Inès Moreau, who is away',
        'Tom Becker: Approved the request in place of Inès Moreau',
        'Handrail: All approvals are in: the exception is approved',
      ]),
    );
    expect((await read(maya))?.status).not.toBe('pending');
  });

  it('is shown with who stands in before a request is filed', async () => {
    await absences(ines, leave());
    const {
      idempotencyKey: _,
      reasonCode: __,
      reason: ___,
      ...draft
    } = filledForm(await test.makeDeal(), {
      expiresAt: inHours(240),
    });
    const reply = await maya.call(previewReplySchema, CARD_ROUTES.preview, draft);
    expect(reply).toMatchObject({
      ok: true,
      decision: { asked: [{ delegates: [{ name: 'Tom Becker', inPlaceOf: 'Inès Moreau' }] }] },
    });
  });

  it('is stood in for no longer than they said, and whoever stood in is told so', async () => {
    const { requestId, read } = await filed();
    await absences(ines, leave());
    const before = await read(tom);
    expect(before?.can.review).toBe(true);
    ahead += 73 * HOUR;
    const decision = { outcome: 'approve', version: before?.version };
    expect(await tom.refusal(CARD_ROUTES.review(requestId), decision)).toBe('delegation_over');
    await eventually(
      () => read(tom),
      (live) => live?.standIns.length === 0 && live.can.review === false,
    );
    expect((await read(maya))?.waitingFor.map(({ name }) => name)).not.toContain('Tom Becker');
    expect((await maya.trail(requestId)).map(({ what }) => what)).toEqual(
      expect.arrayContaining([
        'Tried to review and was refused (delegation over)',
        'Tom Becker does not stand in for Inès Moreau any more',
      ]),
    );
  });

  it('ends it before its time, and nobody else can', async () => {
    const { requestId } = await filed();
    const { away } = await absences(ines, leave());
    const path = CARD_ROUTES.endDelegation(away[0]?.delegationId ?? '');
    expect(await waitingFor(tom, requestId)).toBeDefined();
    await expect(absences(tom, {}, path)).rejects.toThrow('delegation_not_found');
    expect((await absences(ines, {}, path)).away).toEqual([]);
    expect(await waitingFor(tom, requestId)).toBeUndefined();
    // Ending it once more changes nothing.
    expect((await absences(ines, {}, path)).away).toEqual([]);
  });

  it('sets it once, however often the call is repeated', async () => {
    const wish = leave();
    await absences(ines, wish);
    expect((await absences(ines, wish)).away).toHaveLength(1);
  });

  it.each<[string, () => Readonly<Record<string, unknown>>, string]>([
    ['a person the CRM does not know', () => ({ delegate: 'nobody@northwind.example' }), 'unknown_person'],
    ['themselves', () => ({ delegate: 'ines.moreau@northwind.example' }), 'delegation_to_self'],
    ['a time that is over', () => ({ from: inHours(-48), until: inHours(-24) }), 'delegation_dates_invalid'],
    ['a time of several years', () => ({ until: inHours(9_999) }), 'delegation_dates_invalid'],
  ])('cannot name %s', async (_name, changes, code) => {
    await expect(absences(ines, leave(changes()))).rejects.toThrow(code);
  });

  it('cannot be away twice at a time, nor in a circle', async () => {
    await absences(ines, leave());
    await expect(absences(ines, leave({ until: inHours(24) }))).rejects.toThrow('delegation_overlaps');
    const back = leave({ delegate: 'ines.moreau@northwind.example' });
    await expect(absences(tom, back)).rejects.toThrow('delegation_cycle');
  });

  it('says why: an empty reason is refused before anything is looked at', async () => {
    const response = await ines.raw(CARD_ROUTES.delegations, { body: leave({ reason: ' ' }) });
    expect(response.status).toBe(400);
  });
});

describe('separation of duties', () => {
  it('whoever stands in for the requester cannot decide on their request, and it is in the trail', async () => {
    const { requestId, read } = await filed();
    await absences(maya, leave({ delegate: 'ines.moreau@northwind.example' }));
    const live = await read(ines);
    expect(live).toMatchObject({ can: { review: false }, standIns: [{ kind: 'barred' }], waitingFor: [] });
    expect(await waitingFor(ines, requestId)).toBeUndefined();
    const decision = { outcome: 'approve', version: live?.version };
    expect(await ines.refusal(CARD_ROUTES.review(requestId), decision)).toBe('delegate_of_requester');
    expect((await maya.trail(requestId)).map(({ what }) => what)).toEqual(
      expect.arrayContaining([
        'Inès Moreau cannot decide while standing in for Maya Chen, who filed the request',
        'Tried to review and was refused (delegate of requester)',
      ]),
    );
  });

  it('a request that only a delegate of the requester could decide is not filed', async () => {
    await absences(maya, leave({ delegate: 'ines.moreau@northwind.example' }));
    const form = filledForm(await test.makeDeal(), { expiresAt: inHours(240) });
    expect(await maya.refusal(CARD_ROUTES.requests, form)).toBe('no_eligible_approver');
  });

  it('a requester does not become a delegate on their own request', async () => {
    const { read } = await filed();
    await absences(ines, leave({ delegate: 'maya.chen@northwind.example' }));
    expect(await read(maya)).toMatchObject({ can: { review: false }, standIns: [] });
  });
});

it('the reason of an absence is in no log line', () => {
  expect(test.logLines.join('\n')).not.toContain('Parental leave');
});
