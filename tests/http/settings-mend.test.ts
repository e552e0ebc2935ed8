import { randomUUID } from 'node:crypto';
import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { type WorkflowView, workflowReplySchema } from '@handrail/contracts/mending';
import { coverageReplySchema, settingsReplySchema } from '@handrail/contracts/settings';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { act } from '../../sandbox/hubspot/seed/flow-parts.ts';
import { SEED_FLOW } from '../../sandbox/hubspot/seed/flows.ts';
import { dealFlow } from '../sandbox/flow-fixture.ts';
import type { SignedClient } from './signed-client.ts';
import { eventually, startTestServer, type TestServer } from './test-server.ts';

const FLOW: string = SEED_FLOW.legacyRenewals;

let test: TestServer;
let priya: SignedClient;
let opaque: string;

beforeAll(async () => {
  test = await startTestServer();
  priya = test.as('priya.nair');
  opaque = String(
    test.portal.flows.create(
      dealFlow({
        name: 'Asks another system',
        actions: [act('1', '1-99001', {})],
      }),
    ).id,
  );
  await settled(
    await priya.call(settingsReplySchema, CARD_ROUTES.settingsTasks, {
      kind: 'check_coverage',
      pressKey: randomUUID(),
    }),
  );
}, 120_000);
afterAll(() => test.close());

async function settled(_started: unknown): Promise<void> {
  await eventually(
    async () => {
      const reply = await priya.call(settingsReplySchema, CARD_ROUTES.settings);
      if (!reply.ok) throw new Error(reply.problem.code);
      return reply.tasks;
    },
    (tasks) => tasks.every(({ state }) => state !== 'running'),
  );
}

async function look(flow: string): Promise<WorkflowView> {
  const reply = await priya.call(workflowReplySchema, CARD_ROUTES.settingsWorkflow(flow));
  if (!reply.ok) throw new Error(`${reply.problem.code}: ${reply.problem.detail}`);
  return reply;
}

/** Presses a button of the panel and waits until it has done its work. */
async function press(path: string, flow: string, body: object = {}): Promise<WorkflowView> {
  const reply = await priya.call(workflowReplySchema, path, { pressKey: randomUUID(), ...body });
  if (!reply.ok) throw new Error(`${reply.problem.code}: ${reply.problem.detail}`);
  return eventually(
    () => look(flow),
    ({ tasks }) => tasks.every(({ state }) => state !== 'running'),
  );
}

const propose = (flow = FLOW) => press(CARD_ROUTES.proposeMend(flow), flow);
const apply = (revision: string, flow = FLOW) => press(CARD_ROUTES.applyMend(flow), flow, { revision });
const undo = (flow = FLOW) => press(CARD_ROUTES.undoMend(flow), flow);
const problemOf = ({ tasks }: WorkflowView, kind: string) =>
  tasks.find((task) => task.kind === kind)?.problem?.code;

const definition = async (flow: string): Promise<Record<string, unknown>> => {
  const response = await fetch(`${test.portal.origin}/automation/v4/flows/${flow}`, {
    headers: { authorization: `Bearer ${test.portal.accessToken}` },
  });
  const { revisionId: _, updatedAt: __, ...rest } = (await response.json()) as Record<string, unknown>;
  return rest;
};

/** Somebody edits a workflow in HubSpot. */
function edit(flow: string, changes: { readonly name?: string; readonly isEnabled?: boolean }): void {
  const { createdAt: _, updatedAt: __, dataSources: ___, ...former } = test.portal.flows.require(flow);
  test.portal.flows.replace(flow, { ...former, ...changes }, { revisionId: former.revisionId });
}

