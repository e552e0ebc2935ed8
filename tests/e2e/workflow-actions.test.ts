import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FlowInput } from '../../sandbox/hubspot/engine/flow-document.ts';
import { act, goTo, rotate } from '../../sandbox/hubspot/seed/flow-parts.ts';
import { CHECK_ACTION } from '../../sandbox/hubspot/seed/handrail-actions.ts';
import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';
import { runHandrail } from '../cli/run-handrail.ts';
import { eventually, filledForm, startTestServer, type TestServer } from '../http/test-server.ts';
import { dealFlow } from '../sandbox/flow-fixture.ts';

const MAYA = seedPerson('maya.chen@northwind.example');
const JONAS = seedPerson('jonas.lind@northwind.example');
const cardOf = (recordId: string) => `${CARD_ROUTES.card}?objectType=deal&recordId=${recordId}`;

let dataDir: string;
let test: TestServer;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'handrail-workflow-'));
  test = await startTestServer({
    variables: { HANDRAIL_DATA_DIR: dataDir, HANDRAIL_SWEEP_SECONDS: '0.1' },
  });
  // The portal's own workflows would route the deals as well.
  for (const flow of test.portal.flows.list()) test.portal.flows.delete(flow.id);
});
afterAll(async () => {
  await test.close();
  await rm(dataDir, { recursive: true });
});

/** A workflow that somebody enrols deals in by hand. */
function makeFlow(name: string, actions: FlowInput['actions']): string {
  const enrollmentCriteria = { type: 'MANUAL', shouldReEnroll: true } as const;
  return test.portal.flows.create(dealFlow({ name, enrollmentCriteria, actions })).id;
}

/** Asks Handrail, and gives the deal to Jonas only if the answer is a clear no. */
const guardedActions: FlowInput['actions'] = [
  act('1', CHECK_ACTION.actionTypeId, {}, '2'),
  {
    type: 'STATIC_BRANCH',
    actionId: '2',
    inputValue: { type: 'FIELD_DATA', actionId: '1', dataKey: 'on_hold' },
    staticBranches: [{ branchValue: 'false', connection: goTo('3') }],
  },
  rotate('3', [JONAS.userId]),
];

async function run(flowId: string, ...deals: readonly string[]): Promise<readonly string[]> {
  for (const deal of deals) test.portal.engine.enrol(flowId, deal);
  const { events } = await test.portal.engine.runUntilQuiet();
  return events.map(({ kind, detail }) => `${kind}: ${detail}`);
}

const ownerOf = (deal: string) =>
  test.portal.portal.value(test.portal.portal.require('deals', deal), 'hubspot_owner_id');

async function heldDeal(): Promise<string> {
  const deal = await test.makeDeal();
  await test.as('maya.chen').card(CARD_ROUTES.requests, filledForm(deal));
  const { live } = await test.as('ines.moreau').card(cardOf(deal));
  if (!live) throw new Error('no live request');
  const review = { outcome: 'approve', comment: 'Agreed.', version: live.version };
  await test.as('ines.moreau').card(CARD_ROUTES.review(live.requestId), review);
  await eventually(
    async () => (await test.as('carla.nunez').card(cardOf(deal))).live,
    (now) => now?.status === 'active',
  );
  return deal;
}

function coverage(flowId: string, ...more: readonly string[]) {
  return runHandrail(['guard', 'coverage', '--flow', flowId, '--json', ...more], {
    HUBSPOT_PORTAL_ID: String(test.portal.portalId),
    HUBSPOT_ACCESS_TOKEN: test.portal.accessToken,
    HUBSPOT_API_ORIGIN: test.portal.origin,
    HANDRAIL_DATA_DIR: dataDir,
  });
}

describe('a workflow that asks before it routes', () => {
  it('leaves a held deal alone, routes another, and counts as guarded once it has called', async () => {
    const flowId = makeFlow('Routes what is not on hold', guardedActions);
    const [held, plain] = [await heldDeal(), await test.makeDeal()];
    expect([ownerOf(held), ownerOf(plain)]).toEqual([MAYA.ownerId, MAYA.ownerId]);

    const whileRunning = await coverage(flowId);
    expect(JSON.parse(whileRunning.out)).toMatchObject({ coverages: [{ verdict: 'needs_review' }] });
    expect(whileRunning.err).toContain('name the action with --check-action');
    const named = await coverage(flowId, '--check-action', CHECK_ACTION.actionTypeId);
    expect(JSON.parse(named.out)).toMatchObject({ coverages: [{ verdict: 'respects' }] });

    await run(flowId, held, plain);
    expect([ownerOf(held), ownerOf(plain)]).toEqual([MAYA.ownerId, JONAS.ownerId]);

    // The store tells which action it was, and the deal waits while nobody can answer.
    await test.server.close();
    const afterCall = await coverage(flowId);
    expect(JSON.parse(afterCall.out)).toMatchObject({
      coverages: [{ verdict: 'respects', mechanism: 'check_and_branch', reason: 'checked_and_branched_off' }],
    });
    expect(afterCall.err).not.toContain('--check-action');
    const another = await test.makeDeal();
    expect((await run(flowId, another)).join()).toContain('no reply');
    expect(ownerOf(another)).toBe(MAYA.ownerId);
  }, 60_000);
});
