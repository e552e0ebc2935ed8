import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { userIdOf } from '../../sandbox/salesforce/seed/people.ts';
import { runDueClocks } from '../../src/application/run-due-clocks.ts';
import {
  answerOf,
  closeSharedStore,
  MAYA,
  openRows,
  PRIYA,
  type RowsWorld,
  TOM,
  VICTOR,
} from './rows-world.ts';

let world: RowsWorld;
beforeEach(async () => {
  world = await openRows();
});
afterEach(() => world.close());
afterAll(closeSharedStore);

const INES = 'ines.moreau@northwind.example';

const user = (email: string) => userIdOf(world.org.core, email);

/** A request that waits for the deal desk. @returns its row */
async function given(): Promise<string> {
  const rowId = world.file(world.makeDeal());
  await world.follow();
  return rowId;
}

/** One in force. */
async function givenActive(): Promise<string> {
  const rowId = await given();
  await said(world.say(rowId, 'approve', { as: PRIYA }));
  await world.writeSteps(rowId);
  expect((await stateOf(rowId)).status).toBe('active');
  return rowId;
}

/** One in force on a named account, of a deal that Tom owns. */
async function givenLogo(): Promise<string> {
  const OwnerId = user(TOM);
  const rowId = world.file(world.makeDeal({ OwnerId, Sales_Region__c: 'EMEA' }), {
    Exception_Type__c: 'strategic-logo',
    Reason_Code__c: 'named-account',
    Reason__c: 'The account is on the strategic list and knows nobody but Tom.',
  });
  await world.follow();
  await said(world.say(rowId, 'approve', { as: INES }));
  await world.writeSteps(rowId);
  return rowId;
}

async function stateOf(rowId: string) {
  const stored = await world.requestOf(rowId);
  if (!stored) throw new Error('the row has no request');
  return { ...stored.state, version: stored.version };
}

async function versionOf(rowId: string): Promise<number> {
  return (await stateOf(rowId)).version;
}

/** Follows, and expects that the decision was taken. */
async function said(decisionId: string) {
  expect(await world.follow()).toMatchObject({ untaken: [], failures: [] });
  expect(answerOf(world.org, decisionId)).toMatchObject({ state: 'accepted', code: null, words: null });
}

/** Follows, and expects that it was refused with words. */
async function refused(decisionId: string, code: string) {
  expect(await world.follow()).toMatchObject({ untaken: [], failures: [] });
  const answer = answerOf(world.org, decisionId);
  expect(answer).toMatchObject({ state: 'refused', code });
  expect(String(answer.words).length).toBeGreaterThan(20);
}