describe('mending on the settings page', () => {
  it('proposes, applies, and undoes, and the list follows', async () => {
    const before = await definition(FLOW);
    const proposed = await propose();
    expect(proposed.item).toMatchObject({ verdict: 'ignores', mend: { offered: true } });
    expect(proposed).toMatchObject({
      tasks: [{ kind: 'propose_mend', state: 'done', startedBy: 'Priya Nair' }],
      proposal: { outcome: { kind: 'offered', way: 'exclusion_filter' } },
      outcome: null,
      mend: null,
    });
    const { proposal } = proposed;
    if (proposal?.outcome.kind !== 'offered' || proposal.revision === null) throw new Error('not offered');
    expect(proposal.outcome.lines[0]?.after).toContain('handoff_routing_hold');
    expect(await definition(FLOW)).toEqual(before);

    const applied = await apply(proposal.revision);
    expect(applied).toMatchObject({
      item: { verdict: 'respects', mechanism: 'exclusion_filter' },
      proposal: null,
      outcome: { kind: 'applied', by: 'Priya Nair', differences: [] },
      mend: { status: 'applied', by: 'Priya Nair' },
    });
    const list = await priya.call(coverageReplySchema, CARD_ROUTES.settingsCoverage, { verdict: 'ignores' });
    expect(list).toMatchObject({ summary: { ignoring: 1, counts: { ignores: 1 } }, matching: 1 });

    const undone = await undo();
    expect(undone).toMatchObject({
      item: { verdict: 'ignores' },
      outcome: { kind: 'undone' },
      mend: { status: 'undone', undoneBy: 'Priya Nair' },
    });
    expect(await definition(FLOW)).toEqual(before);
  });

  it('does once what was pressed once, also when HubSpot repeats the call after it is over', async () => {
    const { proposal } = await propose();
    const body = { pressKey: randomUUID(), revision: proposal?.revision };
    const first = await press(CARD_ROUTES.applyMend(FLOW), FLOW, body);
    const again = await press(CARD_ROUTES.applyMend(FLOW), FLOW, body);
    expect(again.tasks).toEqual(first.tasks);
    expect(again.outcome?.kind).toBe('applied');
    await undo();
  });

  it('refuses a change that was proposed for another revision, and changes nothing', async () => {
    const { proposal } = await propose();
    edit(FLOW, { name: 'Renewals, renamed meanwhile' });
    const after = await apply(proposal?.revision ?? '');
    expect(problemOf(after, 'apply_mend')).toBe('automation_changed');
    expect(await definition(FLOW)).toMatchObject({ name: 'Renewals, renamed meanwhile' });
  });

  it('refuses to undo what was edited since, and shows both', async () => {
    const { proposal } = await propose();
    await apply(proposal?.revision ?? '');
    edit(FLOW, { isEnabled: false });
    const after = await undo();
    expect(after.outcome).toMatchObject({ kind: 'refused' });
    expect(after.outcome?.differences.length).toBeGreaterThan(0);
    expect(after.mend?.status).toBe('applied');
  });

  it('marks one that needs review, with the reason, and keeps the verdict', async () => {
    expect((await look(opaque)).item).toMatchObject({ verdict: 'needs_review' });
    const reason = 'The router leaves held deals alone, tried on 12 November.';
    const marked = await press(CARD_ROUTES.markReviewed(opaque), opaque, { reason });
    expect(marked.item).toMatchObject({
      verdict: 'needs_review',
      review: { state: 'in_force', by: 'Priya Nair', reason },
    });
    expect(problemOf(await press(CARD_ROUTES.markReviewed(FLOW), FLOW, { reason }), 'mark_reviewed')).toBe(
      'review_not_due',
    );
  });

  it('mends a contact workflow by a list that it names before, and takes both back', async () => {
    const flow: string = SEED_FLOW.contactLeads;
    const lists = () => test.portal.lists.all().map(({ name }) => name);
    const before = lists();
    const { proposal } = await propose(flow);
    expect(proposal?.outcome).toMatchObject({ kind: 'offered', way: 'exclusion_list' });
    expect(proposal?.outcome.kind === 'offered' && proposal.outcome.makes).toContain('list');
    expect(lists()).toEqual(before);
    const applied = await apply(proposal?.revision ?? '', flow);
    expect(applied).toMatchObject({ item: { verdict: 'respects' }, outcome: { kind: 'applied' } });
    expect(lists()).toHaveLength(before.length + 1);
    const undone = await undo(flow);
    expect(undone).toMatchObject({ item: { verdict: 'ignores' }, outcome: { kind: 'undone' } });
    expect(lists()).toEqual(before);
  });

  it('says what went wrong with a workflow that is not there, or a HubSpot that refuses', async () => {
    expect(problemOf(await propose('999999'), 'propose_mend')).toBe('automation_not_found');
    expect(await priya.refusal(CARD_ROUTES.settingsWorkflow('no such id!'))).toBe('automation_not_found');
    test.portal.faults.inject({ kind: 'status', status: 403, path: '/automation/', times: 100 });
    const refused = await propose(SEED_FLOW.contactLeads);
    test.portal.faults.clear();
    expect(problemOf(refused, 'propose_mend')).toBeDefined();
  });

  it('is for administrators', async () => {
    const maya = test.as('maya.chen');
    for (const path of [CARD_ROUTES.proposeMend(FLOW), CARD_ROUTES.undoMend(FLOW)]) {
      expect(await maya.refusal(path, {})).toBe('not_administrator');
    }
    expect(await maya.refusal(CARD_ROUTES.applyMend(FLOW), { revision: '1' })).toBe('not_administrator');
    expect(await maya.refusal(CARD_ROUTES.markReviewed(FLOW), { reason: 'x' })).toBe('not_administrator');
    expect(await maya.refusal(CARD_ROUTES.settingsWorkflow(FLOW))).toBe('not_administrator');
  });
});
