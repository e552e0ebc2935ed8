import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';
import { LIKE_DEALS } from '../../sandbox/hubspot/seed/records.ts';
import { editAsUser } from '../../sandbox/hubspot/user-actions.ts';
import { eventually } from '../http/test-server.ts';
import { describeWithChromium } from '../record-page/describe-with-chromium.ts';
import { findObstacles, NO_OBSTACLES } from './browser-checks.ts';
import type { DealPage } from './browser-deal-page.ts';
import { type BrowserWorld, startBrowserWorld } from './browser-world.ts';

const TOM = 'tom.becker@northwind.example';
const DEAL = LIKE_DEALS.auroraGrid;

jest.setTimeout(60_000);

describeWithChromium('a rep who took a deal without leave', () => {
  let browser: BrowserWorld;
  let deal: DealPage;

  beforeAll(async () => {
    browser = await startBrowserWorld({ HANDRAIL_POLL_SECONDS: '1', HUBSPOT_APP_ID: '2600100' });
    const { world } = browser;
    editAsUser(world.portal.portal, TOM, {
      objectType: 'deals',
      objectId: DEAL.id,
      properties: { hubspot_owner_id: seedPerson('amira.haddad@northwind.example').ownerId },
    });
    const tasks = async () =>
      world.portal.portal.associations.list({ type: 'deals', id: DEAL.id }, 'tasks').map(({ toId }) => {
        const task = world.portal.portal.require('tasks', toId);
        return world.portal.portal.value(task, 'hs_task_subject');
      });
    await eventually(tasks, (subjects) => subjects.some((subject) => subject.startsWith('Explain')));
    deal = await browser.openDeal(DEAL.id);
  }, 120_000);
  afterAll(() => browser?.close());
  afterEach(() => {
    expect(browser.scriptErrors).toEqual([]);
  });

  it('finds the form filled in with the change', async () => {
    await deal.signInAs(TOM);
    await deal.fill({
      type: 'Strategic Logo',
      reasonCode: 'Relationship at board level',
      reason: 'Amira has known the board since the pilot; a new contact would cost the deal.',
    });
    await deal.says('retroactive', 'Tom Becker changed the owner');
    await deal.says('retroactive', 'Maya Chen → Amira Haddad');
    expect(await deal.part('proposed-owner').locator('option:checked').textContent()).toContain(
      'Amira Haddad',
    );
    expect(await findObstacles(deal.page)).toEqual(NO_OBSTACLES);
  });

  it('files the request for it, and approvers see what it is for', async () => {
    await deal.press('submit');
    await deal.says('status', 'Waiting for a decision');
    await deal.signInAs('ines.moreau@northwind.example');
    await deal.says('retroactive-request', 'For a change of the owner that was made on');
    expect(await findObstacles(deal.page)).toEqual(NO_OBSTACLES);
  });
});
