import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type OAuthServer, startOAuthServer } from '../http/oauth-server.ts';
import { describeWithChromium } from '../record-page/describe-with-chromium.ts';
import { launchChromium } from '../record-page/launch-chromium.ts';
import { findObstacles, NO_OBSTACLES } from './browser-checks.ts';

describeWithChromium('an administrator who connects HubSpot in the browser', () => {
  let world: OAuthServer;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    world = await startOAuthServer();
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await world.close();
  });

  const heading = () => page.locator('h1').textContent();

  it('reads what is asked for, grants it in HubSpot, and ends on a checklist', async () => {
    await page.goto(`${world.server.origin}/install`);
    expect(await heading()).toBe('Connect HubSpot to Handrail');
    // The style is this page's own, allowed by its hash.
    const colour = "getComputedStyle(document.querySelector('a.button')).backgroundColor";
    expect(await page.evaluate<string>(colour)).toBe('rgb(28, 95, 168)');
    expect(await findObstacles(page)).toEqual(NO_OBSTACLES);

    await page.getByRole('link', { name: 'Continue to HubSpot' }).click();
    await page.getByRole('button', { name: 'Connect app' }).click();
    expect(await heading()).toBe(`HubSpot account ${world.portals[0].portalId} is connected`);
    expect(await page.locator('ul.checks').textContent()).toContain('handrail install --portal');
    expect(await findObstacles(page)).toEqual(NO_OBSTACLES);
  });

  it('reads why nothing was connected, with a code and a way to start again', async () => {
    await page.goto(`${world.server.origin}/install/start`);
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await heading()).toBe('Access was not granted');
    expect(await page.locator('.facts').textContent()).toContain('install_denied');
    expect(await findObstacles(page)).toEqual(NO_OBSTACLES);
    await page.reload();
    expect(await heading()).toBe('This browser did not start the installation');
    await page.getByRole('link', { name: 'Start again' }).click();
    await page.getByRole('button', { name: 'Connect app' }).click();
    expect(await heading()).toContain('is connected');
  });

  it('meets no error of ours on the way', () => {
    // Chromium reports each page with a status of 4xx, and the icon that HubSpot does not have.
    expect(complaints.filter((text) => !/status of 40[013]/.test(text))).toEqual([]);
  });
});
