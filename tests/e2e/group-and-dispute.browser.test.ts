import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { LIKE_DEALS } from '../../sandbox/hubspot/seed/records.ts';
import { describeWithChromium } from '../record-page/describe-with-chromium.ts';
import { findObstacles, NO_OBSTACLES } from './browser-checks.ts';
import type { DealPage } from './browser-deal-page.ts';
import { type BrowserWorld, startBrowserWorld } from './browser-world.ts';

const REQUESTER = 'grace.okafor@northwind.example';
const APPROVER = 'victor.lang@northwind.example';
const OBJECTOR = 'ines.moreau@northwind.example';
const JUDGE = 'priya.nair@northwind.example';
const DEAL = LIKE_DEALS.auroraGrid.id;

// A step that meets HubSpot's rate limit waits for the next window of 10 s.
jest.setTimeout(60_000);

describeWithChromium('a company that is held with its deals, and an objection to it', () => {
  let browser: BrowserWorld;
  let company: DealPage;
  let companyId: string;

  beforeAll(async () => {
    browser = await startBrowserWorld();
    const { portal } = browser.world.portal;
    companyId = portal.associations.list({ type: 'deals', id: DEAL }, 'companies')[0]?.toId ?? '';
    company = await browser.openDeal(DEAL);
  }, 120_000);
  afterAll(() => browser?.close());
  afterEach(() => {
    expect(browser.scriptErrors).toEqual([]);
    expect(browser.world.portal.unknownCalls).toEqual([]);
  });
  const obstacles = () => findObstacles(company.page);

  it('is asked for on the company page', async () => {
    await company.openCompany(companyId);
    await company.signInAs(REQUESTER);
    await company.fill({
      type: 'Executive Escalation',
      reasonCode: 'One of our executives made a promise',
      reason: 'Our CEO promised their founder one contact for the whole account until the rollout is live.',
      owner: 'Maya Chen',
    });
    await company.says('asked', 'Deal desk');
    await company.press('submit');
    await company.says('status', 'Waiting for a decision');
  });

  it('says how many deals and contacts it covers, and which', async () => {
    await company.signInAs(APPROVER);
    await company.press('approve');
    await company.says('status', 'Exception active');
    await company.part('group').waitFor();
    await expectSoon(async () => {
      await company.press('refresh');
      return (await company.part('group').textContent()) ?? '';
    }, /^Covers [2-9] records\.$/);
    await company.card.getByText(/^All \d records$/).click();
    await company.card.getByRole('link', { name: LIKE_DEALS.auroraGrid.name }).waitFor();
    expect(await obstacles()).toEqual(NO_OBSTACLES);
  });

  it('is shown on the deal, which leads back to the company', async () => {
    await company.card.getByRole('link', { name: LIKE_DEALS.auroraGrid.name }).click();
    await company.says('status', 'Held through Aurora Grid');
    await company.says('covered-by', 'It can still have an exception of its own');
    expect(await obstacles()).toEqual(NO_OBSTACLES);
    await company.press('covering-company');
    await company.says('status', 'Exception active');
  });

  it('is objected to by the lead of the region, and everybody sees who decides until when', async () => {
    await company.signInAs(REQUESTER);
    expect(await company.part('object').count()).toBe(0);
    await company.signInAs(OBJECTOR);
    await company.press('object');
    await company.part('ground').selectOption({ label: 'The policy was not followed.' });
    await company.part('objection').fill('Nobody asked the region before the whole account was held.');
    expect(await obstacles()).toEqual(NO_OBSTACLES);
    await company.press('send-objection');
    await company.says('dispute', 'Nobody asked the region before the whole account was held.');
    await company.says('dispute', 'Priya Nair (Deal desk) decides by');
    expect(await company.part('dispute-decision').count()).toBe(0);
  });

  it('ends when the objection is upheld, and the deal goes back to the standard path', async () => {
    await company.signInAs(JUDGE);
    await company.part('ruling').fill('The region was not heard.');
    expect(await obstacles()).toEqual(NO_OBSTACLES);
    await company.press('uphold');
    await company.says('dispute-1', 'Priya Nair upheld the objection: the exception ends.');
    await company.open(DEAL);
    await expectSoon(async () => {
      await company.press('refresh');
      return (await company.part('status').textContent()) ?? '';
    }, /^Standard path$/);
  });
});

/** Asks again until the answer fits; fails when it does not in half a minute. */
async function expectSoon(ask: () => Promise<string>, expected: RegExp): Promise<void> {
  const giveUpAt = Date.now() + 30_000;
  let answer = await ask();
  while (!expected.test(answer) && Date.now() < giveUpAt) {
    await new Promise((resolve) => setTimeout(resolve, 300));
    answer = await ask();
  }
  expect(answer).toMatch(expected);
}
