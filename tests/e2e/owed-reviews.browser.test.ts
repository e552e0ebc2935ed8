import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';
import { LIKE_DEAL_OWNER, LIKE_DEALS } from '../../sandbox/hubspot/seed/records.ts';
import { RECORD_PROPERTY } from '../../src/contracts/crm-properties.ts';
import { describeWithChromium } from '../record-page/describe-with-chromium.ts';
import { findObstacles, NO_OBSTACLES } from './browser-checks.ts';
import type { DealPage } from './browser-deal-page.ts';
import { InboxPage } from './browser-inbox-page.ts';
import { type BrowserWorld, startBrowserWorld } from './browser-world.ts';

const REP = LIKE_DEAL_OWNER;
const REGION_LEAD = 'ines.moreau@northwind.example';
const CRO = 'victor.lang@northwind.example';
const ESCALATED = LIKE_DEALS.auroraGrid;
const EXTENDED = LIKE_DEALS.borealisFreight;
const AT_ONCE = 'The CFO is on the phone now and leaves for a flight within the hour.';

// A step that meets HubSpot's rate limit waits for the next window of 10 s.
jest.setTimeout(60_000);

describeWithChromium('what is decided after the fact, and for longer', () => {
  let browser: BrowserWorld;
  let deal: DealPage;

  beforeAll(async () => {
    browser = await startBrowserWorld();
  }, 120_000);
  afterAll(() => browser?.close());
  afterEach(() => {
    expect(browser.scriptErrors).toEqual([]);
    expect(browser.world.portal.unknownCalls).toEqual([]);
  });

  const obstacles = () => findObstacles(deal.page);

  it('break-glass: the form says what it means before it is sent', async () => {
    deal = await browser.openDeal(ESCALATED.id);
    await deal.signInAs(REP);
    await deal.fill({
      type: 'Executive Escalation',
      reasonCode: 'An executive of the customer has stepped in',
      reason: 'The CFO was promised one person to talk to until the rollout is done.',
      owner: 'Tom Becker',
    });
    await deal.part('at-once').check();
    await deal.says('at-once-warning', 'They owe a review within 8 business hours');
    await deal.part('at-once-reason').fill(AT_ONCE);
    expect(await obstacles()).toEqual(NO_OBSTACLES);
    await deal.press('submit');
  });

  it('takes effect, and wears its badge on card and record', async () => {
    await deal.says('status', 'Active, review owed');
    await deal.says('break-glass', AT_ONCE);
    await deal.page.getByTestId('owner-name').filter({ hasText: 'Tom Becker' }).waitFor();
    await deal.property(RECORD_PROPERTY.routingHold).filter({ hasText: 'Yes' }).waitFor();
    await deal.page.getByText(/^Break-glass: Maya Chen had Executive Escalation take effect/).waitFor();
    expect(await deal.part('review-panel').count()).toBe(0);
    expect(await obstacles()).toEqual(NO_OBSTACLES);
  });

  it('waits in the inbox of the CRO, who refuses it there', async () => {
    const inbox = new InboxPage(await browser.openWindow(), browser.world.pageOrigin);
    await inbox.open(CRO);
    const row = inbox.page.locator('[data-testid^="row-"]').filter({ hasText: 'In effect, review owed' });
    await row.locator('[data-testid^="open-"]').click();
    const panel = inbox.part('request-panel');
    await panel.getByText('Break-glass: a review is owed').waitFor();
    expect(await findObstacles(inbox.page)).toEqual(NO_OBSTACLES);
    await inbox.part('decide-one-comment').fill('The region lead was in the next room.');
    await inbox.part('decide-one-reject').click();
    await inbox.part('empty').filter({ hasText: 'Nothing waits for your decision' }).waitFor();
    await inbox.page.close();
  });

  it('is taken back: the owner is who it was, and the card says why', async () => {
    await deal.press('refresh');
    await deal.says('status', 'Taken back');
    await deal.says('break-glass', 'Taken back because the review refused it.');
    await deal.open(ESCALATED.id);
    const { firstName, lastName } = seedPerson(REP);
    await deal.page
      .getByTestId('owner-name')
      .filter({ hasText: `${firstName} ${lastName}` })
      .waitFor();
    await deal.property(RECORD_PROPERTY.routingHold).filter({ hasText: 'No' }).waitFor();
    expect(await obstacles()).toEqual(NO_OBSTACLES);
    await deal.page.close();
  });

  it('extension: asked in the card by the rep, decided there by the lead', async () => {
    deal = await browser.openDeal(EXTENDED.id);
    await deal.signInAs(REP);
    await deal.fill({
      type: 'Strategic Logo',
      reasonCode: 'Relationship at board level',
      reason: 'Tom has known the board since the pilot; a new contact would cost the deal.',
    });
    await deal.press('submit');
    await deal.says('status', 'Waiting for a decision');
    await deal.signInAs(REGION_LEAD);
    await deal.press('approve');
    await deal.says('status', 'Exception active');

    await deal.signInAs(REP);
    await deal.press('extend');
    await deal.part('extend-reason').fill('The board meets in January, and decides about the rollout then.');
    expect(await obstacles()).toEqual(NO_OBSTACLES);
    await deal.press('extend-send');
    await deal.says('extension-open', 'Maya Chen asks for an extension until');
    await deal.part('withdraw-extension').waitFor();

    await deal.signInAs(REGION_LEAD);
    await deal.says('review-panel', 'Your decision on the extension');
    expect(await obstacles()).toEqual(NO_OBSTACLES);
    await deal.press('approve');
    await deal.says('extension-1', 'Extended until');
    await deal.page.getByText(/^Strategic Logo extended until/).waitFor();
    await deal.page.close();
  });
});
