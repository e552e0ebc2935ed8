import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { describeWithChromium } from '../record-page/describe-with-chromium.ts';
import { launchChromium } from '../record-page/launch-chromium.ts';
import { findObstacles, NO_OBSTACLES } from './browser-checks.ts';
import { InboxPage } from './browser-inbox-page.ts';
import { type InboxWorld, startInboxWorld } from './inbox-world.ts';

const REP = 'maya.chen@northwind.example';
const REVOPS = 'priya.nair@northwind.example';

describeWithChromium('bulk requests in the app’s home page', () => {
  let world: InboxWorld;
  let browser: Browser;
  const scriptErrors: string[] = [];

  beforeAll(async () => {
    browser = await launchChromium();
    world = await startInboxWorld(0);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  async function openAs(email: string): Promise<InboxPage> {
    const page = await browser.newPage({
      viewport: { width: 1280, height: 900 },
      locale: 'en-US',
      timezoneId: 'UTC',
    });
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => scriptErrors.push(error.message));
    const inbox = new InboxPage(page, world.page.origin);
    await inbox.open(email);
    await inbox.part('section-bulk').click();
    return inbox;
  }

  it('a rep files one for many records, looks at what it comes to, and one decision carries it out', async () => {
    const { portal } = world.server.portal;
    const deals = portal.list('deals').filter((deal) => Number(portal.value(deal, 'amount')) <= 250_000);
    const ids = [...deals.slice(0, 12).map(({ id }) => id), '404404404'];

    const rep = await openAs(REP);
    await rep.part('new-bulk').click();
    await rep.part('bulk-ids').fill(ids.join('\n'));
    await rep.part('type').selectOption({ label: 'Data Fix' });
    await rep.part('reason-code').selectOption({ label: 'Wrong after an import' });
    await rep.part('reason').fill('The import of Monday set the wrong region; it is corrected by Friday.');
    await rep.part('bulk-ids-count').filter({ hasText: '13 records' }).waitFor();
    expect(await findObstacles(rep.page)).toEqual(NO_OBSTACLES);
    await rep.part('bulk-submit').click();

    await rep.part('bulk-status').filter({ hasText: 'Ready to ask' }).waitFor();
    await rep.part('bulk-asked').filter({ hasText: 'Deal desk: Priya Nair, Victor Lang (1 of 2)' }).waitFor();
    await rep.part('item-404404404').filter({ hasText: 'has no deal with this id' }).waitFor();
    await rep.part('bulk-rules').getByRole('button').click();
    expect(await findObstacles(rep.page)).toEqual(NO_OBSTACLES);
    await rep.part('bulk-ask').click();
    await rep.part('bulk-status').filter({ hasText: 'Waiting for a decision' }).waitFor();

    const revops = await openAs(REVOPS);
    await revops.page.getByText('Waits for you').waitFor();
    await revops.page.getByRole('button', { name: 'Data Fix: Wrong after an import' }).click();
    await revops.part('bulk-comment').fill('Hold them until Friday.');
    await revops.part('bulk-approve').filter({ hasText: 'Approve for 12 records' }).click();
    await revops.part('bulk-progress').waitFor();
    await revops.part('bulk-status').filter({ hasText: 'Done' }).waitFor();
    await revops.part('bulk-next').filter({ hasText: '12 records done, 1 left out.' }).waitFor();
    expect(await findObstacles(revops.page)).toEqual(NO_OBSTACLES);
    await revops.part('bulk-back').click();
    await revops.part('bulks').filter({ hasText: '12 done, 0 failed, 1 left out' }).waitFor();
    expect(scriptErrors).toEqual([]);
  }, 120_000);
});
