import { afterAll, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type RunningOrgPage, startOrgPage } from '../../sandbox/org-page/start-org-page.ts';
import { type Northwind, startNorthwind } from '../../sandbox/salesforce/start-northwind.ts';
import { findObstacles, NO_OBSTACLES } from '../e2e/browser-checks.ts';
import { describeWithChromium } from '../record-page/describe-with-chromium.ts';
import { launchChromium } from '../record-page/launch-chromium.ts';

const MAYA = 'maya.chen@northwind.example';
const PRIYA = 'priya.nair@northwind.example';

jest.setTimeout(60_000);

describeWithChromium('the org page without the tools of Salesforce', () => {
  let northwind: Northwind;
  let server: RunningOrgPage;
  let browser: Browser;
  let page: Page;
  const scriptErrors: string[] = [];

  beforeAll(async () => {
    northwind = await startNorthwind();
    server = await startOrgPage({
      orgOrigin: northwind.org.origin,
      firstUser: MAYA,
      withoutComponents: true,
    });
    browser = await launchChromium();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await northwind?.org.close();
    expect(scriptErrors).toEqual([]);
  });
  beforeEach(async () => {
    await page?.close();
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.on('pageerror', (error) => scriptErrors.push(error.message));
  });

  it('finds an opportunity in the list and opens it', async () => {
    await page.goto(server.origin);
    await page.getByLabel('Search opportunities by name').fill('aurora');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByText('1 opportunity', { exact: true }).waitFor();
    expect(await findObstacles(page)).toEqual(NO_OBSTACLES);
    await page.getByRole('link', { name: 'Aurora Grid: group rollout' }).click();
    await page.getByRole('heading', { level: 1, name: 'Aurora Grid: group rollout' }).waitFor();
  });

  it('changes a record as whoever is chosen, shows what the flows did, and the history with who did it', async () => {
    await page.goto(`${server.origin}/r/Opportunity/${northwind.like.auroraGrid}`);
    await page.getByTestId('user-switch').selectOption({ label: 'Priya Nair' });
    await page.getByRole('button', { name: 'Edit stage name' }).click();
    await page.getByLabel('Stage Name', { exact: true }).selectOption('Proposal/Price Quote');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByTestId('routing-run').getByText('Territory_Routing').waitFor();
    await page.getByTestId('owner-name').filter({ hasText: 'Jonas Lind' }).waitFor();
    const [change] = await page.locator('[data-kind="change"]').allTextContents();
    expect(change).toMatch(/Priya Nair/);
    expect(northwind.org.writes.at(-1)?.source.kind).toBe('ui');
    expect(await findObstacles(page)).toEqual(NO_OBSTACLES);
  });

  it('shows what others wrote without a reload', async () => {
    await page.goto(`${server.origin}/r/Opportunity/${northwind.like.borealisFreight}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    northwind.org.update(northwind.like.borealisFreight, { Amount: 99_000 }, { as: PRIYA });
    await page.getByText('99,000').waitFor();
  });

  it('says by which command the components come, in place of the card and of the inbox', async () => {
    for (const path of [`/r/Opportunity/${northwind.like.borealisFreight}`, '/inbox']) {
      await page.goto(server.origin + path);
      await page
        .getByTestId('components-missing')
        .getByText('npm --prefix extensions/salesforce ci')
        .waitFor();
      expect(await findObstacles(page)).toEqual(NO_OBSTACLES);
    }
  });
});
