import { mkdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { SEED_FLOW } from '../../sandbox/hubspot/seed/flows.ts';
import { LIKE_DEAL_OWNER, LIKE_DEALS } from '../../sandbox/hubspot/seed/records.ts';
import { RECORD_PROPERTY } from '../../src/contracts/crm-properties.ts';
import type { DealPage, FilledForm } from '../e2e/browser-deal-page.ts';
import { InboxPage } from '../e2e/browser-inbox-page.ts';
import { SettingsPage } from '../e2e/browser-settings-page.ts';
import { type BrowserWorld, startBrowserWorld, WINDOW } from '../e2e/browser-world.ts';
import { startInboxWorld } from '../e2e/inbox-world.ts';
import { CHROMIUM_MISSING, hasChromium, launchChromium } from '../record-page/launch-chromium.ts';
import { takeSalesforce } from './take-salesforce.ts';
import { type Box, PICTURES, writePicture } from './write-picture.ts';

/** Space around the card in CSS pixels; the next box of the column begins just behind it. */
const MARGIN = 10;

const REP = LIKE_DEAL_OWNER;
const REGION_LEAD = 'ines.moreau@northwind.example';
const DEAL_DESK = 'priya.nair@northwind.example';
const INBOX_REQUESTS = 200;
const INBOX_CHOSEN = 4;
const FORM: FilledForm = {
  type: 'Strategic Logo',
  reasonCode: 'Relationship at board level',
  reason: 'Tom has known the board since the pilot; a new contact would cost the deal.',
  owner: 'Tom Becker',
};

/** The stories in their order: the one with the error stops the server. */
const STORIES: Readonly<Record<string, (browser: BrowserWorld) => Promise<void>>> = {
  request: takeLifeOfRequest,
  'needs-attention': takeNeedsAttention,
  'break-glass': takeBreakGlass,
  settings: takeSettings,
  error: takeError,
  inbox: takeInbox,
  salesforce: takeSalesforce,
};
const STORY_NAMES = Object.keys(STORIES).join(', ');

const USAGE = `Usage: npm run screenshots

Starts the demo's portal, server and record page, brings the card into each of its states as a person would, and
writes a picture of each to docs/screenshots. Needs Chromium, and for those of Salesforce its tools:

  npm --prefix extensions/salesforce ci

Dates and ids in the pictures are those of the run.

  --only <story>   only the pictures of one story: ${STORY_NAMES}
  --help           show this

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
  await mkdir(PICTURES, { recursive: true });
  const browser = await startBrowserWorld();
  try {
    for (const [name, take] of Object.entries(STORIES)) {
      if (options.only === undefined || options.only === name) await take(browser);
    }
    return 0;
  } catch (error) {
    console.error(`The next picture could not be taken: ${error instanceof Error ? error.message : error}`);
    return 1;
  } finally {
    await browser.close();
  }
}

function parseOptions(): { help: boolean; only?: string } | null {
  try {
    const { help = false, only } = parseArgs({
      options: { help: { type: 'boolean' }, only: { type: 'string' } },
    }).values;
    if (only !== undefined && !(only in STORIES)) throw new Error(`There is no story ${only}.`);
    return { help, ...(only !== undefined && { only }) };
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
  await deal.press('extend');
  await deal.part('extend-reason').fill('The board meets in January, and decides about the rollout then.');
  await takeCard(deal, 'extension-form');
  await deal.press('extend-send');
  await deal.part('withdraw-extension').waitFor();
  await deal.signInAs(REGION_LEAD);
  await deal.part('review-panel').waitFor();
  await takeCard(deal, 'extension');

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

/** An escalation that takes effect at once: in the form, and with the badge of the review that is owed. */
async function takeBreakGlass({ openDeal }: BrowserWorld): Promise<void> {
  const deal = await openDeal(LIKE_DEALS.auroraGrid.id);
  await deal.signInAs(REP);
  await deal.fill({
    type: 'Executive Escalation',
    reasonCode: 'An executive of the customer has stepped in',
    reason: 'The CFO was promised one person to talk to until the rollout is done.',
    owner: 'Jonas Lind',
  });
  await deal.part('at-once').check();
  await deal.part('at-once-reason').fill('The CFO is on the phone now and leaves within the hour.');
  await takeCard(deal, 'break-glass-form');
  await deal.press('submit');
  await deal.says('status', 'Active, review owed');
  await deal.signInAs(REGION_LEAD);
  await deal.part('review-panel').waitFor();
  await takeCard(deal, 'break-glass');
}

async function takeError({ openDeal, world }: BrowserWorld): Promise<void> {
  const deal = await openDeal(LIKE_DEALS.auroraGrid.id);
  await deal.signInAs(REP);
  await world.stopServer();
  await deal.press('refresh');
  await deal.part('problem').waitFor();
  await takeCard(deal, 'error');
}

/** The settings: how the account stands, which workflows respect the hold, and the change that would mend one. */
async function takeSettings({ openWindow, world }: BrowserWorld): Promise<void> {
  const page = await openWindow();
  const settings = new SettingsPage(page, world.pageOrigin);
  await settings.open(DEAL_DESK);
  await settings.press('check-health-start');
  await settings.part('findings').waitFor();
  await writePicture(page, 'settings-account');
  await settings.show('Workflow coverage');
  await settings.press('check-coverage-start');
  await settings.part('coverage').waitFor();
  await writePicture(page, 'settings-coverage');
  await settings.press(`open-${SEED_FLOW.legacyRenewals}`);
  await settings.press('propose-start');
  await settings.part('diff').waitFor();
  await settings.press('apply');
  await settings.part('apply-confirm').waitFor();
  await writePicture(page, 'settings-mend');
  await settings.press('apply-confirm');
  await settings.says('mend-outcome', 'Mended');
  await settings.says('panel-verdict', 'Respects the hold');
  await writePicture(page, 'settings-mended');
}

/** The inbox of the deal desk, with some requests chosen, and one of them in full. */
async function takeInbox(): Promise<void> {
  const [browser, world] = await Promise.all([launchChromium(), startInboxWorld(INBOX_REQUESTS)]);
  try {
    const page = await browser.newPage({
      viewport: WINDOW,
      deviceScaleFactor: 1,
      locale: 'en-US',
      timezoneId: 'UTC',
      reducedMotion: 'reduce',
    });
    const inbox = new InboxPage(page, world.page.origin);
    await inbox.open(DEAL_DESK);
    for (const { requestId } of world.filed.slice(0, INBOX_CHOSEN)) {
      await inbox.part(`select-${requestId}`).check();
    }
    await inbox.part('decide-many-comment').fill('Agreed with operations on Monday.');
    await writePicture(page, 'inbox');
    await inbox.part(`open-${world.filed[1]?.requestId}`).click();
    await inbox.part('request-panel').getByTestId('rules').getByRole('button').click();
    await writePicture(page, 'inbox-request');
  } finally {
    await browser.close();
    await world.close();
  }
}

/** A picture of the card alone. */
async function takeCard(deal: DealPage, name: string): Promise<void> {
  const { x, y, width, height } = await cardBox(deal);
  await writePicture(deal.page, name, {
    x: x - MARGIN,
    y: y - MARGIN,
    width: width + 2 * MARGIN,
    height: height + 2 * MARGIN,
  });
}

/** A picture of the whole page from its top to the end of the card. */
async function takePage(deal: DealPage, name: string): Promise<void> {
  const { y, height } = await cardBox(deal);
  await writePicture(deal.page, name, { x: 0, y: 0, width: WINDOW.width, height: y + height + MARGIN });
}

async function cardBox(deal: DealPage): Promise<Box> {
  await deal.tidy();
  const box = await deal.card.boundingBox();
  if (box === null) throw new Error('the card is not on the page');
  return box;
}

process.exitCode = await main();
