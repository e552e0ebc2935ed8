import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { inboxReplySchema } from '@handrail/contracts/inbox';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';
import { RECORD_PROPERTY } from '../../src/contracts/crm-properties.ts';
import { eventually, filledForm, startTestServer, type TestServer } from '../http/test-server.ts';
import { cardOf } from './group-world.ts';

const TOM = seedPerson('tom.becker@northwind.example');
const DAY = 24 * 60 * 60 * 1000;
jest.setTimeout(60_000);

describe('an objection to an active exception', () => {
  let world: TestServer;
  let ahead = 0;
  const clock = { now: () => new Date(Date.now() + ahead) };

  beforeAll(async () => {
    world = await startTestServer({ clock, variables: { HANDRAIL_SWEEP_SECONDS: '0.2' } });
  });
  afterAll(async () => {
    await world.close();
    expect(world.portal.unknownCalls).toEqual([]);
  });

  /** Jonas has a deal moved from Maya to Tom, and Inès approves it. */
  const takenFromMaya = async () => {
    const dealId = await world.makeDeal(84_000);
    const { live } = await world
      .as('jonas.lind')
      .card(CARD_ROUTES.requests, filledForm(dealId, { proposedOwnerId: TOM.ownerId }));
    const requestId = live?.requestId ?? '';
    await world
      .as('ines.moreau')
      .card(CARD_ROUTES.review(requestId), { outcome: 'approve', version: live?.version });
    await eventually(
      () => cardOf(world, 'deal', dealId),
      (card) => card.live?.status === 'active',
    );
    return { dealId, requestId };
  };
  const OBJECTION = {
    ground: 'own_work_affected',
    reason: 'I have the contract on my desk; the customer signs with me this week.',
  };
  const tasksFor = (mailbox: string, beginning: string) => {
    const { ownerId } = seedPerson(`${mailbox}@northwind.example`);
    const { portal } = world.portal;
    return portal
      .list('tasks')
      .filter((task) => portal.value(task, 'hubspot_owner_id') === ownerId)
      .filter((task) => portal.value(task, 'hs_task_subject')?.startsWith(beginning)).length;
  };
  const inboxOf = (mailbox: string) =>
    world.as(mailbox).call(inboxReplySchema, CARD_ROUTES.inbox, { view: 'waiting_for_me' });
  const waitsFor = async (mailbox: string, requestId: string) => {
    const reply = await inboxOf(mailbox);
    return reply.ok ? reply.items.find((item) => item.requestId === requestId) : undefined;
  };

  it('is upheld: the exception ends, and the trail says who and why', async () => {
    const { dealId, requestId } = await takenFromMaya();
    // Maya owned the deal when it was taken from her; a rep of another team has no say.
    expect((await cardOf(world, 'deal', dealId, 'maya.chen')).live?.disputes?.canObject).toBe(true);
    expect((await cardOf(world, 'deal', dealId, 'ravi.menon')).live?.disputes?.canObject).toBe(false);
    const stranger = await world.as('ravi.menon').refusal(CARD_ROUTES.object(requestId), OBJECTION);
    expect(stranger).toBe('not_permitted');

    const objected = await world.as('maya.chen').card(CARD_ROUTES.object(requestId), OBJECTION);
    expect(objected.live?.disputes?.items).toEqual([
      expect.objectContaining({
        status: 'open',
        objector: expect.objectContaining({ name: 'Maya Chen' }),
        standing: 'owner of the record when the request was filed',
        decidedByRole: 'Deal desk',
        deciders: [
          expect.objectContaining({ name: 'Priya Nair' }),
          expect.objectContaining({ name: 'Victor Lang' }),
        ],
      }),
    ]);
    expect(objected.live?.next).toMatch(
      /^Maya Chen objects; Priya Nair or Victor Lang \(Deal desk\) decides\./,
    );

    // Priya finds it in her inbox and as a task; who approved the exception does not decide.
    await eventually(
      async () => tasksFor('priya.nair', 'Decide the objection: '),
      (tasks) => tasks === 1,
    );
    expect((await waitsFor('priya.nair', requestId))?.whyMe).toContain('objection of Maya Chen');
    const ruling = { outcome: 'upheld', comment: 'The contract is out.', version: objected.live?.version };
    expect(await world.as('ines.moreau').refusal(CARD_ROUTES.decideDispute(requestId), ruling)).toBe(
      'not_permitted',
    );
    expect(await world.as('maya.chen').refusal(CARD_ROUTES.decideDispute(requestId), ruling)).toBe(
      'own_request',
    );

    await world.as('priya.nair').card(CARD_ROUTES.decideDispute(requestId), ruling);
    const over = await eventually(
      () => cardOf(world, 'deal', dealId),
      (card) => card.previous?.status === 'ended',
    );
    expect(over.previous).toMatchObject({ endReason: 'disputed' });
    expect(over.previous?.disputes?.items[0]).toMatchObject({
      status: 'upheld',
      decidedBy: { name: 'Priya Nair' },
      comment: 'The contract is out.',
    });
    const hold = world.portal.portal.value(
      world.portal.portal.require('deals', dealId),
      RECORD_PROPERTY.routingHold,
    );
    expect(hold).toBe('false');
    expect(await waitsFor('priya.nair', requestId)).toBeUndefined();
    const trail = (await world.as('maya.chen').trail(requestId)).map(({ who, what }) => `${who}: ${what}`);
    expect(trail).toEqual(
      expect.arrayContaining([
        'Maya Chen: Objected to the exception: it takes over work in progress.',
        'Priya Nair: Upheld the objection: the exception ends',
        'Priya Nair: The exception ends: an objection to it was upheld',
      ]),
    );
  });

  it('is dismissed: the exception goes on, the objector is told and not heard twice on that ground', async () => {
    const { requestId } = await takenFromMaya();
    const objected = await world.as('maya.chen').card(CARD_ROUTES.object(requestId), OBJECTION);
    const told = tasksFor('maya.chen', 'Objection dismissed: ');
    const decided = await world.as('victor.lang').card(CARD_ROUTES.decideDispute(requestId), {
      outcome: 'dismissed',
      version: objected.live?.version,
    });
    expect(decided.live?.status).toBe('active');
    await eventually(
      async () => tasksFor('maya.chen', 'Objection dismissed: '),
      (tasks) => tasks === told + 1,
    );
    expect(await world.as('maya.chen').refusal(CARD_ROUTES.object(requestId), OBJECTION)).toBe(
      'dispute_repeated',
    );
    await world.as('maya.chen').card(CARD_ROUTES.object(requestId), {
      ground: 'reason_not_true',
      reason: 'The board has never met Tom, I asked them.',
    });
  });

  it('nobody decides in time: by the policy the exception goes on; when it expires it takes the next objection along', async () => {
    const { dealId, requestId } = await takenFromMaya();
    const objected = await world.as('maya.chen').card(CARD_ROUTES.object(requestId), OBJECTION);
    const dueAt = objected.live?.disputes?.items[0]?.dueAt ?? '';
    ahead = Date.parse(dueAt) - Date.now() + 60_000;
    const isOver = (what: string) =>
      eventually(
        async () => {
          const there = ahead;
          ahead = 0;
          const trail = await world.as('maya.chen').trail(requestId);
          ahead = there;
          return trail.map((entry) => entry.what);
        },
        (said) => said.some((one) => one.startsWith(what)),
      );
    await isOver('Nobody decided on the objection in time: the exception goes on');
    ahead = 0;
    const on = await cardOf(world, 'deal', dealId);
    expect(on.live).toMatchObject({ status: 'active' });

    await world.as('maya.chen').card(CARD_ROUTES.object(requestId), { ...OBJECTION, ground: 'other' });
    ahead = 12 * DAY;
    await isOver('The exception ended before the objection was decided');
    ahead = 0;
  });
});