describe('a row by which somebody says something about a request', () => {
  it.each([
    ['approve', 'approved'],
    ['withdraw', 'withdrawn'],
    ['ask', 'info_requested'],
  ])('may %s', async (kind, status) => {
    const rowId = await given();
    const as = kind === 'withdraw' ? MAYA : PRIYA;
    await said(world.say(rowId, kind, { as, Comment__c: 'Which region is right?' }));
    expect((await stateOf(rowId)).status).toBe(status);
  });

  it('may reject, by whom Salesforce names as its creator', async () => {
    const rowId = await given();
    await said(world.say(rowId, 'reject', { as: PRIYA, Comment__c: 'Not wrong.' }));
    await said(world.say(rowId, 'reject', { as: VICTOR, Version__c: 2 }));
    const { status, reviews } = await stateOf(rowId);
    expect(status).toBe('rejected');
    expect(reviews).toMatchObject([
      { reviewer: { email: PRIYA, userId: user(PRIYA), name: 'Priya Nair' }, comment: 'Not wrong.' },
      { reviewer: { email: VICTOR }, comment: '' },
    ]);
  });

  it('may answer a question', async () => {
    const rowId = await given();
    await said(world.say(rowId, 'ask', { Comment__c: 'Which region?' }));
    await said(world.say(rowId, 'answer', { as: MAYA, Comment__c: 'EMEA.', Version__c: 2 }));
    expect(await stateOf(rowId)).toMatchObject({
      status: 'pending',
      conversation: [
        { text: 'Which region?', by: { email: PRIYA } },
        { text: 'EMEA.', by: { email: MAYA } },
      ],
    });
  });

  it('may hand a seat over', async () => {
    const rowId = await given();
    const values = { Handed_To__c: user(TOM), Comment__c: 'I am away this week.' };
    await said(world.say(rowId, 'hand_over', { as: PRIYA, ...values }));
    await said(world.say(rowId, 'approve', { as: TOM, Version__c: await versionOf(rowId) }));
    expect((await stateOf(rowId)).status).toBe('approved');
  });

  it('may end an exception in force', async () => {
    const rowId = await givenActive();
    await said(world.say(rowId, 'end', { as: MAYA, Version__c: await versionOf(rowId) }));
    expect((await stateOf(rowId)).status).toBe('ending');
  });

  it('may object, and decide on the objection', async () => {
    const rowId = await givenLogo();
    const Ground__c = 'reason_not_true';
    const Comment__c = 'Nobody there knows the present owner.';
    await said(
      world.say(rowId, 'object', { as: TOM, Ground__c, Comment__c, Version__c: await versionOf(rowId) }),
    );
    await said(world.say(rowId, 'uphold', { as: VICTOR, Version__c: await versionOf(rowId) }));
    expect(await stateOf(rowId)).toMatchObject({ status: 'ending' });
  });

  it('may dismiss an objection', async () => {
    const rowId = await givenLogo();
    const values = { Ground__c: 'other', Comment__c: 'I do not like it at all.' };
    await said(world.say(rowId, 'object', { as: TOM, ...values, Version__c: await versionOf(rowId) }));
    const Version__c = await versionOf(rowId);
    await said(world.say(rowId, 'dismiss', { as: VICTOR, Comment__c: 'It is fine.', Version__c }));
    expect((await stateOf(rowId)).status).toBe('active');
  });

  it('may ask for a later end, take that back, and approve the next one', async () => {
    const rowId = await givenLogo();
    const wish = async () => ({
      as: MAYA,
      Until__c: '2026-12-20T10:00:00.000Z',
      Comment__c: 'The board meets in December, and the contract is signed there.',
      Version__c: await versionOf(rowId),
    });
    await said(world.say(rowId, 'extend', await wish()));
    await said(world.say(rowId, 'withdraw_extension', { as: MAYA, Version__c: await versionOf(rowId) }));
    await said(world.say(rowId, 'extend', await wish()));
    await said(world.say(rowId, 'approve', { as: INES, Version__c: await versionOf(rowId) }));
    expect((await stateOf(rowId)).extensions).toMatchObject([
      { outcome: 'withdrawn' },
      { outcome: 'approved', until: '2026-12-20T10:00:00.000Z' },
    ]);
  });

  it('may not ask for an end in the past', async () => {
    const rowId = await givenLogo();
    const values = { Until__c: '2026-11-20T10:00:00.000Z', Comment__c: 'The board met in November already.' };
    const extend = world.say(rowId, 'extend', { as: MAYA, ...values, Version__c: await versionOf(rowId) });
    await refused(extend, 'extension_not_later');
  });

  it('may try failed steps again', async () => {
    const rowId = await given();
    await refused(world.say(rowId, 'retry', { as: PRIYA }), 'wrong_status');
  });
});

