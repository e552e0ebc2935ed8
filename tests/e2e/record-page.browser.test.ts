import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';
import { LIKE_DEAL_OWNER, LIKE_DEALS } from '../../sandbox/hubspot/seed/records.ts';
import { RECORD_PROPERTY } from '../../src/contracts/crm-properties.ts';
import { describeWithChromium } from '../record-page/describe-with-chromium.ts';
import { findObstacles, NO_OBSTACLES } from './browser-checks.ts';
import type { DealPage, FilledForm } from './browser-deal-page.ts';
import { type BrowserWorld, startBrowserWorld } from './browser-world.ts';

const REP = LIKE_DEAL_OWNER;
const REGION_LEAD = 'ines.moreau@northwind.example';
const OTHER_REP = 'jonas.lind@northwind.example';
const REVOPS = 'priya.nair@northwind.example';
const TAGGED = LIKE_DEALS.auroraGrid.id;
const UNTAGGED = LIKE_DEALS.borealisFreight.id;
const FORM: FilledForm = {
  type: 'Strategic Logo',
  reasonCode: 'Relationship at board level',
  reason: 'Tom has known the board since the pilot; a new contact would cost the deal.',
  owner: 'Tom Becker',
};

// A step that meets HubSpot's rate limit waits for the next window of 10 s.
jest.setTimeout(60_000);

