import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SEED_PEOPLE, seedPerson } from '../../sandbox/hubspot/seed/people.ts';
import { type RunningSlack, startSlack } from '../../sandbox/slack/start-slack.ts';
import { type MailServer, startMailServer } from '../fixtures/mail-server.ts';
import { eventually, filledForm, startTestServer, type TestServer } from '../http/test-server.ts';
import { CONFIG } from '../policies/shipped-policy.ts';

const SLACK_TOKEN = 'xoxb-sandbox-token';

/** The shipped configuration, for tests that run at any hour. */
async function configWithoutQuietHours(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'handrail-notifications-'));
  await cp(CONFIG, dir, { recursive: true });
  const file = join(dir, 'notifications.yml');
  const shipped = await readFile(file, 'utf8');
  await writeFile(file, shipped.replace(/^quiet_hours:\n( .*\n)+/m, ''));
  return dir;
}

describe('a request on a server with Slack and a mail server', () => {
  let slack: RunningSlack;
  let mail: MailServer;
  let world: TestServer;
  let policyDir: string;

  beforeAll(async () => {
    slack = await startSlack({
      token: SLACK_TOKEN,
      users: SEED_PEOPLE.map(({ userId, email, firstName }) => ({
        id: `U${userId}`,
        email,
        name: firstName,
      })),
    });
    mail = await startMailServer();
    policyDir = await configWithoutQuietHours();
    world = await startTestServer({
      variables: {
        HANDRAIL_POLICY_DIR: policyDir,
        HANDRAIL_SLACK_TOKEN: SLACK_TOKEN,
        HANDRAIL_SLACK_API_URL: slack.apiUrl,
        HANDRAIL_SMTP_URL: mail.url,
        HANDRAIL_MAIL_FROM: 'Handrail <handrail@northwind.example>',
        HANDRAIL_SWEEP_SECONDS: '0.5',
      },
    });
  });
  afterAll(async () => {
    await world.close();
    await slack.close();
    await mail.close();
    await rm(policyDir, { recursive: true });
  });

  const messagesTo = (mailbox: string) => {
    const { userId } = seedPerson(`${mailbox}@northwind.example`);
    return slack.messages.filter(({ channel }) => channel === `U${userId}`);
  };

  it('reaches its approver by Slack and by e-mail, and its requester with the outcome', async () => {
    const dealId = await world.makeDeal();
    const { live } = await world.as('maya.chen').card(CARD_ROUTES.requests, filledForm(dealId));
    const requestId = live?.requestId ?? '';
    await eventually(
      async () => [messagesTo('ines.moreau').length, mail.mails.length],
      ([messages, mails]) => messages === 1 && mails === 1,
    );
    const [message] = messagesTo('ines.moreau');
    expect(message?.text).toContain('Decide: Strategic Logo for Test deal');
    expect(JSON.stringify(message?.blocks)).toContain(
      `https://app.hubspot.com/contacts/${world.portal.portalId}/record/0-3/${dealId}`,
    );
    expect(mail.mails[0]?.to).toEqual(['ines.moreau@northwind.example']);

    // Slack is down while she approves: the decision does not wait.
    slack.setWeather('down');
    const version = live?.version ?? 0;
    const decided = await world
      .as('ines.moreau')
      .card(CARD_ROUTES.review(requestId), { outcome: 'approve', version });
    expect(decided.live?.reviews).toMatchObject([{ outcome: 'approve' }]);
    await eventually(
      async () => mail.mails.map(({ to }) => to[0]),
      (to) => to.includes('maya.chen@northwind.example'),
    );
    const card = await world.as('maya.chen').card(`${CARD_ROUTES.card}?objectType=deal&recordId=${dealId}`);
    expect(card.live?.notices).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ to: 'Inès Moreau', words: 'asked to decide, by Slack', status: 'sent' }),
        expect.objectContaining({
          to: 'Maya Chen',
          words: 'told of the approval, by Slack',
          status: 'waiting',
          note: 'Slack answers 503',
        }),
      ]),
    );

    const log = world.logLines.join('\n');
    expect(log).toContain('notices could not be sent');
    for (const secret of [SLACK_TOKEN, 'northwind.example', 'Moreau']) expect(log).not.toContain(secret);
  }, 60_000);
});
