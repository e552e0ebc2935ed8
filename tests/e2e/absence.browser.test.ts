import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { cardUser } from '../../sandbox/demo/card-user.ts';
import { describeWithChromium } from '../record-page/describe-with-chromium.ts';
import { launchChromium } from '../record-page/launch-chromium.ts';
import { findObstacles, NO_OBSTACLES } from './browser-checks.ts';
import { InboxPage } from './browser-inbox-page.ts';
import { type InboxWorld, startInboxWorld } from './inbox-world.ts';

const PRIYA = 'priya.nair@northwind.example';
const TOM = 'tom.becker@northwind.example';
const DAY = 24 * 60 * 60 * 1000;

describeWithChromium('an approver who goes away', () => {
  let world: InboxWorld;
  let browser: Browser;
  const scriptErrors: string[] = [];

  beforeAll(async () => {
    browser = await launchChromium();
    world = await startInboxWorld(2);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });
  afterEach(() => {
    expect(scriptErrors).toEqual([]);
  });

  async function openInbox(email: string): Promise<InboxPage> {
    const page = await browser.newPage({
      viewport: { width: 1280, height: 900 },
      locale: 'en-US',
      timezoneId: 'UTC',
    });
    page.setDefaultTimeout(15_000);
    page.on('pageerror', (error) => scriptErrors.push(error.message));
    const inbox = new InboxPage(page, world.page.origin);
    await inbox.open(email);
    return inbox;
  }

  it('sets it in the inbox; the colleague finds the waiting requests, decides, and both names are in the trail', async () => {
    const request = world.filed.find(({ rep }) => rep === 'maya.chen@northwind.example');
    if (!request) throw new Error('Maya Chen filed nothing');
    const priya = await openInbox(PRIYA);
    await priya.part('absence-open').click();
    const panel = priya.part('absence-panel');
    await panel.getByTestId('absence-delegate').fill(TOM);
    const lastDay = new Date(Date.now() + 7 * DAY).toISOString().slice(0, 10);
    await panel.getByTestId('absence-until').fill(lastDay);
    await panel.getByTestId('absence-reason').fill('Parental leave');
    expect(await findObstacles(priya.page)).toEqual(NO_OBSTACLES);
    await panel.getByTestId('absence-set').click();
    await panel.getByText('Tom Becker decides for Priya Nair').waitFor();
    expect(await findObstacles(priya.page)).toEqual(NO_OBSTACLES);

    const tom = await openInbox(TOM);
    await tom.part(`open-${request.requestId}`).click();
    const opened = tom.part('request-panel');
    await opened.getByTestId('why-me').filter({ hasText: 'You stand in for Priya Nair' }).waitFor();
    await opened
      .getByTestId('stand-ins')
      .filter({ hasText: /Tom Becker for Priya Nair, away until .*: Parental leave/ })
      .waitFor();
    expect(await findObstacles(tom.page)).toEqual(NO_OBSTACLES);
    await opened.getByTestId('decide-one-approve').click();
    await tom.part('decided').filter({ hasText: '1 request approved' }).waitFor();
    const { portal, server } = world.server;
    const trail = await cardUser(portal, server.origin, TOM).trail(request.requestId);
    expect(trail.map(({ who, what }) => `${who}: ${what}`)).toEqual(
      expect.arrayContaining([
        'Handrail: Tom Becker may decide in place of Priya Nair, who is away',
        'Tom Becker: Approved the request in place of Priya Nair',
      ]),
    );

    // She is back: by keyboard alone.
    const back = panel.getByRole('button', { name: 'I am back' });
    await back.focus();
    await priya.page.keyboard.press('Enter');
    await panel.getByText('leaves the requests that wait for you').waitFor();
    await panel.getByRole('button', { name: 'I am back' }).focus();
    await priya.page.keyboard.press('Enter');
    await panel.getByText('Tom Becker decides for Priya Nair').waitFor({ state: 'detached' });
    await tom.open(TOM);
    await tom.part('empty').filter({ hasText: 'Nothing waits for your decision' }).waitFor();
    await tom.page.close();
    await priya.page.close();
  });
});
