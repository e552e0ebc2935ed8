import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { openStore, type Store } from '../../server/adapters/store/open-store.ts';
import type { NoticeSettings } from '../../src/domain/notice/notice-settings.ts';
import { REQUEST, review, SECOND, STRANGER } from '../domain/request-stories.ts';
import { LEAD, REP } from '../fixtures/exception-request.ts';
import { sha256 } from '../fixtures/sha256.ts';
import { tenantNames } from '../fixtures/store.ts';
import { everythingBy, type NoticeWorld, startNoticeWorld } from './notice-world.ts';

const TUESDAY = '2026-11-03T10:00:00.000Z';
/** Without a clock: nothing lapses while a channel is down. */
const PATIENT = { ...REQUEST, clock: null };

const newTenant = tenantNames('told');
let store: Store;
let world: NoticeWorld;
const start = async (settings: NoticeSettings, startsAt = TUESDAY) => {
  world = await startNoticeWorld(store, newTenant(), settings, startsAt);
  return world;
};
beforeAll(async () => {
  store = await openStore({ sha256 });
});
afterAll(async () => {
  await store.close();
});
afterEach(async () => {
  await world.close();
});

describe('Slack is down for a day', () => {
  it('loses nothing, holds up nothing, and asks nobody who has decided meanwhile', async () => {
    const { slack, mail } = await start(everythingBy('slack', 'email'));
    slack.setWeather('down');
    await world.file(PATIENT);
    await world.deliver();
    // E-mail goes out although Slack, which comes first, is down.
    expect(mail.mails.map(({ to }) => to)).toEqual([[LEAD.email], [SECOND.email]]);

    // Otto decides in the middle of the outage: nothing waits for Slack.
    await world.deliverFor(10, 30);
    await world.act('req-1', review(SECOND));
    await world.deliverFor(14, 30);
    expect(slack.messages).toEqual([]);
    expect(slack.calls).toBeLessThan(60);

    slack.setWeather('fine');
    await world.deliverFor(1, 30);
    expect(world.slackReached()).toEqual(['Lea Lead']);
    expect(await world.noticesOf('req-1')).toEqual([
      { to: 'Lea Lead', kind: 'asked', channel: 'slack', status: 'sent', note: expect.any(String) },
      { to: 'Lea Lead', kind: 'asked', channel: 'email', status: 'sent', note: expect.any(String) },
      { to: 'Otto Ops', kind: 'asked', channel: 'slack', status: 'dropped', note: 'it had lost its point' },
      { to: 'Otto Ops', kind: 'asked', channel: 'email', status: 'sent', note: expect.any(String) },
    ]);
    await world.deliverFor(5, 30);
    expect(world.slackReached()).toEqual(['Lea Lead']);
  });

  it('asks once for one decision, however many reminders came together', async () => {
    const { slack } = await start(everythingBy('slack'));
    slack.setWeather('down');
    await world.file(REQUEST);
    await world.deliver();
    // 16:00: the reminder.
    await world.deliverFor(6, 30);
    await world.act('req-1', { type: 'fire_clocks' });
    await world.deliver();
    slack.setWeather('fine');
    await world.deliverFor(1, 30);
    expect(world.slackReached().toSorted()).toEqual(['Lea Lead', 'Otto Ops']);
    expect((await world.noticesOf('req-1')).map(({ kind, status }) => [kind, status])).toEqual([
      ['asked', 'dropped'],
      ['asked', 'dropped'],
      ['reminded', 'sent'],
      ['reminded', 'sent'],
    ]);
  });

  it('still tries after two days, and gives up after three: visible, and in the trail', async () => {
    const { slack } = await start(everythingBy('slack'));
    slack.setWeather('down');
    await world.file(PATIENT);
    await world.deliver();
    await world.deliverFor(48, 30);
    expect((await world.noticesOf('req-1')).map(({ status }) => status)).toEqual(['waiting', 'waiting']);
    await world.deliverFor(25, 30);
    expect(await world.noticesOf('req-1')).toMatchObject([
      { to: 'Lea Lead', status: 'failed', note: 'Slack answers 503' },
      { to: 'Otto Ops', status: 'failed', note: 'Slack answers 503' },
    ]);
    const [entry] = await world.trail();
    expect(entry).toMatchObject({
      type: 'notice_failed',
      data: { kind: 'asked', channel: 'slack', to: LEAD.userId, code: 'unavailable' },
    });
    expect(entry?.body).not.toContain('@');
    expect(entry?.body).not.toContain('Lea');
  });

  it('is left alone as long as it asks to be', async () => {
    const { slack } = await start(everythingBy('slack'));
    slack.setWeather({ limited: 3600 });
    await world.file(PATIENT);
    await world.deliver();
    slack.setWeather('fine');
    await world.deliverFor(0.9, 27);
    // Otto's message was not tried when Lea's met the limit, so it may go now.
    expect(world.slackReached()).toEqual(['Otto Ops']);
    await world.deliverFor(0.2, 12);
    expect(world.slackReached()).toEqual(['Otto Ops', 'Lea Lead']);
  });
});

