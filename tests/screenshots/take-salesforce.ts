import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { NEW_OWNER, REP } from '../../sandbox/demo/people.ts';
import { salesforceScene } from '../../sandbox/demo/salesforce-scene.ts';
import { startOrgWorld } from '../../sandbox/demo/salesforce-world.ts';
import { type RunningOrgPage, startOrgPage } from '../../sandbox/org-page/start-org-page.ts';
import { WINDOW } from '../e2e/browser-world.ts';
import { launchChromium } from '../record-page/launch-chromium.ts';
import { writePicture } from './write-picture.ts';

const REGION_LEAD = 'ines.moreau@northwind.example';
const LOOK_AGAIN_MS = 500;
const DAY = 24 * 60 * 60 * 1000;
const MARGIN = 10;

/** The components on the page of an org: a request that waits, in the inbox too, and in force. */
export async function takeSalesforce(): Promise<void> {
  const [browser, world] = await Promise.all([launchChromium(), startOrgWorld()]);
  const server = await startOrgPage({ orgOrigin: world.org.origin, firstUser: REP });
  try {
    await untilBuilt(server);
    const scene = salesforceScene(world);
    const record = `${server.origin}/r/Opportunity/${scene.tagged}`;
    const page = await browser.newPage({
      viewport: WINDOW,
      deviceScaleFactor: 1,
      locale: 'en-US',
      timezoneId: 'UTC',
      reducedMotion: 'reduce',
    });
    await scene.file(REP, {
      exceptionTypeId: 'strategic-logo',
      reasonCode: 'board-relationship',
      reason: 'Tom has known the board since the pilot; a new contact would cost the deal.',
      proposedOwner: NEW_OWNER,
      expiresAt: new Date(Date.now() + 14 * DAY).toISOString(),
    });
    await open(page, record, REGION_LEAD);
    await frame(page).getByRole('button', { name: 'Approve', exact: true }).waitFor();
    await takeComponent(page, 'salesforce-decision');
    await page.goto(`${server.origin}/inbox`);
    await frame(page).getByText('Waiting for your decision (1)').waitFor();
    await settle(page);
    await writePicture(page, 'salesforce-inbox');

    await scene.approve(REGION_LEAD, 'Agreed with the account plan.');
    while ((await scene.seen())?.status !== 'active') await delay(LOOK_AGAIN_MS);
    await open(page, record, REP);
    await frame(page).getByText('is in force').first().waitFor();
    await page.getByTestId('owner-name').filter({ hasText: 'Tom Becker' }).waitFor();
    await settle(page);
    await writePicture(page, 'salesforce-active');
  } finally {
    await browser.close();
    await server.close();
    await world.close();
  }
}

async function untilBuilt(server: RunningOrgPage): Promise<void> {
  while (server.components().state === 'building') await delay(LOOK_AGAIN_MS);
  const components = server.components();
  if (components.state === 'not_installed') {
    throw new Error(`Salesforce's tools are not installed: ${components.command}`);
  }
  if (components.state === 'failed') throw new Error(components.message);
}

const frame = (page: Page) => page.frameLocator('iframe');

/** Opens an address as somebody whom the page then remembers. */
async function open(page: Page, address: string, username: string): Promise<void> {
  await page.goto(address);
  await page.getByTestId('user-switch').selectOption(username);
}

/** Waits until the frame is as high as what it shows. */
async function settle(page: Page): Promise<void> {
  await page.mouse.move(0, 0);
  await delay(LOOK_AGAIN_MS);
}

async function takeComponent(page: Page, name: string): Promise<void> {
  await settle(page);
  const box = await page.locator('iframe').boundingBox();
  if (box === null) throw new Error('the component is not on the page');
  await writePicture(page, name, {
    x: box.x - MARGIN,
    y: box.y - MARGIN,
    width: box.width + 2 * MARGIN,
    height: box.height + 2 * MARGIN,
  });
}
