/**
 * The components on the page of a sandbox org, as the demo shows them: built and served by a process of their own,
 * framed by the page, acting in the org as whoever is chosen there. Handrail's answers are written by the test.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { startOrgPage } from '../../../sandbox/org-page/start-org-page.ts';
import { INTEGRATION_USERNAME, userIdOf } from '../../../sandbox/salesforce/seed/people.ts';
import { startNorthwind } from '../../../sandbox/salesforce/start-northwind.ts';
import { requestDocument, TYPES } from './scenes.js';

const MAYA = 'maya.chen@northwind.example';
const INES = 'ines.moreau@northwind.example';
const REASON = 'An import put this deal into the wrong region last night.';

let northwind;
let server;
let browser;
let page;

before(async () => {
  northwind = await startNorthwind();
  const { org } = northwind;
  for (const [index, type] of TYPES.entries()) {
    org.create(
      'Handoff_Policy__c',
      {
        Name: type.label,
        Key__c: `Opportunity:${type.id}`,
        Kind__c: 'exception_type',
        Object__c: 'Opportunity',
        Active__c: true,
        Position__c: index,
        Document__c: JSON.stringify(type),
      },
      { as: INTEGRATION_USERNAME },
    );
  }
  server = await startOrgPage({ orgOrigin: org.origin, firstUser: MAYA });
  assert.equal(server.components().state, 'building');
  while (server.components().state === 'building') await delay(200);
  assert.equal(server.components().state, 'ready', JSON.stringify(server.components()));
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(20_000);
});

after(async () => {
  await browser?.close();
  await server?.close();
  await northwind?.org.close();
});

const frame = () => page.frameLocator('iframe');
const button = (name) => frame().getByRole('button', { name, exact: true });
const signInAs = (name) => page.getByTestId('user-switch').selectOption({ label: name });

async function choose(label, option) {
  await frame().getByRole('combobox', { name: label }).click();
  await frame().getByRole('option', { name: option, exact: true }).click();
}

test('a request is filed in the frame by whoever is chosen on the page, and stands on the page', async () => {
  const { org, like } = northwind;
  await page.goto(`${server.origin}/r/Opportunity/${like.auroraGrid}`);
  await button('Request an exception').click();
  await choose('Exception type', 'Data Fix');
  await frame().getByRole('textbox', { name: 'In your words' }).fill(REASON);
  await button('Submit').click();
  await frame().getByText('Your request is saved').waitFor();
  await page.getByText('data-fix: submitted').waitFor();
  const [row] = org.core.store.all('Handoff_Exception__c');
  assert.equal(row.values.CreatedById, userIdOf(org.core, MAYA));
  // The page gives the component the room it needs.
  const [box, inner] = await Promise.all([
    page.locator('iframe').boundingBox(),
    frame().locator('main').boundingBox(),
  ]);
  assert.ok(box.height >= inner.height, `${box.height} px for ${inner.height}`);

  org.update(
    row.id,
    {
      Status__c: 'pending',
      Request_Id__c: 'req-1',
      Version__c: 1,
      View__c: JSON.stringify(requestDocument({ status: 'pending', typeLabel: 'Data Fix', version: 1 })),
    },
    { as: INTEGRATION_USERNAME },
  );
  org.create(
    'Handoff_Seat__c',
    {
      Handoff_Exception__c: row.id,
      Person__c: userIdOf(org.core, INES),
      Open__c: true,
      May__c: 'approve;reject',
      Why__c: 'You lead EMEA.',
      Key__c: 'req-1:ines',
    },
    { as: INTEGRATION_USERNAME },
  );
});

test('another person in another tab decides as themselves, while the first stays who they are', async () => {
  const { org, like } = northwind;
  const other = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await other.goto(`${server.origin}/inbox`);
  await other.getByTestId('user-switch').selectOption({ label: 'Inès Moreau' });
  await other.frameLocator('iframe').getByText('Waiting for your decision (1)').waitFor();
  await other.close();

  await signInAs('Inès Moreau');
  await button('Approve').click();
  await frame().locator('[data-testid="decision-sent"]').waitFor();
  const [decision] = org.core.store.all('Handoff_Decision__c');
  assert.equal(decision.values.CreatedById, userIdOf(org.core, INES));
  await signInAs('Maya Chen');
  await frame().getByText('Waiting for').first().waitFor();
  assert.equal(await button('Approve').count(), 0);
  assert.equal(org.get(like.auroraGrid).Handoff_Routing_Hold__c, false);
});

test('a link of the inbox leads to the page of the record', async () => {
  await page.goto(`${server.origin}/inbox`);
  await signInAs('Inès Moreau');
  await frame().getByRole('link', { name: 'Aurora Grid: group rollout' }).click();
  await page.getByRole('heading', { level: 1, name: 'Aurora Grid: group rollout' }).waitFor();
});