describeWithChromium('the card on the record page', () => {
  let browser: BrowserWorld;

  beforeAll(async () => {
    browser = await startBrowserWorld();
  }, 120_000);
  afterAll(() => browser?.close());
  afterEach(() => {
    expect(browser.scriptErrors).toEqual([]);
    expect(browser.world.portal.unknownCalls).toEqual([]);
  });

  const obstacles = (deal: DealPage) => findObstacles(deal.page);
  const ownerOf = (dealId: string) => {
    const { portal } = browser.world.portal;
    return portal.value(portal.require('deals', dealId), 'hubspot_owner_id');
  };
  /** Another deal of the rep which Strategic Logo fits, free of any request. */
  const freeDeals = () => {
    const { portal } = browser.world.portal;
    return portal
      .list('deals')
      .filter((deal) => portal.value(deal, 'hubspot_owner_id') === seedPerson(REP).ownerId)
      .filter((deal) => portal.value(deal, 'sales_region') === 'EMEA')
      .filter((deal) => Number(portal.value(deal, 'amount')) >= 50_000)
      .filter((deal) => Number(portal.value(deal, 'amount')) <= 100_000)
      .map(({ id }) => id)
      .filter((id) => id !== TAGGED && id !== UNTAGGED);
  };
  const freeDeal = (at: number): string => {
    const id = freeDeals()[at];
    if (id === undefined) throw new Error(`The seed has no free deal ${at} for ${REP}`);
    return id;
  };

  describe('the life of one exception', () => {
    let deal: DealPage;

    it('shows the rep the standard path', async () => {
      deal = await browser.openDeal(TAGGED);
      await deal.signInAs(REP);
      await deal.says('status', 'Standard path');
      await deal.says('standard-path', 'goes in turn to the EMEA sellers');
      expect(await obstacles(deal)).toEqual(NO_OBSTACLES);
    });

    it('names the approver and why while the form is filled, and files it', async () => {
      await deal.fill(FORM);
      await deal.says('asked', 'Inès Moreau');
      await deal.says('asked', 'Region lead for EMEA');
      expect(await obstacles(deal)).toEqual(NO_OBSTACLES);
      await deal.press('submit');
      await deal.says('status', 'Waiting for a decision');
      await deal.says('waiting-for', 'Waiting for Inès Moreau');
      expect(await deal.part('review-panel').count()).toBe(0);
      expect(await obstacles(deal)).toEqual(NO_OBSTACLES);
    });

    it('offers no decision to a rep who is not asked', async () => {
      await deal.signInAs(OTHER_REP);
      expect(await deal.page.getByTestId('toast').count()).toBe(0);
      await deal.says('status', 'Waiting for a decision');
      expect(await deal.part('review-panel').count()).toBe(0);
      expect(await deal.part('withdraw').count()).toBe(0);
    });

    it('becomes active after the approval, without a reload, and shows it on the record', async () => {
      await deal.signInAs(REGION_LEAD);
      await deal.says('waiting-for', 'Maya Chen asks you to decide');
      await deal.part('comment').fill('Agreed with the account plan.');
      expect(await obstacles(deal)).toEqual(NO_OBSTACLES);
      await deal.press('approve');
      await deal.says('status', 'Exception active');
      await deal.says('facts', 'Agreed with the account plan.');
      await deal.property(RECORD_PROPERTY.routingHold).filter({ hasText: 'Yes' }).waitFor();
      await deal.page.getByTestId('owner-name').filter({ hasText: 'Tom Becker' }).waitFor();
      await deal.page.getByText('Strategic Logo approved by Inès Moreau, asked for by Maya Chen.').waitFor();
      await deal.page.getByText(/^Assigned to Tom Becker, due /).waitFor();
      await deal.page.getByText('By integration (Handrail)').first().waitFor();
      expect(await obstacles(deal)).toEqual(NO_OBSTACLES);
    });

    it('keeps its owner when routing runs, while a like deal is re-routed by the same workflow', async () => {
      const other = await browser.openDeal(UNTAGGED);
      for (const one of [other, deal]) {
        await one.signInAs(REVOPS);
        await one.choose('dealstage', 'Deal stage', 'Presentation scheduled');
      }
      await deal.page.getByRole('button', { name: 'Let routing run' }).click();
      const run = deal.page.getByTestId('routing-run');
      await run.getByText('left alone because it is on routing hold').first().waitFor();
      await deal.page.getByTestId('owner-name').filter({ hasText: 'Tom Becker' }).waitFor();
      expect(ownerOf(TAGGED)).toBe(seedPerson('tom.becker@northwind.example').ownerId);

      await other.open(UNTAGGED);
      await other.page.getByTestId('owner-source').filter({ hasText: 'Last changed by workflow' }).waitFor();
      expect(ownerOf(UNTAGGED)).not.toBe(seedPerson(REP).ownerId);
      await other.page.close();
    });

    it('returns to standard routing once the rep ends it', async () => {
      await deal.signInAs(REP);
      await deal.press('end-now');
      await deal.press('end-now-confirm');
      await deal.says('status', 'Ended');
      await deal.says('finished', 'The requester ended the exception');
      await deal.property(RECORD_PROPERTY.routingHold).filter({ hasText: 'No' }).waitFor();
      expect(await obstacles(deal)).toEqual(NO_OBSTACLES);
      await deal.page.getByRole('button', { name: 'Let routing run' }).click();
      await deal.page.getByTestId('owner-source').filter({ hasText: 'Last changed by workflow' }).waitFor();
      expect(ownerOf(TAGGED)).not.toBe(seedPerson('tom.becker@northwind.example').ownerId);
    });

    it('shows the whole trail when it is opened', async () => {
      await deal.part('trail').getByRole('button', { name: 'Trail' }).click();
      const trail = deal.part('trail');
      await trail
        .getByText(/^Maya Chen: /)
        .first()
        .waitFor();
      await trail
        .getByText(/^Inès Moreau: /)
        .first()
        .waitFor();
      await deal.page.close();
    });
  });

  describe('what is refused', () => {
    it('keeps a reason that is too short in the form and says how much is missing', async () => {
      const deal = await browser.openDeal(freeDeal(0));
      await deal.signInAs(REP);
      await deal.fill({ ...FORM, reason: 'Board' });
      await deal.press('submit');
      await deal.card.getByText('Write 25 more characters.').waitFor();
      expect(await deal.part('reason').inputValue()).toBe('Board');
      expect(await obstacles(deal)).toEqual(NO_OBSTACLES);
      await deal.page.close();
    });

    it('refuses a second live request from another window and shows the first', async () => {
      const dealId = freeDeal(0);
      const [first, second] = [await browser.openDeal(dealId), await browser.openDeal(dealId)];
      for (const one of [first, second]) {
        await one.signInAs(REP);
        await one.fill(FORM);
      }
      await first.press('submit');
      await first.says('status', 'Waiting for a decision');
      await second.press('submit');
      await second.says('problem', /already/i);
      expect(await obstacles(second)).toEqual(NO_OBSTACLES);
      await second.press('problem-reload');
      await second.says('status', 'Waiting for a decision');
      await second.page.close();
      await first.page.close();
    });

    it('shows the rep that the approver said no, and why', async () => {
      const dealId = freeDeal(0);
      const lead = await browser.openDeal(dealId);
      await lead.signInAs(REGION_LEAD);
      await lead.part('comment').fill('The pilot was run by the partner.');
      await lead.press('reject');
      await lead.says('status', 'Rejected');
      await lead.signInAs(REP);
      await lead.says('facts', 'Inès Moreau rejected');
      await lead.says('facts', 'The pilot was run by the partner.');
      await lead.part('request-exception').waitFor();
      expect(await obstacles(lead)).toEqual(NO_OBSTACLES);
      await lead.page.close();
    });
  });

  it('can be filed by keyboard alone', async () => {
    const deal = await browser.openDeal(freeDeal(1));
    await deal.signInAs(REP);
    const { keyboard } = deal.page;
    await deal.tabTo('request-exception');
    await keyboard.press('Enter');
    await deal.part('type').waitFor();
    await deal.tabTo('type');
    await keyboard.type('Strategic');
    await deal.tabTo('reason-code');
    await keyboard.type('Relationship');
    await deal.tabTo('reason');
    await keyboard.type(FORM.reason);
    await deal.tabTo('submit');
    await keyboard.press('Enter');
    await deal.says('status', 'Waiting for a decision');
    await deal.says('reason-text', FORM.reason);
    await deal.page.close();
  });

  it('says when the server is down, and goes on when it is back', async () => {
    const deal = await browser.openDeal(freeDeal(1));
    await deal.signInAs(REP);
    await browser.world.stopServer();
    await deal.press('refresh');
    await deal.says('problem', 'No answer from Handrail');
    expect(await obstacles(deal)).toEqual(NO_OBSTACLES);
    await browser.world.startServer();
    await deal.press('problem-retry');
    await deal.part('status').waitFor();
    await deal.page.close();
  });
});
