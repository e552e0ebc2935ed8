import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { peopleReplySchema } from '@handrail/contracts/card-view';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';
import { RECORD_PROPERTY } from '../../src/contracts/crm-properties.ts';
import { eventually, filledForm, startTestServer, type TestServer } from './test-server.ts';

const TOM = 'tom.becker@northwind.example';

describe('a request that its approver cannot decide yet', () => {
  let world: TestServer;
  beforeAll(async () => {
    world = await startTestServer();
  });
  afterAll(async () => {
    await world.close();
  });

  const file = async () => {
    const dealId = await world.makeDeal();
    const { live } = await world.as('maya.chen').card(CARD_ROUTES.requests, filledForm(dealId));
    return { dealId, requestId: live?.requestId ?? '' };
  };
  const status = (dealId: string) => {
    const { portal } = world.portal;
    return portal.value(portal.require('deals', dealId), RECORD_PROPERTY.status);
  };
  const tasksOf = (mailbox: string, dealTitle: string) => {
    const { portal } = world.portal;
    const { ownerId } = seedPerson(`${mailbox}@northwind.example`);
    return portal
      .list('tasks')
      .filter((task) => portal.value(task, 'hubspot_owner_id') === ownerId)
      .map((task) => portal.value(task, 'hs_task_subject') ?? '')
      .filter((subject) => subject.includes(dealTitle));
  };
  const takers = async (mailbox: string, requestId: string) => {
    const reply = await world.as(mailbox).call(peopleReplySchema, CARD_ROUTES.takers(requestId));
    if (!reply.ok) throw new Error(reply.problem.code);
    return reply.people.map(({ value }) => value);
  };

  it('is asked about, answered, handed over and decided, and the trail tells it', async () => {
    const { dealId, requestId } = await file();
    const asked = await world
      .as('ines.moreau')
      .card(CARD_ROUTES.ask(requestId), { text: 'Who is the sponsor?' });
    expect(asked.live).toMatchObject({
      status: 'info_requested',
      next: 'Waiting for Maya Chen to answer Inès Moreau. It can be decided without the answer, by Inès Moreau (Region lead for EMEA).',
      conversation: [{ kind: 'question', by: { name: 'Inès Moreau' }, text: 'Who is the sponsor?' }],
      waitingFor: [{ name: 'Inès Moreau' }],
      can: { review: true, ask: true, answer: true, handOver: true, withdraw: false },
    });
    await eventually(
      async () => status(dealId),
      (now) => now === 'info_requested',
    );
    await eventually(
      async () => tasksOf('maya.chen', 'Test deal'),
      (tasks) => tasks.includes('Answer: Strategic Logo for Test deal'),
    );

    const maya = await world.as('maya.chen').card(`${CARD_ROUTES.card}?objectType=deal&recordId=${dealId}`);
    expect(maya.live?.can).toMatchObject({ review: false, ask: false, answer: true, withdraw: true });
    const answered = await world.as('maya.chen').card(CARD_ROUTES.answer(requestId), { text: 'Dana Kim.' });
    expect(answered.live).toMatchObject({ status: 'pending', conversation: [{}, { text: 'Dana Kim.' }] });
    await eventually(
      async () => status(dealId),
      (now) => now === 'pending',
    );

    const people = await takers('ines.moreau', requestId);
    expect(people).toContain(TOM);
    expect(people).not.toContain('maya.chen@northwind.example');
    expect(people).not.toContain('ines.moreau@northwind.example');
    const handed = await world
      .as('ines.moreau')
      .card(CARD_ROUTES.handOver(requestId), { to: TOM.toUpperCase(), reason: 'On leave from today.' });
    expect(handed.live).toMatchObject({
      handOvers: [{ from: { name: 'Inès Moreau' }, to: { name: 'Tom Becker' } }],
      waitingFor: [{ name: 'Tom Becker' }],
      can: { review: false, handOver: false },
    });
    const version = handed.live?.version ?? 0;
    const decision = { outcome: 'approve', version };
    expect(await world.as('ines.moreau').refusal(CARD_ROUTES.review(requestId), decision)).toBe(
      'not_an_approver',
    );
    const decided = await world.as('tom.becker').card(CARD_ROUTES.review(requestId), decision);
    expect(decided.live?.reviews).toMatchObject([{ reviewer: { name: 'Tom Becker' }, outcome: 'approve' }]);
    await eventually(
      async () => status(dealId),
      (now) => now === 'active',
    );

    const trail = await eventually(
      () => world.as('maya.chen').trail(requestId),
      (entries) => entries.some(({ what }) => what.includes('in place of somebody else')),
    );
    const said = trail.map(({ who, what }) => `${who}: ${what}`);
    expect(said).toEqual(
      expect.arrayContaining([
        'Inès Moreau: Asked for information',
        'Maya Chen: Answered what was asked',
        'Inès Moreau: Handed the decision over to Tom Becker',
        'Handrail: Told Maya Chen: asked for information, by a task in the CRM',
        'Handrail: Told Inès Moreau: told of an answer, by a task in the CRM',
        'Handrail: Told Tom Becker: asked to decide in place of somebody else, by a task in the CRM',
      ]),
    );
  });

  it('keeps what people wrote out of the log', async () => {
    expect(world.logLines.join('\n')).not.toContain('sponsor');
    expect(world.logLines.join('\n')).not.toContain('On leave');
  });

  it.each([
    ['a question of the requester', 'maya.chen', CARD_ROUTES.ask, { text: 'Why?' }, 'own_request'],
    ['a question of a stranger', 'hana.sato', CARD_ROUTES.ask, { text: 'Why?' }, 'not_an_approver'],
    ['an answer nobody asked for', 'maya.chen', CARD_ROUTES.answer, { text: 'So.' }, 'no_open_question'],
    ['an answer of a stranger', 'hana.sato', CARD_ROUTES.answer, { text: 'So.' }, 'not_permitted'],
    [
      'a hand-over to the requester',
      'ines.moreau',
      CARD_ROUTES.handOver,
      { to: 'maya.chen@northwind.example', reason: 'So.' },
      'own_request',
    ],
    [
      'a hand-over to nobody',
      'ines.moreau',
      CARD_ROUTES.handOver,
      { to: 'nobody@elsewhere.example', reason: 'So.' },
      'person_unknown',
    ],
    [
      'a hand-over by a stranger',
      'hana.sato',
      CARD_ROUTES.handOver,
      { to: TOM, reason: 'So.' },
      'not_an_approver',
    ],
  ])('refuses %s', async (_, mailbox, route, body, code) => {
    const { requestId } = await file();
    expect(await world.as(mailbox).refusal(route(requestId), body)).toBe(code);
  });

  it('takes no empty question', async () => {
    const { requestId } = await file();
    const response = await world.as('ines.moreau').raw(CARD_ROUTES.ask(requestId), { body: { text: '  ' } });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'body_invalid', fields: [{ path: 'text' }] });
  });

  it('hands nothing over to somebody who cannot be looked up now', async () => {
    const { requestId } = await file();
    world.portal.faults.inject({ kind: 'reset', times: 1_000_000 });
    try {
      const input = { to: 'new.person@northwind.example', reason: 'On leave.' };
      const code = await world.as('ines.moreau').refusal(CARD_ROUTES.handOver(requestId), input);
      expect(code).toBe('crm_unavailable');
    } finally {
      world.portal.faults.clear();
    }
  });
});
