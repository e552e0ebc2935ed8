import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { RECORD_PROPERTY } from '../../src/contracts/crm-properties.ts';
import { eventually, filledForm, startTestServer, type TestServer } from '../http/test-server.ts';
import { type Accounts, accountsOf, cardOf, holdAccount, MAYA } from './group-world.ts';

const MINUTE = 60_000;
jest.setTimeout(60_000);

describe('a strategic account is held as a whole', () => {
  let world: TestServer;
  let accounts: Accounts;
  /** How far the server's clock is ahead. */
  let ahead = 0;
  const clock = { now: () => new Date(Date.now() + ahead) };
  let sweeps = 0;
  /** Lets the time of the next sweep come, which finds what was created or closed since, until that shows. */
  const afterNextSweep = async (shows: () => Promise<unknown>) => {
    sweeps += 1;
    ahead = sweeps * 6 * MINUTE;
    await shows();
    ahead = 0;
  };

  beforeAll(async () => {
    world = await startTestServer({ clock, variables: { HANDRAIL_SWEEP_SECONDS: '0.2' } });
    accounts = accountsOf(world);
  });
  afterAll(async () => {
    await world.close();
    expect(world.portal.unknownCalls).toEqual([]);
  });

  const holder = (id: string) => accounts.holder('deals', id);
  const ownerOf = (id: string) => accounts.value('deals', id, 'hubspot_owner_id');
  const heldBy = (id: string, requestId: string) =>
    eventually(
      async () => holder(id),
      (now) => now === requestId,
    );
  const approve = async (dealId: string, changes: Readonly<Record<string, unknown>> = {}) => {
    const { live } = await world.as('maya.chen').card(CARD_ROUTES.requests, filledForm(dealId, changes));
    const requestId = live?.requestId ?? '';
    await world
      .as('ines.moreau')
      .card(CARD_ROUTES.review(requestId), { outcome: 'approve', version: live?.version });
    await eventually(
      () => cardOf(world, 'deal', dealId),
      (card) => card.live?.status === 'active',
    );
    return requestId;
  };
  const end = async (requestId: string) => world.as('maya.chen').card(CARD_ROUTES.end(requestId), {});

  it('routing skips its deals, later ones too; at the end they go back to routing, each once', async () => {
    const acme = await accounts.company('Acme Holding');
    const north = await accounts.deal(acme, 'Acme: north');
    const south = await accounts.deal(acme, 'Acme: south');
    const won = await accounts.deal(acme, 'Acme: pilot', 'closedwon');
    const buyer = await accounts.contact(acme, 'Bo');
    const elsewhere = await accounts.deal(await accounts.company('Elsewhere'), 'Elsewhere: south');

    // Maya asks for one contact for the whole account, Victor approves.
    const requestId = await holdAccount(world, acme);
    await heldBy(north, requestId);
    await heldBy(south, requestId);
    await eventually(
      async () => accounts.holder('contacts', buyer),
      (now) => now === requestId,
    );
    expect(holder(won)).toBe('');
    expect(accounts.value('deals', north, RECORD_PROPERTY.nextStep)).toBe(
      'Held through the exception of Acme Holding',
    );

    // A deal that is created a day later is found and held as well.
    const later = await accounts.deal(acme, 'Acme: west');
    await afterNextSweep(() => heldBy(later, requestId));

    // The deals move on; routing gives the other account's deal to somebody else and leaves these alone.
    const events = await accounts.routeAll([north, south, later, elsewhere]);
    const told = (id: string) => events.filter(({ objectId }) => objectId === id).map(({ kind }) => kind);
    for (const id of [north, south, later]) {
      expect(told(id)).toEqual(['suppressed']);
      expect(ownerOf(id)).toBe(MAYA.ownerId);
    }
    expect(told(elsewhere)[0]).toBe('enrolled');
    expect(ownerOf(elsewhere)).not.toBe(MAYA.ownerId);

    // One of them is won: it is let go, and nobody sends a closed deal through routing.
    await accounts.set('deals', south, { dealstage: 'closedwon' });
    await afterNextSweep(() => heldBy(south, ''));
    expect(accounts.value('deals', south, RECORD_PROPERTY.resubmittedAt)).toBe('');

    // Maya ends it: what is left goes back to routing, in one write a deal.
    const before = world.portal.writeLog.length;
    await end(requestId);
    for (const id of [north, later]) await heldBy(id, '');
    await eventually(
      async () => accounts.holder('contacts', buyer),
      (now) => now === '',
    );
    await eventually(
      async () => (await world.as('maya.chen').trail(requestId)).map(({ what }) => what),
      (said) => said.some((what) => /released 3/i.test(what)),
    );
    const again = await accounts.routing();
    for (const id of [north, later]) {
      expect(again.filter(({ objectId }) => objectId === id).map(({ kind }) => kind)).toContain('enrolled');
      const releases = world.portal.writeLog
        .slice(before)
        .filter(({ objectId, properties }) => objectId === id && RECORD_PROPERTY.routingHold in properties);
      expect(releases).toHaveLength(1);
    }
  });

  it("a deal's own exception governs it; when that ends, the group covers it again without a gap", async () => {
    const acme = await accounts.company('Acme Second');
    const deal = await accounts.deal(acme, 'Acme Second: rollout');
    const group = await holdAccount(world, acme);
    await heldBy(deal, group);

    // Held through the company, the deal can still have an exception of its own.
    const own = await approve(deal);
    expect(holder(deal)).toBe(own);
    const holds = () =>
      world.portal.writeLog
        .filter(({ objectId }) => objectId === deal)
        .flatMap(({ properties }) => properties[RECORD_PROPERTY.routingHold] ?? []);

    await end(own);
    await heldBy(deal, group);
    await eventually(
      () => cardOf(world, 'deal', deal),
      (card) => card.previous?.status === 'ended',
    );
    expect(holds()).not.toContain('false');
    expect(holder(deal)).toBe(group);

    await end(group);
    await heldBy(deal, '');
  });

  it('a request of its own that is rejected leaves the hold of the group', async () => {
    const acme = await accounts.company('Acme Third');
    const deal = await accounts.deal(acme, 'Acme Third: rollout');
    const group = await holdAccount(world, acme);
    await heldBy(deal, group);
    const { live } = await world.as('maya.chen').card(CARD_ROUTES.requests, filledForm(deal));
    await world
      .as('ines.moreau')
      .card(CARD_ROUTES.review(live?.requestId ?? ''), { outcome: 'reject', version: live?.version });
    await eventually(
      () => cardOf(world, 'deal', deal),
      (card) => card.previous?.steps.every(({ status }) => status === 'done') ?? false,
    );
    expect(holder(deal)).toBe(group);
    await end(group);
    await heldBy(deal, '');
  });

  it('two companies: the first to cover a deal governs it, the second takes over when that ends', async () => {
    const buyer = await accounts.company('Buyer Group');
    const partner = await accounts.company('Partner Group');
    const deal = await accounts.deal(buyer, 'Buyer and partner');
    await accounts.join('deals', deal, partner);
    const first = await holdAccount(world, buyer);
    await heldBy(deal, first);
    const second = await holdAccount(world, partner);
    await eventually(
      async () => (await world.as('maya.chen').trail(second)).map(({ what }) => what),
      (said) => said.some((what) => /1 left to another exception/i.test(what)),
    );
    expect(holder(deal)).toBe(first);
    await end(first);
    await heldBy(deal, second);
    await end(second);
    await heldBy(deal, '');
  });

  it('a record that HubSpot refuses is told, and the others go on', async () => {
    const acme = await accounts.company('Acme Fourth');
    const deals: string[] = [];
    for (const name of ['a', 'b', 'c']) deals.push(await accounts.deal(acme, `Acme Fourth: ${name}`));
    const [refused = '', ...others] = deals;
    world.portal.faults.inject({
      kind: 'status',
      status: 403,
      method: 'PATCH',
      path: `/crm/v3/objects/deals/${refused}$`,
      times: 100,
    });
    const group = await holdAccount(world, acme);
    for (const id of others) await heldBy(id, group);
    await eventually(
      async () => (await world.as('maya.chen').trail(group)).map(({ what }) => what),
      (said) => said.some((what) => /1 could not be written/i.test(what)),
    );
    // Once HubSpot takes it, the next sweep covers it.
    world.portal.faults.clear();
    await afterNextSweep(() => heldBy(refused, group));
    await end(group);
    for (const id of deals) await heldBy(id, '');
  });
});
