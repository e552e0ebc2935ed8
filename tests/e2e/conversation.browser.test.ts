import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { LIKE_DEAL_OWNER, LIKE_DEALS } from '../../sandbox/hubspot/seed/records.ts';
import { RECORD_PROPERTY } from '../../src/contracts/crm-properties.ts';
import { describeWithChromium } from '../record-page/describe-with-chromium.ts';
import { findObstacles, NO_OBSTACLES } from './browser-checks.ts';
import type { DealPage } from './browser-deal-page.ts';
import { InboxPage } from './browser-inbox-page.ts';
import { type BrowserWorld, startBrowserWorld } from './browser-world.ts';

const REP = LIKE_DEAL_OWNER;
const REGION_LEAD = 'ines.moreau@northwind.example';
const TOM = 'tom.becker@northwind.example';
const DEAL = LIKE_DEALS.auroraGrid;

// A step that meets HubSpot's rate limit waits for the next window of 10 s.
jest.setTimeout(60_000);

describeWithChromium('an approver who cannot decide yet', () => {
  let browser: BrowserWorld;
  let deal: DealPage;

  beforeAll(async () => {
    browser = await startBrowserWorld();
    deal = await browser.openDeal(DEAL.id);
    await deal.signInAs(REP);
    await deal.fill({
      type: 'Strategic Logo',
      reasonCode: 'Relationship at board level',
      reason: 'Tom has known the board since the pilot; a new contact would cost the deal.',
    });
    await deal.press('submit');
    await deal.says('status', 'Waiting for a decision');
  }, 120_000);
  afterAll(() => browser?.close());
  afterEach(() => {
    expect(browser.scriptErrors).toEqual([]);
  });

  it('asks in the card; the record and the requester hear of it', async () => {
    await deal.signInAs(REGION_LEAD);
    await deal.press('ask-open');
    await deal.part('ask-text').fill('Which member of the board does Tom know?');
    expect(await findObstacles(deal.page)).toEqual(NO_OBSTACLES);
    await deal.press('ask-send');
    await deal.says('status', 'Waiting for an answer');
    await deal.says('conversation', 'Which member of the board does Tom know?');
    expect(await deal.part('approve').isEnabled()).toBe(true);
    await deal.property(RECORD_PROPERTY.status).filter({ hasText: 'Information requested' }).waitFor();
  });

  it('is answered by the requester', async () => {
    await deal.signInAs(REP);
    await deal.says('answer-panel', 'Answer Inès Moreau');
    await deal.press('answer-send');
    await deal.says('answer-form', 'Write something first.');
    await deal.part('answer-text').fill('Dana Kim, who chairs it.');
    expect(await findObstacles(deal.page)).toEqual(NO_OBSTACLES);
    await deal.press('answer-send');
    await deal.says('status', 'Waiting for a decision');
    await deal.says('conversation', 'Dana Kim, who chairs it.');
  });

  it('finds the answer in the inbox, and hands the decision over there', async () => {
    const inbox = new InboxPage((await browser.openDeal(DEAL.id)).page, browser.world.pageOrigin);
    await inbox.open(REGION_LEAD);
    await inbox.page.locator('[data-testid^="open-"]').first().click();
    const panel = inbox.part('request-panel');
    await panel.getByText('Dana Kim, who chairs it.').waitFor();
    await panel.getByTestId('hand-over-open').click();
    await panel.getByTestId('hand-over-to').selectOption({ label: 'Tom Becker (AMER Sales)' });
    await panel.getByTestId('hand-over-text').fill('I leave today; Tom leads the region meanwhile.');
    expect(await findObstacles(inbox.page)).toEqual(NO_OBSTACLES);
    await panel.getByTestId('hand-over-send').click();
    await panel.waitFor({ state: 'detached' });
    await inbox.part('empty').waitFor();
    await inbox.page.close();
  });

  it('has left the decision to the other, who takes it', async () => {
    await deal.signInAs(TOM);
    await deal.says('waiting-for', 'asks you to decide');
    await deal.says('conversation', 'Inès Moreau handed the decision to Tom Becker');
    await deal.press('approve');
    await deal.says('status', 'Exception active');
    await deal.press('trail');
    await deal.page.getByText('Inès Moreau: Handed the decision over to Tom Becker').waitFor();
    expect(await findObstacles(deal.page)).toEqual(NO_OBSTACLES);
  });
});
