import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import type { CardView } from '@handrail/contracts/card-view';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PACKAGE_OBJECTS } from '../../sandbox/salesforce/schema/package-objects.ts';
import { userIdOf } from '../../sandbox/salesforce/seed/people.ts';
import type { RunningOrg } from '../../sandbox/salesforce/start-org.ts';
import { startOrgWithKey } from './salesforce-server.ts';
import type { SignedClient } from './signed-client.ts';
import { eventually, filledForm, startTestServer, type TestServer } from './test-server.ts';

const MAYA = 'maya.chen@northwind.example';
const JONAS = 'jonas.lind@northwind.example';
const cardOf = (recordId: string) => `${CARD_ROUTES.card}?objectType=deal&recordId=${recordId}`;

let test: TestServer;
let org: RunningOrg;
let forget: () => Promise<void>;
let rep: SignedClient;
let lead: SignedClient;

beforeAll(async () => {
  const started = await startOrgWithKey({ packageObjects: PACKAGE_OBJECTS });
  ({ org, forget } = started);
  test = await startTestServer({ variables: { ...started.variables, HANDRAIL_SWEEP_SECONDS: '0.1' } });
  await addProperty('hs_salesforceopportunityid');
  rep = test.as('maya.chen');
  lead = test.as('ines.moreau');
});
afterAll(async () => {
  await test.close();
  await forget();
});

/** What the connection between the two CRMs adds to a HubSpot account. */
async function addProperty(name: string): Promise<void> {
  const response = await fetch(`${test.portal.origin}/crm/v3/properties/deals`, {
    method: 'POST',
    headers: { authorization: `Bearer ${test.portal.accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      name,
      label: 'Salesforce opportunity id',
      groupName: 'dealinformation',
      type: 'string',
      fieldType: 'text',
    }),
  });
  if (!response.ok) throw new Error(`the portal took no property: ${await response.text()}`);
}

/** A deal of Maya's that both CRMs have. */
async function syncedDeal({
  owner = MAYA,
  short = false,
} = {}): Promise<{ deal: string; opportunity: string }> {
  const account = org.plant('Account', { Name: 'Aurora Grid' });
  const opportunity = org.plant('Opportunity', {
    Name: 'Test deal',
    AccountId: account,
    StageName: 'Qualification',
    CloseDate: '2026-12-31',
    Amount: 80_000,
    Sales_Region__c: 'EMEA',
    OwnerId: userIdOf(org.core, owner),
  });
  const deal = await test.makeDeal();
  await test.setDeal(deal, {
    hs_salesforceopportunityid: short ? opportunity.slice(0, 15) : opportunity,
  });
  return { deal, opportunity };
}

const field = (recordId: string, name: string) => org.get(recordId)[name];
const property = (recordId: string, name: string) =>
  test.portal.portal.value(test.portal.portal.require('deals', recordId), name);

async function submit(recordId: string, changes = {}): Promise<NonNullable<CardView['live']>> {
  const { live } = await rep.card(CARD_ROUTES.requests, filledForm(recordId, changes));
  if (!live) throw new Error('no live request after a submit');
  return live;
}

async function approve({ requestId, version }: NonNullable<CardView['live']>): Promise<void> {
  await lead.card(CARD_ROUTES.review(requestId), {
    outcome: 'approve',
    comment: 'Agreed with the account team.',
    version,
  });
}

const cardIs = (recordId: string, status: string) =>
  eventually(
    () => rep.card(cardOf(recordId)),
    (card) => (card.live ?? card.previous)?.status === status,
  );

describe('a record that HubSpot and Salesforce keep in step', () => {
  it('is held in both by one exception, has the new owner in both, and is let go in both', async () => {
    const { deal, opportunity } = await syncedDeal();
    const { form } = await rep.card(cardOf(deal));
    const jonas = form?.owners.find(({ label }) => label.startsWith('Jonas Lind'));
    const pending = await submit(deal, { proposedOwnerId: jonas?.value });
    expect((await rep.trail(pending.requestId))[0]?.what).toContain(
      `it also governs the same record in Salesforce (${opportunity})`,
    );

    await approve(pending);
    await cardIs(deal, 'active');
    expect(property(deal, 'handoff_routing_hold')).toBe('true');
    expect(field(opportunity, 'Handoff_Routing_Hold__c')).toBe(true);
    expect(field(opportunity, 'Handoff_Exception_Id__c')).toBe(pending.requestId);
    expect(field(opportunity, 'OwnerId')).toBe(userIdOf(org.core, JONAS));
    expect((await rep.card(cardOf(deal))).notice).toBeUndefined();

    // People in Salesforce see it in a row of their own.
    const rowOf = () =>
      org.core.store.all('Handoff_Exception__c').find((row) => row.values.Record_Id__c === opportunity);
    const row = await eventually(
      async () => rowOf(),
      (found) => found?.values.Status__c === 'active',
    );
    expect(row?.values).toMatchObject({
      Opportunity__c: opportunity,
      Request_Id__c: pending.requestId,
      Proposed_Owner__c: userIdOf(org.core, JONAS),
    });

    // The same exception stands on the card of the other record.
    expect((await rep.card(cardOf(opportunity))).live?.requestId).toBe(pending.requestId);
    expect(await rep.refusal(CARD_ROUTES.requests, filledForm(opportunity))).toBe('live_exception_exists');

    await rep.card(CARD_ROUTES.end(pending.requestId), {});
    const over = await cardIs(opportunity, 'ended');
    expect(over.previous?.requestId).toBe(pending.requestId);
    expect(property(deal, 'handoff_routing_hold')).toBe('false');
    expect(field(opportunity, 'Handoff_Routing_Hold__c')).toBe(false);
  });

  it('is recognised from Salesforce too, whichever form of the id HubSpot keeps', async () => {
    const { deal, opportunity } = await syncedDeal({ short: true });
    const pending = await submit(opportunity);
    await approve(pending);
    await cardIs(opportunity, 'active');
    expect(property(deal, 'handoff_exception_id')).toBe(pending.requestId);
    expect(property(deal, 'handoff_routing_hold')).toBe('true');
    expect(await rep.refusal(CARD_ROUTES.requests, filledForm(deal))).toBe('live_exception_exists');
  });

  it('takes one of two requests that are filed on both sides in the same moment', async () => {
    const { deal, opportunity } = await syncedDeal();
    const filed = await Promise.allSettled([submit(deal), submit(opportunity)]);
    expect(filed.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('is told when the two name different owners', async () => {
    const { deal, opportunity } = await syncedDeal({ owner: JONAS });
    expect((await rep.card(cardOf(deal))).notice).toMatch(
      /owner here is Maya Chen, and in Salesforce, for the same record, Jonas Lind/,
    );
    expect((await rep.card(cardOf(opportunity))).notice).toMatch(
      /in HubSpot, for the same record, Maya Chen/,
    );
  });

  it('is governed alone when two deals name the same opportunity, seen from there', async () => {
    const { opportunity } = await syncedDeal();
    await test.setDeal(await test.makeDeal(), { hs_salesforceopportunityid: opportunity });
    const pending = await submit(opportunity);
    expect((await rep.trail(pending.requestId))[0]?.what).not.toContain('same record');
  });
});

it('governs a deal alone that names no opportunity, or something that is no id', async () => {
  const deal = await test.makeDeal();
  await test.setDeal(deal, { hs_salesforceopportunityid: 'n/a' });
  const pending = await submit(deal);
  expect((await rep.trail(pending.requestId))[0]?.what).not.toContain('same record');
  await approve(pending);
  await cardIs(deal, 'active');
});