describe('a decision is refused, and says so on the row', () => {
  it('where its author has no right to it: the trail knows of the attempt', async () => {
    const rowId = await given();
    const decision = world.say(rowId, 'approve', { as: TOM });
    await refused(decision, 'not_an_approver');
    const { requestId } = (await stateOf(rowId)).request;
    expect(await world.trail()).toContainEqual(
      expect.objectContaining({
        type: 'command_refused',
        requestId,
        actor: { kind: 'user', userId: user(TOM) },
        data: { command: 'review', code: 'not_an_approver' },
      }),
    );
  });

  it('where somebody approves their own request', async () => {
    const rowId = world.file(world.makeDeal(), { as: PRIYA });
    await world.follow();
    await refused(world.say(rowId, 'approve', { as: PRIYA }), 'own_request');
  });

  it('where its author was deactivated meanwhile', async () => {
    const rowId = await given();
    const decision = world.say(rowId, 'approve', { as: PRIYA });
    world.org.deactivate(PRIYA);
    await refused(decision, 'author_not_accepted');
    const { requestId } = (await stateOf(rowId)).request;
    expect(await world.trail()).toContainEqual(
      expect.objectContaining({
        type: 'command_refused',
        requestId,
        data: { command: 'review', code: 'author_not_accepted', rowId: decision },
      }),
    );
  });

  it.each([
    ['an older version', 1],
    ['a version that is still to come', 99],
  ])('on %s', async (_, Version__c) => {
    const rowId = await given();
    await said(world.say(rowId, 'ask', { as: VICTOR, Comment__c: 'Which region?' }));
    await refused(world.say(rowId, 'approve', { as: PRIYA, Version__c }), 'changed_meanwhile');
    expect((await stateOf(rowId)).status).toBe('info_requested');
  });

  it('but not a withdrawal: whoever takes their request back means it whatever was said', async () => {
    const rowId = await given();
    await said(world.say(rowId, 'ask', { as: VICTOR, Comment__c: 'Which region?' }));
    await said(world.say(rowId, 'withdraw', { as: MAYA, Version__c: 1 }));
    expect((await stateOf(rowId)).status).toBe('withdrawn');
  });

  it.each([
    ['approve', PRIYA, 'changed_meanwhile'],
    ['reject', PRIYA, 'changed_meanwhile'],
    ['ask', PRIYA, 'wrong_status'],
    ['withdraw', VICTOR, 'not_permitted'],
    ['end', MAYA, 'wrong_status'],
  ])('to %s a request that became final before it was read', async (kind, as, code) => {
    const rowId = await given();
    const first = world.say(rowId, 'withdraw', { as: MAYA });
    const late = world.say(rowId, kind, { as, Comment__c: 'Why?' });
    await refused(late, code);
    expect(answerOf(world.org, first)).toMatchObject({ state: 'accepted' });
    expect(await stateOf(rowId)).toMatchObject({ status: 'withdrawn', reviews: [] });
  });

  it('to a request that lapsed while the row waited', async () => {
    const rowId = await given();
    const decision = world.say(rowId, 'approve', { as: PRIYA });
    world.pass(14 * 24 * 60);
    await runDueClocks(world.context, world.tenantId);
    expect((await stateOf(rowId)).status).toBe('lapsed');
    await world.follow();
    expect(answerOf(world.org, decision)).toMatchObject({ state: 'refused' });
    expect((await stateOf(rowId)).status).toBe('lapsed');
  });

  it('on a request that was refused itself', async () => {
    const rowId = world.file(world.makeDeal(), { Exception_Type__c: 'wish' });
    await world.follow();
    await refused(world.say(rowId, 'approve'), 'request_not_found');
  });

  it('on a row that was copied from another org with its request id', async () => {
    const rowId = await given();
    const copy = world.org.plant('Handoff_Exception__c', {
      ...world.org.get(rowId),
      Status__c: 'pending',
      Client_Id__c: 'copied',
      Request_Id__c: 'req-of-another-org',
    });
    await refused(world.say(copy, 'approve'), 'request_not_found');
  });

  it.each([
    ['to ask nothing', 'ask', { Comment__c: '  ' }, 'Comment'],
    ['to extend until no date', 'extend', { Comment__c: 'Two weeks more.' }, 'Until'],
    ['to hand over to nobody', 'hand_over', { Comment__c: 'Away.' }, 'Handed to'],
    ['to object on no ground', 'object', { Comment__c: 'No.' }, 'Ground'],
    ['without a version', 'approve', { Version__c: 0 }, 'Version seen'],
    ['on half a version', 'approve', { Version__c: 1.5 }, 'Version seen'],
  ])('%s', async (_, kind, over, words) => {
    // The validation rules of the package keep most of it out; an org may have switched them off.
    await world.close();
    world = await openRows({ validationRules: [] });
    const rowId = await given();
    const decision = world.say(rowId, kind, over);
    await refused(decision, 'body_invalid');
    expect(answerOf(world.org, decision).words).toContain(words);
    expect((await stateOf(rowId)).status).toBe('pending');
  });
});

describe('what is said about a row that nobody has read', () => {
  it('is worked after it, in the same round', async () => {
    const rowId = world.file(world.makeDeal());
    const decision = world.say(rowId, 'withdraw', { as: MAYA });
    await said(decision);
    expect((await stateOf(rowId)).status).toBe('withdrawn');
  });

  it('waits while the request cannot be worked, and is worked when it is', async () => {
    const rowId = world.file(world.makeDeal());
    const decision = world.say(rowId, 'withdraw', { as: MAYA });
    // Facts cannot be read for a while: the request waits, and with it what is said about it.
    const crm = world.context.crmOf(world.tenantId);
    const { loadHandoff } = crm;
    const broken: typeof loadHandoff = async (record, names) => ({
      ...(await loadHandoff(record, names)),
      unavailable: 'busy',
    });
    world.context.crmOf = () => ({ ...crm, loadHandoff: broken });
    expect(await world.follow()).toMatchObject({
      counts: { exception: { waits: 1 }, decision: { waits: 1 } },
    });
    world.context.crmOf = () => crm;
    expect(await world.follow()).toMatchObject({ counts: { exception: { waits: 0, accepted: 0 } } });
    world.pass(1);
    await said(decision);
    expect((await stateOf(rowId)).status).toBe('withdrawn');
  });
});
