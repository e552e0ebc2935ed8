/**
 * The built components in Chromium, with Salesforce's own base components and design system. There is no org: rows
 * live in the page, and what the package's metadata refuses is refused there.
 *
 * Set HANDRAIL_PICTURES to a folder to keep a picture of every state.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { chromium } from 'playwright-core';
import { buildPage } from './build.js';
import { SCENES } from './scenes.js';
import { servePage } from './serve.js';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const PICTURES = process.env.HANDRAIL_PICTURES;
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const MAYA = { userId: '005000000000001AAA', permissionSets: 'Handrail_Requester' };
const VICTOR = { userId: '005000000000002AAA', permissionSets: 'Handrail_Approver' };
const TOM = { userId: '005000000000003AAA', permissionSets: 'Handrail_Requester' };
const VIEWERS = { maya: MAYA, tom: TOM, victor: VICTOR };
const REASON = 'Globex asked for Tom by name, who sold them the first contract.';

const scratch = mkdtempSync(join(tmpdir(), 'handrail-page-'));
let server;
let browser;
let page;
let faults;

before(async () => {
  assert.ok(existsSync(CHROMIUM), `Chromium is missing at ${CHROMIUM}: install it, or set CHROMIUM_PATH.`);
  if (PICTURES) mkdirSync(PICTURES, { recursive: true });
  const script = join(scratch, 'page.js');
  await buildPage(script);
  server = await servePage(script, MAYA);
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
});

after(async () => {
  await browser?.close();
  await server?.close();
  rmSync(scratch, { recursive: true, force: true });
});

beforeEach(async () => {
  await page?.close();
  faults = [];
  page = await browser.newPage({ viewport: { width: 640, height: 900 }, timezoneId: 'America/New_York' });
  page.setDefaultTimeout(10_000);
  page.on('pageerror', (error) => faults.push(error.message));
});

async function open(viewer = MAYA) {
  await page.goto(`${server.url}?${new URLSearchParams(viewer)}`);
  await page.waitForFunction(() => globalThis.handrailPage.show !== undefined);
}

/** Shows a component on an org that holds one scene. */
async function show(component, scene, viewer = MAYA) {
  await open(viewer);
  await page.evaluate(
    ([name, chosen, viewerId]) => {
      const { org, scenes, show } = globalThis.handrailPage;
      if (chosen) scenes.seedScene(org, scenes.SCENES[chosen], viewerId);
      show(name, name === 'card' ? { recordId: scenes.RECORD, objectApiName: 'Opportunity' } : {});
    },
    [component, scene, viewer.userId],
  );
}

const rowsOf = (object) => page.evaluate((name) => globalThis.handrailPage.org.rows(name), object);
const at = (testId) => page.locator(`[data-testid="${testId}"]`);
const button = (name) => page.getByRole('button', { name, exact: true });

async function picture(name) {
  if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
}

