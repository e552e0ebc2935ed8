import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { cardUser } from '../../sandbox/demo/card-user.ts';
import { describeWithChromium } from '../record-page/describe-with-chromium.ts';
import { launchChromium } from '../record-page/launch-chromium.ts';
import { findObstacles, NO_OBSTACLES } from './browser-checks.ts';
import { InboxPage } from './browser-inbox-page.ts';
import { type InboxWorld, startInboxWorld } from './inbox-world.ts';

const REQUESTS = 200;
const REVOPS = 'priya.nair@northwind.example';
const REP = 'maya.chen@northwind.example';
const MANY = 20;

describeWithChromium('the inbox', () => {
  let world: InboxWorld;
  let browser: Browser;
  const scriptErrors: string[] = [];

  beforeAll(async () => {
    browser = await launchChromium();
    world = await startInboxWorld(REQUESTS);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });
  afterEach(() => {
    expect(scriptErrors).toEqual([]);
  });

  async function openInbox(email: string): Promise<InboxPage> {
    const page: Page = await browser.newPage({
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

  it('shows 200 requests page by page, the one that waits longest first', async () => {
    const inbox = await openInbox(REVOPS);
    await inbox.ranges(`1 to 25 of ${REQUESTS} requests`);
    const seen = await inbox.titles();
    for (let first = 26; first <= REQUESTS; first += 25) {
      await inbox.part('next-page').click();
      await inbox.ranges(`${first} to ${first + 24} of ${REQUESTS} requests`);
      seen.push(...(await inbox.titles()));
    }
    expect(seen).toEqual(world.filed.map(({ recordTitle }) => recordTitle));
    expect(await inbox.part('next-page').isDisabled()).toBe(true);
    await inbox.part('previous-page').click();
    await inbox.ranges('151 to 175 of 200 requests');
    await inbox.page.close();
  });

  it('finds and filters', async () => {
    const inbox = await openInbox(REVOPS);
    await inbox.part('search').fill('PARTNER import');
    await inbox.ranges('of 67 requests');
    await inbox.part('filter-requester').selectOption({ label: 'Maya Chen' });
    const both = world.filed.filter(({ rep }, at) => rep === REP && at % 3 === 0);
    await inbox.ranges(`of ${both.length} requests`);
    await inbox.part('filter-type').selectOption({ label: 'Partner-Led' });
    await inbox.part('empty').filter({ hasText: 'No request matches' }).waitFor();
    await inbox.part('clear-filters').click();
    await inbox.ranges(`1 to 25 of ${REQUESTS} requests`);
    await inbox.show('Decided by me');
    await inbox.part('empty').filter({ hasText: 'You have not decided' }).waitFor();
    await inbox.page.close();
  });

  it('explains a request and decides it in the panel', async () => {
    const inbox = await openInbox(REVOPS);
    const last = world.filed.at(-1);
    if (!last) throw new Error('nothing was filed');
    await inbox.part('search').fill(last.recordTitle);
    await inbox.ranges('1 to 1 of 1 request');
    await inbox.part(`open-${last.requestId}`).click();
    const panel = inbox.part('request-panel');
    await panel.getByTestId('why-me').filter({ hasText: 'Deal desk' }).waitFor();
    await panel.getByTestId('rules').getByRole('button').click();
    await panel.getByText('wanted').first().waitFor();
    const link = await panel.getByTestId('record-link').getAttribute('href');
    const record = await fetch(`${world.page.origin}${link}`, { redirect: 'manual' });
    expect(record.headers.get('location')).toMatch(/^\/contacts\/0-3\/\d+$/);
    expect(await findObstacles(inbox.page)).toEqual(NO_OBSTACLES);

    await panel.getByTestId('decide-one-comment').fill('Not before the import is checked.');
    await panel.getByTestId('decide-one-reject').click();
    await inbox.part('decided').filter({ hasText: '1 request rejected' }).waitFor();
    await panel.waitFor({ state: 'detached' });
    await inbox.part('clear-filters').click();
    await inbox.ranges(`of ${REQUESTS - 1} requests`);
    await inbox.page.close();
  });

  describe('a decision on many', () => {
    it('is taken for each but the one that changed meanwhile, which is named', async () => {
      const inbox = await openInbox(REVOPS);
      await inbox.ranges('1 to 25');
      const chosen = world.filed.slice(0, MANY);
      for (const { requestId } of chosen) await inbox.part(`select-${requestId}`).check();
      await inbox
        .part('selection')
        .filter({ hasText: `${MANY} requests selected` })
        .waitFor();
      expect(await findObstacles(inbox.page)).toEqual(NO_OBSTACLES);

      const changed = chosen[7];
      if (!changed) throw new Error('too few were chosen');
      const { portal, server } = world.server;
      await cardUser(portal, server.origin, changed.rep).withdraw(changed.requestId);
      await inbox.part('decide-many-comment').fill('Agreed with operations on Monday.');
      await inbox.part('decide-many-approve').click();
      await inbox
        .part('decided')
        .filter({ hasText: `${MANY - 1} requests approved, 1 not decided` })
        .waitFor();
      const told = await inbox.part(`refused-${changed.requestId}`).textContent();
      expect(told).toContain(changed.recordTitle);
      expect(told).toContain('changed this request');
      await inbox.part('selection').waitFor({ state: 'detached' });
      expect(await findObstacles(inbox.page)).toEqual(NO_OBSTACLES);

      for (const { requestId } of chosen) {
        const trail = await cardUser(portal, server.origin, REVOPS).trail(requestId);
        const approvals = trail.filter(({ what }) => what === 'Approved the request');
        expect(approvals).toHaveLength(requestId === changed.requestId ? 0 : 1);
      }
      await inbox.show('Decided by me');
      await inbox.ranges('of 20 requests');
      await inbox.page.close();
    });

    it('works by keyboard alone', async () => {
      const inbox = await openInbox(REVOPS);
      await inbox.ranges('1 to 25');
      const { keyboard } = inbox.page;
      const first = await inbox.page.locator('[data-testid^="open-"]').first().getAttribute('data-testid');
      await inbox.part('select-all').focus();
      await keyboard.press('Tab');
      await keyboard.press('Space');
      await inbox.part('selection').filter({ hasText: '1 request selected' }).waitFor();
      await inbox.part('decide-many-comment').focus();
      await keyboard.type('Fine.');
      await keyboard.press('Tab');
      await keyboard.press('Enter');
      await inbox.part('decided').filter({ hasText: '1 request approved' }).waitFor();
      await inbox.part(String(first)).waitFor({ state: 'detached' });
      await inbox.part('views').getByRole('tab').first().focus();
      await keyboard.press('ArrowRight');
      await inbox.page.getByRole('tab', { name: /^All open/, selected: true }).waitFor();
      await inbox.page.close();
    });
  });

  it('shows a rep what they filed, without anything to tick, and says so', async () => {
    const inbox = await openInbox(REP);
    await inbox.part('empty').filter({ hasText: 'Nothing waits for your decision' }).waitFor();
    await inbox.show('All \\(');
    const own = world.filed.filter(({ rep }) => rep === REP).length;
    await inbox.ranges(`of ${own} requests`);
    await inbox.part('scope').waitFor();
    expect(await inbox.part('select-all').count()).toBe(0);
    await inbox.page.close();
  });
});
