/**
 * The built components in Chromium against the sandbox org over REST: the org runs the package's own flows and
 * validation rules, stamps who wrote what, and refuses. Handrail's answers are written by the test.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { PACKAGE_OBJECTS } from '../../../sandbox/salesforce/schema/package-objects.ts';
import { INTEGRATION_USERNAME, userIdOf } from '../../../sandbox/salesforce/seed/people.ts';
import { startOrg } from '../../../sandbox/salesforce/start-org.ts';
import { packageFiles } from '../generate/package-files.ts';
import { buildPage } from './build.js';
import { requestDocument, TYPES } from './scenes.js';
import { servePage } from './serve.js';

const MAYA = 'maya.chen@northwind.example';
const VICTOR = 'victor.lang@northwind.example';
const TOM = 'tom.becker@northwind.example';
const REASON = 'An import put this deal into the wrong region last night.';
const FILES = [...packageFiles()];

const scratch = mkdtempSync(join(tmpdir(), 'handrail-story-'));
let org;
let server;
let browser;
let page;
let dealId;

before(async () => {
  const flows = FILES.filter(([path]) => path.startsWith('flows/')).map(([path, xml]) => ({
    name: path.replace(/^flows\/|\.flow-meta\.xml$/g, ''),
    xml,
  }));
  const validationRules = FILES.flatMap(([path, xml]) => {
    const found = /^objects\/(\w+)\/validationRules\/(\w+)\./.exec(path);
    return found ? [{ object: found[1], name: found[2], xml }] : [];
  });
  org = await startOrg({
    packageObjects: PACKAGE_OBJECTS,
    flows,
    validationRules,
    permissions: { [INTEGRATION_USERNAME]: ['Handrail_Integration'] },
  });
  dealId = org.create('Opportunity', {
    Name: 'Aurora Grid',
    StageName: 'Qualification',
    CloseDate: '2026-12-31',
  });
  for (const [index, type] of TYPES.entries()) {
    const row = { Name: type.label, Kind__c: 'exception_type', Object__c: 'Opportunity', Active__c: true };
    const Key__c = `Opportunity:${type.id}`;
    const Document__c = JSON.stringify(type);
    handrail('create', 'Handoff_Policy__c', {
      ...row,
      Key__c,
      Document__c,
      Position__c: index,
      Hold_Hours__c: 4,
    });
  }
  const script = join(scratch, 'page.js');
  await buildPage(script);
  server = await servePage(
    script,
    { userId: '', permissionSets: '' },
    {
      origin: org.origin,
      logIn: (username) => ({ token: org.logIn(username), userId: userIdOf(org.core, username) }),
    },
  );
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
});

after(async () => {
  await browser?.close();
  await server?.close();
  await org?.close();
  rmSync(scratch, { recursive: true, force: true });
});

/** What Handrail does in the org, as its integration user. */
function handrail(verb, ...args) {
  return org[verb](...args, { as: INTEGRATION_USERNAME });
}

async function show(component, username) {
  await page?.close();
  page = await browser.newPage({ viewport: { width: 640, height: 900 } });
  page.setDefaultTimeout(10_000);
  await page.goto(`${server.url}?as=${username}`);
  await page.waitForFunction(() => globalThis.handrailPage.show !== undefined);
  await page.evaluate(
    ([name, recordId]) => globalThis.handrailPage.show(name, { recordId, objectApiName: 'Opportunity' }),
    [component, dealId],
  );
}

