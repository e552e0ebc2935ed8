import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { SALES_STAGE } from '../../sandbox/hubspot/seed/pipelines.ts';
import { PROPERTY_GROUP, RECORD_PROPERTY } from '../../src/contracts/crm-properties.ts';
import { describeWithChromium } from './describe-with-chromium.ts';
import { type ProbeSite, startProbeSite } from './fixtures/start-probe-site.ts';
import { launchChromium } from './launch-chromium.ts';

describeWithChromium('routing on the record page', () => {
  let site: ProbeSite;
  let browser: Browser;
  let page: Page;

  const api = async (method: string, path: string, body: unknown) => {
    const response = await fetch(site.portal.origin + path, {
      method,
      headers: { authorization: `Bearer ${site.portal.accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect({ path, ok: response.ok }).toEqual({ path, ok: true });
  };
  const open = (dealId: string) => page.goto(`${site.page.origin}/contacts/0-3/${dealId}`);
  const ownerName = () => page.getByTestId('owner-name').textContent();
  const moveToPresentation = async () => {
    await page.locator('[data-property="dealstage"]').hover();
    await page.getByRole('button', { name: 'Edit deal stage' }).click();
    await page.getByLabel('Deal stage', { exact: true }).selectOption({ label: 'Presentation scheduled' });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('[data-property="dealstage"]').filter({ hasText: 'Presentation scheduled' }).waitFor();
  };
  const letRoutingRun = async () => {
    await page.getByRole('button', { name: 'Let routing run' }).click();
    await page.getByTestId('routing-run').waitFor();
  };

  beforeAll(async () => {
    site = await startProbeSite();
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await api('POST', '/crm/v3/properties/deals/groups', {
      name: PROPERTY_GROUP,
      label: 'Handoff exception',
    });
    await api('POST', '/crm/v3/properties/deals', {
      name: RECORD_PROPERTY.routingHold,
      label: 'Routing hold',
      description: 'While this is yes, standard routing leaves the deal alone.',
      groupName: PROPERTY_GROUP,
      type: 'bool',
      fieldType: 'booleancheckbox',
      options: [
        { label: 'Yes', value: 'true', hidden: false },
        { label: 'No', value: 'false', hidden: false },
      ],
    });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  /** Two deals that Territory routing will take up as soon as they reach the presentation. */
  const earlyDeals = () => {
    const { portal } = site.portal;
    const early = portal
      .list('deals')
      .filter((deal) => portal.value(deal, 'dealstage') === SALES_STAGE.qualified)
      .filter((deal) => portal.value(deal, 'sales_region') !== '');
    const [held, free] = early;
    if (held === undefined || free === undefined) throw new Error('The seed has no two early deals');
    return { held: held.id, free: free.id };
  };

  it('shows a person changing the stage, the workflow routing one deal and leaving the held one alone', async () => {
    const { held, free } = earlyDeals();
    await api('PATCH', `/crm/v3/objects/deals/${held}`, {
      properties: { [RECORD_PROPERTY.routingHold]: 'true' },
    });
    await open(held);
    await page.getByRole('heading', { name: 'Handoff exception' }).waitFor();
    const heldOwner = await ownerName();
    await moveToPresentation();
    await page.getByText('By person').first().waitFor();

    await open(free);
    await moveToPresentation();
    await letRoutingRun();
    const run = page.getByTestId('routing-run');
    await run.getByText('Territory routing').first().waitFor();
    const changed = await run.locator('.routing-own').allTextContents();
    expect(changed.join('\n')).toMatch(/changed owner from .+ to .+\(Territory routing\)/);
    await page.getByTestId('owner-source').filter({ hasText: 'Last changed by workflow' }).waitFor();
    expect(await run.textContent()).toContain('left alone because it is on routing hold');

    await open(held);
    await page.getByTestId('owner-name').waitFor();
    expect(await ownerName()).toBe(heldOwner);
    await page
      .locator(`[data-property="${RECORD_PROPERTY.routingHold}"]`)
      .filter({ hasText: 'Yes' })
      .waitFor();
  });

  it('says so when the workflows have nothing to do', async () => {
    await letRoutingRun();
    await page.getByText('The workflows had nothing to do.').waitFor();
  });

  it('says why an edit is refused, and Escape gives it up', async () => {
    const { free } = earlyDeals();
    await open(free);
    await page.locator('[data-property="hs_next_step"]').hover();
    await page.getByRole('button', { name: 'Edit next step' }).click();
    await page.getByLabel('Next step', { exact: true }).fill('x'.repeat(70_000));
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('.property-editor').getByRole('alert').filter({ hasText: 'value' }).waitFor();
    await page.getByLabel('Next step', { exact: true }).press('Escape');
    await page.getByLabel('Next step', { exact: true }).waitFor({ state: 'detached' });
  });

  it('says when the portal cannot run its workflows', async () => {
    await site.portal.close();
    await page.getByRole('button', { name: 'Let routing run' }).click();
    await page.getByTestId('toast').filter({ hasText: 'The portal cannot be reached' }).waitFor();
  });
});
