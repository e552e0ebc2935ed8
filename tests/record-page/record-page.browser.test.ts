import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { describeWithChromium } from './describe-with-chromium.ts';
import type { ProbeServer } from './fixtures/probe-server.ts';
import { type ProbeSite, startProbeSite } from './fixtures/start-probe-site.ts';
import { launchChromium } from './launch-chromium.ts';

describeWithChromium('the record page in Chromium', () => {
  let site: ProbeSite;
  let portal: ProbeSite['portal'];
  let server: ProbeServer;
  let browser: Browser;
  let page: Page;
  let dealId: string;
  const problems: string[] = [];

  beforeAll(async () => {
    site = await startProbeSite();
    ({ portal, server } = site);
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(`${site.page.origin}/deals`);
    const href = await page.locator('.deal-table a').first().getAttribute('href');
    dealId = String(href?.split('/').at(-1));
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await site.close();
  });
  beforeEach(async () => {
    server.seen.length = 0;
    problems.length = 0;
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(`${site.page.origin}/contacts/0-3/${dealId}`);
    await page.getByRole('heading', { name: /^Probe for/ }).waitFor();
  });

  const shows = (testId: string, text: string | RegExp) =>
    page.getByTestId(testId).filter({ hasText: text }).first().waitFor();
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const violations = async () => {
    await page.evaluate(axe.source);
    const result = await page.evaluate<{ id: string; impact: string; nodes: string[] }[]>(
      `axe.run(document).then(({ violations }) => violations.map(({ id, impact, nodes }) =>
        ({ id, impact, nodes: nodes.map((node) => node.html) })))`,
    );
    return result.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  };
  const overflow = () => page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');

  it('runs the built card in a worker with the context of the chosen user and record', async () => {
    const { people } = portal.portal;
    const other = people.people().filter((person) => person.active)[5];
    await shows('record', `0-3/${dealId}`);
    await page.getByTestId('user-switch').selectOption({ label: `${other?.firstName} ${other?.lastName}` });
    await page.getByRole('heading', { name: `Probe for ${other?.firstName}` }).waitFor();
    expect(page.workers()).toHaveLength(1);
    expect(problems).toEqual([]);
  });

  it('answers useCrmProperties with formatted values and useAssociations with linked companies', async () => {
    const record = portal.portal.require('deals', dealId);
    await shows('record', portal.portal.value(record, 'dealname'));
    await shows('record', /\$[\d,]+\.\d\d/);
    await shows('companies', /\w/);
  });

  it('lets a person type, choose and submit, and reports typed values', async () => {
    await page.getByLabel('Title').pressSequentially('Hello');
    await shows('title-state', 'typed Hello, committed');
    await page.getByLabel('Story').fill('A story');
    await shows('title-state', 'committed Hello');
    await page.getByLabel('Reason', { exact: true }).selectOption({ label: 'Second reason' });
    await shows('reason-state', 'number 2');
    await page.getByLabel('Reason', { exact: true }).selectOption({ label: 'Third reason' });
    await shows('reason-state', 'boolean false');
    await page.getByLabel('Until').fill('2026-12-24');
    await page.getByLabel('Red').check();
    await page.getByLabel('I am sure').check();
    await page.getByRole('switch', { name: 'Loud' }).click();
    await press('Submit');
    await shows('submitted', '"title":"Hello"');
    expect(JSON.parse((await page.getByTestId('submitted').textContent()) ?? '')).toEqual({
      title: 'Hello',
      reason: false,
      story: 'A story',
      until: { year: 2026, month: 11, date: 24 },
      count: 3,
      query: '',
      many: [],
      color: 'red',
      sure: true,
      radio: false,
      loud: true,
    });
  });

  it('commits a typed value when the form is sent with Enter', async () => {
    await page.getByLabel('Title').fill('Quick');
    await page.getByLabel('Title').press('Enter');
    await shows('submitted', '"title":"Quick"');
    await shows('title-state', 'committed Quick');
  });

  it('ties error text, description and required mark to their field', async () => {
    const title = page.getByLabel('Title');
    await title.fill('bad');
    await title.blur();
    await page.getByText('Not this title').waitFor();
    expect(await title.getAttribute('aria-invalid')).toBe('true');
    expect(await title.getAttribute('aria-required')).toBe('true');
    const ids = (await title.getAttribute('aria-describedby'))?.split(' ') ?? [];
    const told = await Promise.all(ids.map((id) => page.locator(`[id="${id}"]`).textContent()));
    expect(told).toEqual(['What to call it', 'Not this title']);
    await page.getByLabel('Until').fill('2026-01-02');
    await page.getByText('Too early').waitFor();
  });

  it('carries hubspot.fetch to the server, signed and with identity, and back as a Response', async () => {
    const user = portal.portal.people.people()[0];
    await page.getByTestId('user-switch').selectOption(String(user?.userId));
    await press('Fetch echo');
    await shows('fetched', '200 {"method":"POST","body":{"hello":"wörld"}}');
    const [seen] = server.seen;
    const query = new URL(`https://probe.example${seen?.url}`).searchParams;
    expect(Object.fromEntries(query)).toEqual({
      dealId: '1',
      userId: String(user?.userId),
      userEmail: user?.email,
      portalId: String(portal.portalId),
      appId: String(portal.appId),
    });
    expect(seen?.headers['x-hubspot-signature-v3']).toMatch(/^[\w+/]{43}=$/);
  });

  it('repeats a request once after a 5xx, and wraps what stays refused', async () => {
    await press('Fetch flaky');
    await shows('fetched', '200 {"attempt":2}');
    expect(server.seen).toHaveLength(2);
    await press('Fetch broken');
    await shows('fetched', '"category":"BAD_GATEWAY"');
    await shows('fetched', '"responseBody":{"code":"too_short"}');
    await press('Fetch slow');
    await shows('fetched', '"appServerStatusCode":["504"]');
  });

  it('refuses what HubSpot refuses: other origins, plain http, own headers, native fetch', async () => {
    await press('Fetch elsewhere');
    await shows('fetched', 'https://elsewhere.example is not in permittedUrls.fetch');
    await press('Fetch plain http');
    await shows('fetched', '400');
    await press('Fetch with header');
    await shows('fetched', "Only 'Authorization' header is allowed");
    await press('Native fetch');
    await shows('fetched', 'native fetch was refused');
    expect(server.seen).toHaveLength(0);
    await press('Open iframe');
    await shows('toast', "not in the app's permittedUrls.iframe");
  });

  it('shows alerts as toasts that can be closed', async () => {
    await press('Show alert');
    await shows('toast', 'The alert was shown');
    await page.getByRole('button', { name: 'Close message' }).click();
    await page.getByTestId('toast').waitFor({ state: 'detached' });
  });

  it('reads properties again when the card asks, and tells the card', async () => {
    const record = portal.portal.require('deals', dealId);
    const before = portal.portal.value(record, 'amount');
    const write = (amount: string) =>
      fetch(`${portal.origin}/crm/v3/objects/deals/${dealId}`, {
        method: 'PATCH',
        headers: { authorization: `Bearer ${portal.accessToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({ properties: { amount } }),
      });
    await shows('record', /\$/);
    await write('123456.5');
    await press('Refresh properties');
    await page.locator('[data-property="amount"]').filter({ hasText: '$123,456.50' }).waitFor();
    await shows('record', '$123,456.50');
    await page.getByText('By integration').first().waitFor();
    await write(before);
  });

  it('opens dialogs, keeps focus inside, and gives it back', async () => {
    await press('Open modal');
    const modal = page.getByRole('dialog', { name: 'A question' });
    await modal.waitFor();
    for (let presses = 0; presses < 6; presses += 1) {
      await page.keyboard.press('Tab');
      expect(
        await page.evaluate(
          'document.activeElement === document.body || !!document.activeElement.closest("dialog")',
        ),
      ).toBe(true);
    }
    await modal.getByRole('button', { name: 'No' }).click();
    await modal.waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Open modal');
    await press('Open modal');
    await modal.getByRole('button', { name: 'Yes' }).click();
    await modal.waitFor({ state: 'detached' });
    await press('Open panel');
    const panel = page.getByRole('dialog', { name: 'More' });
    await panel.waitFor();
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
  });

  it('works by keyboard: menu, tabs, accordion', async () => {
    await page.getByRole('button', { name: 'Choose' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Two');
    await page.keyboard.press('Escape');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Choose');
    await page.getByRole('tab', { name: 'One' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('tabpanel', { name: 'Two' }).waitFor();
    await page.getByText('Hidden facts').waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'More facts' }).press('Enter');
    await page.getByText('Hidden facts').waitFor();
  });

  it('names a component it cannot show, and defuses a script link', async () => {
    await page.getByText('Unsupported component BarChart').waitFor();
    expect(await page.getByRole('button', { name: 'Not a link' }).count()).toBe(1);
  });

  it('has no serious accessibility violation and no sideways scroll on wide and narrow screens', async () => {
    for (const width of [1280, 400]) {
      await page.setViewportSize({ width, height: 900 });
      for (const path of [`/contacts/0-3/${dealId}`, '/deals']) {
        await page.goto(site.page.origin + path);
        await page.locator(path === '/deals' ? '.deal-table' : '[data-testid="form"]').waitFor();
        expect({ path, width, violations: await violations() }).toEqual({ path, width, violations: [] });
        expect({ path, width, overflow: await overflow() }).toEqual({ path, width, overflow: 0 });
      }
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(`${site.page.origin}/contacts/0-3/${dealId}`);
    await press('Open modal');
    await page.getByRole('dialog').waitFor();
    expect(await violations()).toEqual([]);
  });

  it('says so when a record does not exist', async () => {
    await page.goto(`${site.page.origin}/contacts/0-3/1`);
    await page.getByText('The record could not be read').waitFor();
  });

  it('finds deals by name', async () => {
    await page.goto(`${site.page.origin}/deals`);
    const name = await page.locator('.deal-table a').nth(3).textContent();
    await page.getByLabel('Search deals by name').fill(String(name));
    await press('Search');
    await page.getByText('1 deal', { exact: true }).waitFor();
    await page.getByRole('link', { name: String(name) }).click();
    await page.getByRole('heading', { level: 1, name: String(name) }).waitFor();
  });
});