async function choose(label, option) {
  await page.getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

const button = (name) => page.getByRole('button', { name, exact: true });
const rowsOf = (object) => org.core.store.all(object).map(({ values }) => values);

test('a request is held, answered, decided and refused on the record, each as who they are', async () => {
  await show('card', MAYA);
  await button('Request an exception').click();
  await choose('Exception type', 'Data Fix');
  await page.getByRole('textbox', { name: 'In your words' }).fill(REASON);
  await button('Submit').click();
  await page.getByText('Your request is saved').waitFor();

  const [filed] = rowsOf('Handoff_Exception__c');
  assert.equal(filed.CreatedById, userIdOf(org.core, MAYA));
  assert.equal(filed.Reason__c, REASON);
  // Handrail has done nothing yet: the package's flows hold the deal.
  assert.equal(org.get(dealId).Handoff_Routing_Hold__c, true);

  const view = requestDocument({
    status: 'pending',
    typeLabel: 'Data Fix',
    reason: REASON,
    version: 1,
    changes: [],
  });
  const answer = {
    Status__c: 'pending',
    Request_Id__c: 'req-1',
    Version__c: 1,
    View__c: JSON.stringify(view),
  };
  handrail('update', filed.Id, answer);
  handrail('create', 'Handoff_Seat__c', {
    Handoff_Exception__c: filed.Id,
    Person__c: userIdOf(org.core, VICTOR),
    Open__c: true,
    May__c: 'approve;reject',
    Why__c: 'You are the CRO.',
    Key__c: 'req-1:victor',
  });
  await page.getByText('Waiting for Victor Lang.').waitFor({ timeout: 20_000 });
  assert.equal(await button('Approve').count(), 0);

  await show('inbox', VICTOR);
  await page.getByText('Waiting for your decision (1)').waitFor();
  await page.getByRole('link', { name: 'Aurora Grid' }).waitFor();
  await page.locator('.slds-checkbox_faux').click();
  await page.getByRole('textbox', { name: 'Comment on all selected requests' }).fill('Mend it by Friday.');
  await button('Approve (1)').click();
  await page.getByText('1 sent, 0 not sent.').waitFor();
  const [decision] = rowsOf('Handoff_Decision__c');
  assert.equal(decision.CreatedById, userIdOf(org.core, VICTOR));
  assert.deepEqual(
    [decision.Decision__c, decision.Comment__c, decision.Version__c, decision.Outcome__c],
    ['approve', 'Mend it by Friday.', 1, 'waiting'],
  );

  handrail('update', decision.Id, {
    Outcome__c: 'refused',
    Problem_Code__c: 'not_an_approver',
    Problem_Detail__c: 'You are no longer asked. Nothing was changed.',
  });
  await show('card', VICTOR);
  await page.getByText('Your "Approve" was not accepted').waitFor();
  await page.getByText('You are no longer asked. Nothing was changed.').waitFor();
});

test('what the org refuses is said in its own words, and nothing is written', async () => {
  const before = rowsOf('Handoff_Decision__c').length;
  await show('card', VICTOR);
  await button('Reject').waitFor();
  org.lock(VICTOR, true);
  await button('Reject').click();
  const refusal = page.locator('[data-testid="action-problem"]');
  await refusal.getByText('Salesforce refused it').waitFor();
  await refusal.locator('[data-testid="problem-more"]').waitFor();
  assert.equal(rowsOf('Handoff_Decision__c').length, before);
  org.lock(VICTOR, false);
  await button('Reject').click();
  await page.locator('[data-testid="decision-sent"]').waitFor();
  assert.equal(rowsOf('Handoff_Decision__c').length, before + 1);
});

test('an exception in force is extended and objected to, each as who they are, and the org keeps the rules', async () => {
  const [filed] = rowsOf('Handoff_Exception__c');
  const seat = (username, may, open = false) =>
    handrail('create', 'Handoff_Seat__c', {
      Handoff_Exception__c: filed.Id,
      Person__c: userIdOf(org.core, username),
      Open__c: open,
      May__c: may,
      Key__c: `${filed.Id}:${username}:${may}`,
    });
  const view = requestDocument({
    status: 'active',
    version: 4,
    extend: { from: '2026-12-23T22:59:59Z', latest: '2027-01-22T12:00:00Z', left: 1, reasonMinLength: 10 },
    disputes: {
      items: [],
      grounds: [{ value: 'criteria_not_met', label: 'The criteria are not met.' }],
      rule: 'Revenue council decides.',
    },
  });
  handrail('update', filed.Id, { Status__c: 'active', Version__c: 4, View__c: JSON.stringify(view) });
  seat(MAYA, 'end;extend');
  seat(TOM, 'object');

  await show('card', MAYA);
  await button('Ask for an extension').click();
  await page.getByRole('textbox', { name: 'Why it takes longer' }).fill('The import runs until January.');
  await button('Ask for it').click();
  await page.locator('[data-testid="decision-sent"]').waitFor();

  await show('card', TOM);
  await button('Object').click();
  await choose('Ground', 'The criteria are not met.');
  await page.getByRole('textbox', { name: 'What is wrong' }).fill('No field is wrong any more.');
  await button('Send the objection').click();
  await page.locator('[data-testid="decision-sent"]').waitFor();

  const said = rowsOf('Handoff_Decision__c').slice(-2);
  assert.deepEqual(
    said.map((row) => [
      row.CreatedById,
      row.Decision__c,
      row.Until__c ?? null,
      row.Ground__c ?? null,
      row.Version__c,
    ]),
    [
      [userIdOf(org.core, MAYA), 'extend', '2027-01-22T12:00:00.000Z', null, 4],
      [userIdOf(org.core, TOM), 'object', null, 'criteria_not_met', 4],
    ],
  );
  // What the card would never write, somebody may try by other means.
  const forged = {
    Handoff_Exception__c: filed.Id,
    Decision__c: 'approve',
    Until__c: '2030-01-01T00:00:00.000Z',
    Version__c: 4,
    Client_Id__c: 'forged',
  };
  assert.throws(() => org.create('Handoff_Decision__c', forged, { as: TOM }), /Name the later end/);
});
