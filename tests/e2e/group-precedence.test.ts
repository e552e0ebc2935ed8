import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { RECORD_PROPERTY } from '../../src/contracts/crm-properties.ts';
import { eventually, filledForm, startTestServer, type TestServer } from '../http/test-server.ts';
import { CONFIG } from '../policies/shipped-policy.ts';
import { type Accounts, accountsOf, cardOf, holdAccount } from './group-world.ts';

jest.setTimeout(60_000);

describe('a policy that puts the buying group first', () => {
  let world: TestServer;
  let accounts: Accounts;
  let policyDir: string;

  beforeAll(async () => {
    policyDir = await mkdtemp(join(tmpdir(), 'handrail-precedence-'));
    await cp(CONFIG, policyDir, { recursive: true });
    const file = join(policyDir, 'policies/executive-escalation.yml');
    const policy = await readFile(file, 'utf8');
    await writeFile(file, policy.replace('precedence: own_record', 'precedence: group'));
    world = await startTestServer({ variables: { HANDRAIL_POLICY_DIR: policyDir } });
    accounts = accountsOf(world);
  });
  afterAll(async () => {
    await world.close();
    await rm(policyDir, { recursive: true });
  });
  const heldBy = (id: string, requestId: string) =>
    eventually(
      async () => accounts.holder('deals', id),
      (now) => now === requestId,
    );

  it('refuses a request of a covered deal, and says where to ask', async () => {
    const acme = await accounts.company('Acme Holding');
    const deal = await accounts.deal(acme, 'Acme: north');
    const group = await holdAccount(world, acme);
    await heldBy(deal, group);
    expect(await world.as('maya.chen').refusal(CARD_ROUTES.requests, filledForm(deal))).toBe(
      'covered_by_group',
    );
    expect((await cardOf(world, 'deal', deal)).coveredBy?.[0]?.words).toContain('puts the company first');
  });

  it("takes a deal over from its own exception, and gives it back when the company's ends", async () => {
    const acme = await accounts.company('Acme Second');
    const deal = await accounts.deal(acme, 'Acme Second: north');
    const { live } = await world.as('maya.chen').card(CARD_ROUTES.requests, filledForm(deal));
    const own = live?.requestId ?? '';
    await world
      .as('ines.moreau')
      .card(CARD_ROUTES.review(own), { outcome: 'approve', version: live?.version });
    await eventually(
      () => cardOf(world, 'deal', deal),
      (card) => card.live?.status === 'active',
    );
    const group = await holdAccount(world, acme);
    await heldBy(deal, group);
    await world.as('maya.chen').card(CARD_ROUTES.end(group), {});
    await heldBy(deal, own);
    await world.as('maya.chen').card(CARD_ROUTES.end(own), {});
    await heldBy(deal, '');
  });

  it("lets covered deals follow an extension of the company's exception", async () => {
    const acme = await accounts.company('Acme Third');
    const deal = await accounts.deal(acme, 'Acme Third: north');
    const group = await holdAccount(world, acme);
    await heldBy(deal, group);
    const { live } = await cardOf(world, 'company', acme);
    const until = new Date(Date.parse(live?.expiresAt ?? '') + 3 * 24 * 60 * 60 * 1000).toISOString();
    const asked = await world.as('maya.chen').card(CARD_ROUTES.extension(group), {
      until,
      reason: 'The rollout was moved by a week; their founder keeps one contact until then.',
      version: live?.version,
    });
    await world
      .as('victor.lang')
      .card(CARD_ROUTES.review(group), { outcome: 'approve', version: asked.live?.version });
    const endOf = () => Date.parse(accounts.value('deals', deal, RECORD_PROPERTY.expiresAt));
    await eventually(
      async () => endOf(),
      (end) => end === Date.parse(until),
    );
  });
});