describe('a person', () => {
  it('whom Slack does not know is given up at once, and the others are told', async () => {
    const part = (person: typeof LEAD) => ({
      kind: 'role' as const,
      role: person.name,
      label: person.name,
      approve: 1,
      deny: 1,
      distinctFrom: [],
      delegable: true,
      people: [person],
      because: person.name,
    });
    await start(everythingBy('slack'));
    await world.file({ ...PATIENT, requirement: { kind: 'all_of', of: [part(STRANGER), part(LEAD)] } });
    const counts = await world.deliver();
    expect(counts.slack).toEqual({ sent: 1, failed: 1, postponed: 0 });
    expect(await world.noticesOf('req-1')).toMatchObject([
      { to: STRANGER.name, status: 'failed', note: 'Slack cannot reach this person (users_not_found)' },
      { to: 'Lea Lead', status: 'sent' },
    ]);
    expect((await world.trail()).map(({ type }) => type)).toEqual(['notice_failed', 'notice_sent']);
    await world.deliverFor(2, 30);
    expect(world.slackReached()).toEqual(['Lea Lead']);
  });

  it('whose mailbox is refused keeps no other mail back', async () => {
    const { mail } = await start(everythingBy('email'));
    mail.refuse(LEAD.email);
    await world.file(PATIENT);
    await world.deliver();
    expect(mail.mails.map(({ to }) => to)).toEqual([[SECOND.email]]);
    expect(await world.noticesOf('req-1')).toMatchObject([
      { to: 'Lea Lead', status: 'failed', note: 'the mail server refused the message (550)' },
      { to: 'Otto Ops', status: 'sent' },
    ]);
  });

  it('is told later when the mail server is busy', async () => {
    const { mail } = await start(everythingBy('email'));
    mail.setBusy(true);
    await world.file(PATIENT);
    expect((await world.deliver()).email).toEqual({ sent: 0, failed: 0, postponed: 1 });
    mail.setBusy(false);
    await world.deliverFor(0.1, 2);
    expect(mail.mails).toHaveLength(2);
  });
});

describe('a worker that is killed', () => {
  it('before it sent leaves the notice to the next one, after five minutes', async () => {
    await start(everythingBy('slack'));
    await world.file(PATIENT);
    const now = world.context.clock.now();
    const until = new Date(now.getTime() + 5 * 60_000);
    await store.transact(world.tenantId, (tx) => tx.claimNotice(now, until, { except: [] }));
    await world.deliver();
    expect(world.slackReached()).toEqual(['Otto Ops']);
    world.wait({ minutes: 5 });
    await world.deliver();
    expect(world.slackReached()).toEqual(['Otto Ops', 'Lea Lead']);
  });

  it('between sending and recording has the message sent again: Slack cannot tell the two apart', async () => {
    const { slack } = await start(everythingBy('slack'));
    slack.setWeather('loses_replies');
    await world.file(PATIENT);
    await world.deliver();
    slack.setWeather('fine');
    await world.deliverFor(0.1, 2);
    expect(world.slackReached().toSorted()).toEqual(['Lea Lead', 'Lea Lead', 'Otto Ops']);
    expect((await world.noticesOf('req-1')).map(({ status }) => status)).toEqual(['sent', 'sent']);
  });
});

describe('quiet hours', () => {
  const hours = { from: 9 * 60, to: 17 * 60 };
  const berlin = {
    timeZone: 'Europe/Berlin',
    week: [hours, hours, hours, hours, hours, null, null],
    holidays: [],
  };
  const settings: NoticeSettings = {
    ...everythingBy('slack'),
    workingHours: { byTeam: {}, otherwise: berlin },
    urgent: ['question_asked'],
  };

  it('hold a request filed on Friday evening until Monday morning, but nothing urgent', async () => {
    await start(settings, '2026-11-06T17:30:00.000Z');
    await world.file(PATIENT);
    await world.act('req-1', { type: 'ask', by: LEAD, text: 'Who is the sponsor?' });
    await world.deliverFor(12, 60);
    expect(world.slackReached()).toEqual([REP.name]);
    world.setNow('2026-11-09T07:59:00.000Z');
    await world.deliver();
    expect(world.slackReached()).toEqual([REP.name]);
    world.setNow('2026-11-09T08:00:00.000Z');
    await world.deliver();
    expect(world.slackReached().toSorted()).toEqual(['Lea Lead', 'Otto Ops', REP.name]);
  });

  it('hold what was due while the server stood still, and do not count as a try', async () => {
    await start(settings, '2026-11-06T15:30:00.000Z');
    await world.file(PATIENT);
    world.setNow('2026-11-06T20:00:00.000Z');
    expect((await world.deliver()).slack).toEqual({ sent: 0, failed: 0, postponed: 0 });
    world.setNow('2026-11-09T08:00:00.000Z');
    expect((await world.deliver()).slack).toEqual({ sent: 2, failed: 0, postponed: 0 });
  });
});

describe('what arrives', () => {
  it('in Slack says why, with a button to the record, and nothing of what people wrote', async () => {
    const { slack } = await start(everythingBy('slack'));
    await world.file({ ...PATIENT, recordTitle: 'Acme <!channel> & Sons' });
    await world.deliver();
    const [message] = slack.messages;
    expect(message?.text).toBe(
      'Decide: Strategic Logo for Acme &lt;!channel&gt; &amp; Sons. Ruth Rep asks for Strategic Logo, and the policy names you as an approver.',
    );
    const blocks = JSON.stringify(message?.blocks);
    expect(blocks).toContain('https://crm.example/deal/4711');
    expect(blocks).toContain('Acme &lt;!channel&gt; &amp; Sons');
    expect(blocks).not.toContain('sponsor');
  });

  it('by e-mail comes as text and HTML, once, with an id made of the notice', async () => {
    const { mail } = await start({ ...everythingBy('email'), includeTexts: true });
    await world.file({ ...PATIENT, recordTitle: 'Acme <b>' });
    await world.deliver();
    const raw = mail.mails[0]?.raw ?? '';
    expect(raw).toContain('Message-ID: <req-1.v1.0.email@example.com>');
    expect(raw).toContain('To: Lea Lead <lea.lead@example.com>');
    expect(raw).toContain('Subject: Decide: Strategic Logo for Acme <b>');
    expect(raw).toContain('multipart/alternative');
    expect(raw).toContain('Acme &lt;b&gt;');
    expect(raw).toContain('Reason: Named account');
  });
});
