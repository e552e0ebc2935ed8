import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { SEED_FLOW } from '../../sandbox/hubspot/seed/flows.ts';
import { describeWithChromium } from '../record-page/describe-with-chromium.ts';
import { findObstacles, NO_OBSTACLES } from './browser-checks.ts';
import { SettingsPage } from './browser-settings-page.ts';
import { type BrowserWorld, startBrowserWorld } from './browser-world.ts';

const REVOPS = 'priya.nair@northwind.example';
const REP = 'maya.chen@northwind.example';
const FLOW: string = SEED_FLOW.legacyRenewals;

describeWithChromium('the settings page', () => {
  let browser: BrowserWorld;

  beforeAll(async () => {
    browser = await startBrowserWorld();
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
  });
  afterEach(() => {
    expect(browser.scriptErrors).toEqual([]);
  });

  async function openSettings(email: string): Promise<SettingsPage> {
    const settings = new SettingsPage(await browser.openWindow(), browser.world.pageOrigin);
    await settings.open(email);
    return settings;
  }

  it('is refused to a rep, in words', async () => {
    const settings = await openSettings(REP);
    await settings.says('problem', 'For administrators only');
    expect(await settings.part('sections').count()).toBe(0);
    await settings.page.close();
  });

  it('tells how the account is connected, and examines it', async () => {
    const settings = await openSettings(REVOPS);
    await settings.says('connection', 'Static token');
    await settings.press('check-health-start');
    await settings.says('finding-connection', 'HubSpot answers');
    await settings.says('properties-deal', 'Nothing.');
    expect(await findObstacles(settings.page)).toEqual(NO_OBSTACLES);
    for (const [tab, part] of [
      ['Policy', 'policy'],
      ['Notices', 'channel-crm_task'],
      ['Absences', 'no-delegations'],
    ] as const) {
      await settings.show(tab);
      await settings.part(part).waitFor();
      expect(await findObstacles(settings.page)).toEqual(NO_OBSTACLES);
    }
    await settings.page.close();
  }, 120_000);

  it('shows coverage and the diff, mends, and undoes', async () => {
    const settings = await openSettings(REVOPS);
    await settings.show('Workflow coverage');
    await settings.press('check-coverage-start');
    await settings.says('coverage-summary', '2 workflows to be mended');
    await settings.says(`verdict-${FLOW}`, 'Ignores the hold');
    expect(await findObstacles(settings.page)).toEqual(NO_OBSTACLES);
    await settings.part('verdict').selectOption({ label: 'Respects the hold (4)' });
    await settings.part(`workflow-${FLOW}`).waitFor({ state: 'detached' });
    await settings.part('verdict').selectOption({ label: 'All (6)' });

    const former = browser.world.portal.flows.require(FLOW);
    await settings.press(`open-${FLOW}`);
    await settings.press('propose-start');
    await settings.says('diff', 'handoff_routing_hold');
    expect(await findObstacles(settings.page)).toEqual(NO_OBSTACLES);
    expect(browser.world.portal.flows.require(FLOW).revisionId).toBe(former.revisionId);

    await settings.press('apply');
    await settings.press('apply-confirm');
    await settings.says('mend-outcome', 'Mended');
    await settings.says('panel-verdict', 'Respects the hold');
    await settings.says('coverage-summary', '1 workflow to be mended');
    await settings.says(`verdict-${FLOW}`, 'Respects the hold');
    expect(JSON.stringify(browser.world.portal.flows.require(FLOW))).toContain('handoff_routing_hold');

    await settings.press('undo');
    await settings.press('undo-confirm');
    await settings.says('mend-outcome', 'Undone');
    await settings.says('panel-verdict', 'Ignores the hold');
    const after = browser.world.portal.flows.require(FLOW);
    expect({ ...after, revisionId: '', updatedAt: '' }).toEqual({ ...former, revisionId: '', updatedAt: '' });
    await settings.says('coverage-summary', '2 workflows to be mended');
    await settings.page.close();
  }, 120_000);
});
