import { randomUUID } from 'node:crypto';
import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { type WorkflowView, workflowReplySchema } from '@handrail/contracts/mending';
import { coverageReplySchema, settingsReplySchema } from '@handrail/contracts/settings';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { INTEGRATION_USERNAME } from '../../sandbox/salesforce/seed/people.ts';
import type { RunningOrg } from '../../sandbox/salesforce/start-org.ts';
import { LEAD_RULES, ownerFlow, TRIGGER } from '../sandbox/salesforce/setup-metadata.ts';
import { startOrgWithKey } from './salesforce-server.ts';
import type { SignedClient } from './signed-client.ts';
import { eventually, startTestServer, type TestServer } from './test-server.ts';

/** The settings page of a tenant with a HubSpot account and a Salesforce org. */

const TRIGGER_ID = 'AssignDeals (Apex trigger)';

let org: RunningOrg;
let test: TestServer;
let priya: SignedClient;
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const started = await startOrgWithKey({
    metadata: [
      { type: 'Flow', fullName: 'Route_Deals', content: ownerFlow('Route deals') },
      { type: 'AssignmentRules', fullName: 'Lead', content: LEAD_RULES },
      { type: 'ApexTrigger', fullName: 'AssignDeals', content: TRIGGER },
    ],
  });
  org = started.org;
  closing.push(started.forget);
  test = await startTestServer({ variables: started.variables });
  closing.push(test.close);
  priya = test.as('priya.nair');
}, 120_000);
afterAll(async () => {
  for (const close of closing.toReversed()) await close();
});

async function checkAll() {
  const body = { kind: 'check_coverage', pressKey: randomUUID() };
  await priya.call(settingsReplySchema, CARD_ROUTES.settingsTasks, body);
  await eventually(
    async () => {
      const reply = await priya.call(settingsReplySchema, CARD_ROUTES.settings);
      if (!reply.ok) throw new Error(reply.problem.code);
      return reply.tasks;
    },
    (tasks) => tasks.every(({ state }) => state !== 'running'),
  );
  const reply = await priya.call(coverageReplySchema, CARD_ROUTES.settingsCoverage, {});
  if (!reply.ok) throw new Error(reply.problem.code);
  return reply;
}

async function look(id: string): Promise<WorkflowView> {
  const reply = await priya.call(workflowReplySchema, CARD_ROUTES.settingsWorkflow(id));
  if (!reply.ok) throw new Error(reply.problem.code);
  return reply;
}

async function press(path: string, id: string, body: object = {}): Promise<WorkflowView> {
  await priya.call(workflowReplySchema, path, { pressKey: randomUUID(), ...body });
  return eventually(
    () => look(id),
    ({ tasks }) => tasks.every(({ state }) => state !== 'running'),
  );
}

const review = (id: string): Promise<WorkflowView> =>
  press(CARD_ROUTES.markReviewed(id), id, { reason: 'It only sets a region.' });

it('the coverage check tells the automation of both CRMs', async () => {
  const { summary, items } = await checkAll();
  expect(summary).toMatchObject({
    total: 9,
    ignoring: 4,
    counts: { ignores: 4, respects: 4, needs_review: 1 },
  });
  expect(items.map(({ automationId }) => automationId)).toEqual(
    expect.arrayContaining(['Route_Deals', 'Lead.Standard (assignment rule)', TRIGGER_ID]),
  );
  // What stands in Salesforce is mended by a patch, never by a click.
  expect(items.find(({ automationId }) => automationId === 'Route_Deals')?.mend).toEqual({
    offered: false,
    words: expect.stringContaining('handrail guard coverage --patch'),
  });
  expect(org.unknownCalls).toEqual([]);
});

it('a trigger of the org is marked as reviewed, until it is edited', async () => {
  await checkAll();
  expect((await review(TRIGGER_ID)).tasks).toMatchObject([{ kind: 'mark_reviewed', state: 'done' }]);
  const markIn = async () =>
    (await checkAll()).items.find(({ automationId }) => automationId === TRIGGER_ID)?.review;
  expect(await markIn()).toMatchObject({ state: 'in_force', by: 'Priya Nair' });
  org.core.metadata.put({ type: 'ApexTrigger', fullName: 'AssignDeals', content: `${TRIGGER} ` });
  expect(await markIn()).toMatchObject({ state: 'void' });
});

it('who asks for the change to a flow is told how to get the patch', async () => {
  await press(CARD_ROUTES.proposeMend('Route_Deals'), 'Route_Deals');
  expect((await look('Route_Deals')).proposal?.outcome).toMatchObject({
    kind: 'explained',
    code: 'patch_only',
    advice: expect.arrayContaining([expect.stringContaining('guard coverage --patch')]),
  });
  const applied = await press(CARD_ROUTES.applyMend('Route_Deals'), 'Route_Deals', { revision: 'any' });
  expect(applied.tasks.find(({ kind }) => kind === 'apply_mend')?.problem?.code).toBe('automation_not_found');
});

it('what is known to ignore the hold cannot be marked away', async () => {
  const { tasks } = await review('Lead.Standard (assignment rule)');
  expect(tasks.find(({ kind }) => kind === 'mark_reviewed')?.problem?.code).toBe('review_not_due');
});

it('an org that lists nothing is told as one line, and the other CRM’s stay', async () => {
  org.withhold(INTEGRATION_USERNAME, 'ViewSetup', true);
  const { items, summary } = await checkAll();
  org.withhold(INTEGRATION_USERNAME, 'ViewSetup', false);
  expect(summary?.counts).toMatchObject({ ignores: 2, respects: 4, not_visible: 1 });
  expect(items.find(({ verdict }) => verdict === 'not_visible')).toMatchObject({
    automationId: 'Salesforce',
    evidence: expect.stringContaining('View Setup and Configuration'),
  });
});
