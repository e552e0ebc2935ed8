import { mkdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { LIKE_DEAL_OWNER, LIKE_DEALS } from '../../sandbox/hubspot/seed/records.ts';
import { RECORD_PROPERTY } from '../../src/contracts/crm-properties.ts';
import type { DealPage, FilledForm } from '../e2e/browser-deal-page.ts';
import { type BrowserWorld, startBrowserWorld, WINDOW } from '../e2e/browser-world.ts';
import { CHROMIUM_MISSING, hasChromium } from '../record-page/launch-chromium.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FOLDER = join(ROOT, 'docs/screenshots');
/** Space around the card in CSS pixels; the next box of the column begins just behind it. */
const MARGIN = 10;

const REP = LIKE_DEAL_OWNER;
const REGION_LEAD = 'ines.moreau@northwind.example';
const FORM: FilledForm = {
  type: 'Strategic Logo',
  reasonCode: 'Relationship at board level',
  reason: 'Tom has known the board since the pilot; a new contact would cost the deal.',
  owner: 'Tom Becker',
};

const USAGE = `Usage: npm run screenshots

Starts the demo's portal, server and record page, brings the card into each of its states as a person would, and
writes a picture of each to docs/screenshots. Needs Chromium. Dates and ids in the pictures are those of the run.

  --help   show this

Exit codes: 0 all pictures were written, 1 one was not, 2 the options are wrong or Chromium is missing`;

/** @returns the exit code */
async function main(): Promise<number> {
  const options = parseOptions();
  if (options === null) return 2;
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  if (!hasChromium()) {
    console.error(CHROMIUM_MISSING);
    return 2;
  }
  console.log('Starting portal, server, record page and Chromium …');
  await mkdir(FOLDER, { recursive: true });
  const browser = await startBrowserWorld();
  try {
    await takeLifeOfRequest(browser);
    await takeNeedsAttention(browser);
    await takeError(browser);
    return 0;
  } catch (error) {
    console.error(`The next picture could not be taken: ${error instanceof Error ? error.message : error}`);
    return 1;
  } finally {
    await browser.close();
  }
}

function parseOptions(): { help: boolean } | null {
  try {
    return { help: parseArgs({ options: { help: { type: 'boolean' } } }).values.help ?? false };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return null;
  }
}

async function takeLifeOfRequest({ openDeal }: BrowserWorld): Promise<void> {
  const deal = await openDeal(LIKE_DEALS.auroraGrid.id);
  await deal.signInAs(REP);
  await takeCard(deal, 'standard-path');
  await deal.fill(FORM);
  await takeCard(deal, 'form');
  await deal.press('submit');
  await deal.says('status', 'Waiting for a decision');
  await takeCard(deal, 'pending');

  await deal.signInAs(REGION_LEAD);
  await deal.part('comment').fill('Agreed with the account plan.');
  await takeCard(deal, 'decision');
  await deal.press('approve');
  await deal.says('status', 'Exception active');
  await deal.property(RECORD_PROPERTY.routingHold).filter({ hasText: 'Yes' }).waitFor();
  await takePage(deal, 'active');

  await deal.signInAs(REP);
  await deal.press('end-now');
  await deal.press('end-now-confirm');
  await deal.says('status', 'Ended');
  await deal.property(RECORD_PROPERTY.routingHold).filter({ hasText: 'No' }).waitFor();
  await takeCard(deal, 'ended');
}

/** HubSpot refuses the task after hold, tag and owner were written. */
async function takeNeedsAttention({ openDeal, world }: BrowserWorld): Promise<void> {
  const deal = await openDeal(LIKE_DEALS.borealisFreight.id);
  await deal.signInAs(REP);
  await deal.fill(FORM);
  await deal.press('submit');
  await deal.says('status', 'Waiting for a decision');
  world.portal.faults.inject({ kind: 'status', status: 400, method: 'POST', path: '/tasks$' });
  await deal.signInAs(REGION_LEAD);
  await deal.press('approve');
  await deal.says('status', 'Needs attention');
  await deal.property(RECORD_PROPERTY.routingHold).filter({ hasText: 'Yes' }).waitFor();
  await takeCard(deal, 'needs-attention');
}

async function takeError({ openDeal, world }: BrowserWorld): Promise<void> {
  const deal = await openDeal(LIKE_DEALS.auroraGrid.id);
  await deal.signInAs(REP);
  await world.stopServer();
  await deal.press('refresh');
  await deal.part('problem').waitFor();
  await takeCard(deal, 'error');
}

/** A picture of the card alone. */
async function takeCard(deal: DealPage, name: string): Promise<void> {
  const { x, y, width, height } = await cardBox(deal);
  await write(deal, name, {
    x: x - MARGIN,
    y: y - MARGIN,
    width: width + 2 * MARGIN,
    height: height + 2 * MARGIN,
  });
}

/** A picture of the whole page from its top to the end of the card. */
async function takePage(deal: DealPage, name: string): Promise<void> {
  const { y, height } = await cardBox(deal);
  await write(deal, name, { x: 0, y: 0, width: WINDOW.width, height: y + height + MARGIN });
}

async function cardBox(deal: DealPage): Promise<Box> {
  await deal.tidy();
  const box = await deal.card.boundingBox();
  if (box === null) throw new Error('the card is not on the page');
  return box;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

async function write({ page }: DealPage, name: string, clip: Box): Promise<void> {
  const path = join(FOLDER, `${name}.png`);
  await page.screenshot({ path, clip, fullPage: true, animations: 'disabled' });
  const kilobytes = Math.round((await stat(path)).size / 1000);
  console.log(`${relative(ROOT, path)} (${kilobytes} kB)`);
}

process.exitCode = await main();