/** No serious fault of accessibility, no error in the page. */
async function isSound() {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run('main'));
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  assert.deepEqual(
    serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`),
    [],
  );
  assert.deepEqual(faults, []);
}

async function choose(label, option) {
  await page.getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

describe('the card shows', () => {
  const EXPECTED = {
    submitted: 'Your request is saved',
    refused: 'Globex is not on the list of strategic accounts.',
    pending: 'Waiting for Victor Lang.',
    'pending-approver': 'You are the CRO',
    'info-requested': 'Who at Globex asked for Tom?',
    'in-progress': 'Setting the owner.',
    active: 'Strategic Logo is in force',
    'extension-waits': 'Maya Chen asks for an extension until Jan 20, 2027',
    'break-glass': 'Strategic Logo is in force, not approved yet',
    'objection-open': 'Tom Becker objects to this exception',
    'may-object': 'Victor Lang dismissed the objection.',
    held: 'Standard routing leaves this record alone',
    'needs-attention': 'somebody holds the record locked',
    ended: 'The exception ran out.',
  };
  for (const [scene, { as = 'maya' }] of Object.entries(SCENES)) {
    test(scene, async () => {
      await show('card', scene, VIEWERS[as]);
      await page.getByText(EXPECTED[scene]).first().waitFor();
      await picture(`card-${scene}`);
      await isSound();
    });
  }

  test('the standard path', async () => {
    await show('card');
    await page.getByText('The deal goes to the account executive of its region').waitFor();
    await picture('card-standard');
    await isSound();
  });

  test('that it is loading', async () => {
    await open();
    await page.evaluate(() => {
      const { scenes, show } = globalThis.handrailPage;
      globalThis.handrailPage.delay = () => new Promise(() => {});
      show('card', { recordId: scenes.RECORD, objectApiName: 'Opportunity' });
    });
    await at('loading').waitFor();
    await picture('card-loading');
    await isSound();
  });

  test('what the org refuses to somebody without a permission set, and the way to try again', async () => {
    await open({ ...MAYA, permissionSets: '' });
    await page.evaluate(() => {
      const { scenes, show } = globalThis.handrailPage;
      show('card', { recordId: scenes.RECORD, objectApiName: 'Opportunity' });
    });
    await page.getByText("No such column 'Status__c'").waitFor();
    await button('Try again').waitFor();
    await picture('card-error');
    await isSound();
  });
});

test('a request is filed, decided and answered', async () => {
  await show('card');
  await button('Request an exception').click();
  await choose('Exception type', 'Strategic Logo');
  await page.getByText('A big deal alone is not strategic.').waitFor();
  await page.getByText('CRO: Victor Lang').waitFor();
  await button('Submit').click();
  await page.getByText('Choose a reason.').waitFor();
  await page.getByText('Choose the new owner.').waitFor();
  assert.equal((await rowsOf('Handoff_Exception__c')).length, 0);
  await picture('card-form-incomplete');
  await choose('Reason', 'On the list of named accounts');
  await page.getByRole('textbox', { name: 'In your words' }).fill(REASON);
  await choose('Proposed owner', 'Tom Becker');
  await choose('Proposed stage', 'Negotiation');
  // What was mended is no longer marked.
  for (const lack of ['Choose a reason.', 'Write 20 more characters.', 'Choose the new owner.']) {
    await page.getByText(lack).waitFor({ state: 'detached' });
  }
  await picture('card-form');
  await isSound();
  await button('Submit').click();
  await at('submitted').waitFor();

  const [row] = await rowsOf('Handoff_Exception__c');
  assert.deepEqual(
    {
      record: row.Opportunity__c,
      type: row.Exception_Type__c,
      reason: row.Reason__c,
      owner: row.Proposed_Owner__c,
      stage: row.Proposed_Stage__c,
      status: row.Status__c,
      by: row.CreatedById,
    },
    {
      record: '006000000000001AAA',
      type: 'strategic-logo',
      reason: REASON,
      owner: '005000000000003AAA',
      stage: 'Negotiation',
      status: 'submitted',
      by: MAYA.userId,
    },
  );

  // Handrail answers; the card notices by itself.
  await page.evaluate((id) => {
    const { org, scenes } = globalThis.handrailPage;
    const view = scenes.requestDocument({ status: 'pending' });
    org.change('Handoff_Exception__c', id, {
      Status__c: 'pending',
      Version__c: 1,
      View__c: JSON.stringify(view),
    });
  }, row.Id);
  await page.getByText('Waiting for Victor Lang.').waitFor({ timeout: 15_000 });
});

test('a decision is written once, with the version that was seen', async () => {
  await show('card', 'pending-approver', VICTOR);
  await page.getByRole('textbox', { name: 'Comment' }).fill('Globex is on the list.');
  await button('Approve').click();
  await at('decision-sent').waitFor();
  assert.equal(await button('Approve').count(), 0);
  const decisions = await rowsOf('Handoff_Decision__c');
  assert.equal(decisions.length, 1);
  assert.equal(decisions[0].Decision__c, 'approve');
  assert.equal(decisions[0].Version__c, 2);
  assert.equal(decisions[0].Comment__c, 'Globex is on the list.');
  assert.equal(decisions[0].CreatedById, VICTOR.userId);
  await picture('card-decision-sent');
  await isSound();
});

test('a decision without the right is refused on the card, in the words of Handrail', async () => {
  await show('card', 'pending-approver', VICTOR);
  await button('Reject').click();
  await at('decision-sent').waitFor();
  await page.evaluate(() => {
    const { org } = globalThis.handrailPage;
    const [{ Id }] = org.rows('Handoff_Decision__c');
    org.change('Handoff_Decision__c', Id, {
      Outcome__c: 'refused',
      Problem_Code__c: 'not_an_approver',
      Problem_Detail__c: 'You are no longer asked: Victor Lang handed his seat over. Nothing was changed.',
    });
  });
  await page.getByText('You are no longer asked').waitFor({ timeout: 15_000 });
  await picture('card-decision-refused');
  await isSound();
});

test('an approver cannot file: the org says no, and what was typed stays', async () => {
  await show('card', undefined, VICTOR);
  await button('Request an exception').click();
  await choose('Exception type', 'Data Fix');
  await page.getByRole('textbox', { name: 'In your words' }).fill(REASON);
  await button('Submit').click();
  await page.getByText('You cannot create Handoff_Exception__c.').waitFor();
  assert.equal(await page.getByRole('textbox', { name: 'In your words' }).inputValue(), REASON);
  await isSound();
});

test('an exception is ended after the consequence was shown', async () => {
  await show('card', 'active');
  await button('End now').click();
  await page.getByText('The hold is released and standard routing takes the record over.').waitFor();
  assert.equal((await rowsOf('Handoff_Decision__c')).length, 0);
  await button('End now').click();
  await at('decision-sent').waitFor();
  assert.equal((await rowsOf('Handoff_Decision__c'))[0].Decision__c, 'end');
});

test('the card is operated by keyboard alone', async () => {
  await show('card', 'pending-approver', VICTOR);
  await page.getByRole('textbox', { name: 'Comment' }).focus();
  await page.keyboard.type('Fine.');
  await page.keyboard.press('Tab');
  assert.equal(await button('Approve').evaluate((element) => element.matches(':focus')), true);
  await page.keyboard.press('Enter');
  await at('decision-sent').waitFor();
});

describe('by keyboard alone', () => {
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const focused = () =>
    page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      return element?.textContent?.trim() || element?.getAttribute('aria-label') || element?.name || '';
    });

  test('an extension is asked for: the focus goes to the form and then to the top', async () => {
    await show('card', 'active');
    await button('Ask for an extension').focus();
    await press('Enter');
    await page.getByText('At the latest Jan 22, 2027, 7:00 AM. 2 extensions are left.').waitFor();
    assert.equal(await focused(), 'Ask for an extension');
    await button('Ask for it').click();
    await page.getByText('Write 20 more characters.').waitFor();
    await picture('card-extend-incomplete');
    await page
      .getByRole('textbox', { name: 'Why it takes longer' })
      .fill('The board of Globex meets in January.');
    await page.getByText('Write 20 more characters.').waitFor({ state: 'detached' });
    await picture('card-extend');
    await isSound();
    await button('Ask for it').focus();
    await press('Enter');
    await at('decision-sent').waitFor();
    assert.match(await focused(), /^Your "Ask for an extension" was saved/);
    const [row] = await rowsOf('Handoff_Decision__c');
    assert.deepEqual(
      [row.Decision__c, row.Until__c, row.Comment__c],
      ['extend', '2027-01-22T12:00:00.000Z', 'The board of Globex meets in January.'],
    );
  });

  test('a form and a consequence are left again: the focus comes back to the button', async () => {
    await show('card', 'active');
    for (const [open, leave] of [
      ['Ask for an extension', 'Cancel'],
      ['End now', 'Keep it'],
    ]) {
      await button(open).focus();
      await press('Enter');
      await button(leave).focus();
      await press('Enter');
      await button(leave).waitFor({ state: 'detached' });
      assert.equal(await focused(), open);
    }
  });
});

test('a seat is handed over, to a person who was chosen', async () => {
  await show('card', 'pending-approver', VICTOR);
  await button('Hand over').click();
  await page.getByRole('textbox', { name: 'Why you hand over' }).fill('I am away until Monday.');
  await button('Hand the decision over').click();
  await page.getByText('Choose a person.').waitFor();
  assert.equal((await rowsOf('Handoff_Decision__c')).length, 0);
  await choose('Person', 'Tom Becker');
  await page.getByText('Choose a person.').waitFor({ state: 'detached' });
  await picture('card-hand-over');
  await isSound();
  await button('Hand the decision over').click();
  await at('decision-sent').waitFor();
  const [row] = await rowsOf('Handoff_Decision__c');
  assert.deepEqual(
    [row.Decision__c, row.Handed_To__c, row.Comment__c],
    ['hand_over', TOM.userId, 'I am away until Monday.'],
  );
});

test('an objection names its ground, and is decided on by the panel', async () => {
  await show('card', 'may-object', TOM);
  await button('Object').click();
  await page.getByText('Revenue council decides within 8 business hours').waitFor();
  await button('Send the objection').click();
  await page.getByText('Choose what is wrong with the exception.').waitFor();
  await page.getByText('Write it first.').waitFor();
  await choose('Ground', 'It takes away work that is mine.');
  await page.getByRole('textbox', { name: 'What is wrong' }).fill('I have worked on Globex for a year.');
  await picture('card-object');
  await isSound();
  await button('Send the objection').click();
  await at('decision-sent').waitFor();
  const [row] = await rowsOf('Handoff_Decision__c');
  assert.deepEqual([row.Decision__c, row.Ground__c], ['object', 'own_work_affected']);

  await show('card', 'objection-open', VICTOR);
  await page.getByRole('textbox', { name: 'Comment' }).fill('The mail names Tom.');
  await button('Dismiss the objection').click();
  await at('decision-sent').waitFor();
  assert.equal((await rowsOf('Handoff_Decision__c'))[0].Decision__c, 'dismiss');
});

test('somebody acts first: the form warns, wants a reason, and sends it', async () => {
  await show('card');
  await button('Request an exception').click();
  await choose('Exception type', 'Strategic Logo');
  await choose('Reason', 'Promised by the board');
  await page.getByRole('textbox', { name: 'In your words' }).fill(REASON);
  await choose('Proposed owner', 'Tom Becker');
  await page.getByText('Take effect at once, before anybody has approved it (break-glass)').click();
  await page.getByText('They owe a review within 4 business hours').waitFor();
  await button('Submit').click();
  await page.getByText('Write 20 more characters.').waitFor();
  await page
    .getByRole('textbox', { name: 'Why it cannot wait' })
    .fill('The board of Globex meets in an hour.');
  await page.getByText('Write 20 more characters.').waitFor({ state: 'detached' });
  await picture('card-form-at-once');
  await isSound();
  await button('Submit').click();
  await at('submitted').waitFor();
  const [row] = await rowsOf('Handoff_Exception__c');
  assert.deepEqual(
    [row.Break_Glass__c, row.Break_Glass_Reason__c],
    [true, 'The board of Globex meets in an hour.'],
  );
});

describe('the inbox', () => {
  async function openInbox(count, viewer = VICTOR) {
    await open(viewer);
    await page.evaluate(
      ([rows, viewerId]) => {
        const { org, scenes, show } = globalThis.handrailPage;
        for (let number = 1; number <= rows; number += 1) {
          const Id = `0060000000000${String(number + 10)}AAA`;
          org.put('Opportunity', { Id, Name: `Globex deal ${number}` });
          scenes.seedScene(org, scenes.SCENES['pending-approver'], viewerId, Id);
        }
        show('inbox', {});
      },
      [count, viewer.userId],
    );
  }

  test('shows what waits', async () => {
    await openInbox(3);
    await page.getByText('Waiting for your decision (3)').waitFor();
    await picture('inbox');
    await isSound();
  });

  test('asks about one alone', async () => {
    await openInbox(2);
    await page.getByText('Ask, answer or hand over').nth(1).click();
    await page.getByRole('textbox', { name: 'Your question' }).fill('Who at Globex asked for Tom?');
    await picture('inbox-alone');
    await isSound();
    await button('Ask for information').click();
    await page.getByText('1 sent, 0 not sent.').waitFor();
    const [row] = await rowsOf('Handoff_Decision__c');
    assert.deepEqual([row.Decision__c, row.Comment__c], ['ask', 'Who at Globex asked for Tom?']);
  });

  test('says that nothing waits', async () => {
    await openInbox(0);
    await page.getByText('Nothing waits for you.').waitFor();
    await picture('inbox-empty');
    await isSound();
  });

  test('decides many, and says what was not sent', async () => {
    await openInbox(3);
    await page.getByText('Waiting for your decision (3)').waitFor();
    for (const number of [1, 3])
      await page
        .getByLabel(`Select the request for Globex deal ${number}`)
        .locator('xpath=..')
        .locator('.slds-checkbox_faux')
        .click();
    await page.getByRole('textbox', { name: 'Comment on all selected requests' }).fill('All on the list.');
    await page.evaluate(() => {
      const { org } = globalThis.handrailPage;
      const { create } = org;
      let calls = 0;
      org.create = (...args) => {
        calls += 1;
        if (calls === 2)
          throw Object.assign(new Error('locked'), {
            body: { message: 'unable to obtain exclusive access to this record' },
          });
        return create.apply(org, args);
      };
    });
    await button('Approve (2)').click();
    await page.getByText('1 sent, 1 not sent.').waitFor();
    await page.getByText('unable to obtain exclusive access to this record').waitFor();
    assert.equal((await rowsOf('Handoff_Decision__c')).length, 1);
    await picture('inbox-decided');
    await isSound();
    await button('Approve (1)').click();
    await page.getByText('1 sent, 0 not sent.').waitFor();
    assert.equal((await rowsOf('Handoff_Decision__c')).length, 2);
  });

  test('shows what waits beside requests', async () => {
    await open(VICTOR);
    await page.evaluate((viewerId) => {
      const { org, scenes, show } = globalThis.handrailPage;
      for (const [index, scene] of ['extension-waits', 'break-glass', 'objection-open'].entries()) {
        const Id = `00600000000002${index}AAA`;
        org.put('Opportunity', { Id, Name: `Globex deal ${index}` });
        scenes.seedScene(org, scenes.SCENES[scene], viewerId, Id);
      }
      show('inbox', {});
    }, VICTOR.userId);
    await page.getByText('Waiting for your decision (3)').waitFor();
    await page.getByText('Extension until Jan 20, 2027').waitFor();
    await page.getByText('Break-glass: a review is owed').waitFor();
    await picture('inbox-matters');
    await isSound();
    await page.getByRole('textbox', { name: 'Comment', exact: true }).fill('The mail names Tom.');
    await button('Dismiss the objection').click();
    await page.getByText('1 sent, 0 not sent.').waitFor();
    assert.equal(await button('Dismiss the objection').count(), 0);
    const [row] = await rowsOf('Handoff_Decision__c');
    assert.deepEqual([row.Decision__c, row.Comment__c], ['dismiss', 'The mail names Tom.']);
    await isSound();
  });
});
