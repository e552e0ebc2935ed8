import { describe, expect, it } from '@jest/globals';
import { act, goTo } from '../../sandbox/hubspot/seed/flow-parts.ts';
import { signRequest } from '../../sandbox/hubspot/sign-request.ts';
import type { RunningPortal } from '../../sandbox/hubspot/start-portal.ts';
import { dealFlow, dealValue, makeDeal, runFlows, setNextStep as set } from './flow-fixture.ts';
import { startApp } from './listening-app.ts';
import { CLIENT_SECRET, openPortal } from './portal-fixture.ts';

const DAY = 86_400_000;

async function portalWith(actions: ReturnType<typeof dealFlow>['actions'], options = {}) {
  const { running } = await openPortal({ seed: 'empty', ...options });
  return { running, flow: running.flows.create(dealFlow({ actions })) };
}

describe('a custom action', () => {
  async function guardedPortal(url: string): Promise<RunningPortal> {
    const actions = [
      act('1', '1-900', { mode: { type: 'STATIC_VALUE', staticValue: 'strict' } }, '2'),
      {
        type: 'STATIC_BRANCH' as const,
        actionId: '2',
        inputValue: { type: 'FIELD_DATA', actionId: '1', dataKey: 'blocked' },
        staticBranches: [{ branchValue: 'true', connection: goTo('3') }],
        defaultBranch: goTo('4'),
      },
      set('3', 'blocked'),
      set('4', 'routed'),
    ];
    const customActions = [
      { actionTypeId: '1-900', actionDefinitionId: 900, actionUrl: url, objectProperties: ['sales_region'] },
    ];
    return (await portalWith(actions, { customActions, wallClock: () => 1_764_000_000_000 })).running;
  }

  it('is a signed call that names the flow, and its outputs steer a branch', async () => {
    const { received, url } = await startApp({
      status: 200,
      body: { outputFields: { blocked: true, hs_execution_state: 'SUCCESS' } },
    });
    const running = await guardedPortal(url);
    const deal = makeDeal(running, { sales_region: 'EMEA' });
    await runFlows(running);
    expect(dealValue(running, deal, 'hs_next_step')).toBe('blocked');
    const [call] = received;
    const body = call?.body ?? '';
    expect(JSON.parse(body)).toMatchObject({
      origin: { portalId: running.portalId, actionDefinitionId: 900 },
      context: { source: 'WORKFLOWS', workflowId: Number(running.flows.list()[0]?.id), actionId: 1 },
      object: { objectId: Number(deal), objectType: 'DEAL', properties: { sales_region: 'EMEA' } },
      inputFields: { mode: 'strict' },
    });
    const expected = signRequest({
      clientSecret: CLIENT_SECRET,
      method: 'POST',
      uri: url,
      body,
      timestamp: 1_764_000_000_000,
    });
    expect(call?.headers['x-hubspot-signature-v3']).toBe(expected['X-HubSpot-Signature-v3']);
    expect(call?.headers['x-hubspot-request-timestamp']).toBe('1764000000000');
  });

  it('that is refused fails and the default branch is taken', async () => {
    const { url } = await startApp({ status: 400 });
    const running = await guardedPortal(url);
    const deal = makeDeal(running, { sales_region: 'EMEA' });
    expect(await runFlows(running)).toContain('action-failed');
    expect(dealValue(running, deal, 'hs_next_step')).toBe('routed');
  });

  it.each([429, 500])('answered %i is tried again on the portal clock', async (status) => {
    const { received, url } = await startApp(
      { status },
      { status: 200, body: { outputFields: { blocked: 'true' } } },
    );
    const running = await guardedPortal(url);
    const deal = makeDeal(running, { sales_region: 'EMEA' });
    expect(await runFlows(running)).toEqual(['enrolled', 'waiting']);
    expect(received).toHaveLength(1);
    running.clock.advance(60_000);
    await runFlows(running);
    expect(received).toHaveLength(2);
    const [first, again] = received.map(
      ({ body }) => (JSON.parse(body) as { callbackId: string }).callbackId,
    );
    expect(again).toBe(first);
    expect(dealValue(running, deal, 'hs_next_step')).toBe('blocked');
  });

  it('is given up after three days', async () => {
    const { url } = await startApp({ status: 503 });
    const running = await guardedPortal(url);
    makeDeal(running, { sales_region: 'EMEA' });
    await runFlows(running);
    running.clock.advance(3 * DAY);
    expect(await runFlows(running)).toEqual(['action-failed', 'branched', 'acted', 'completed']);
  });

  it('that blocks waits for its callback', async () => {
    const { received, url } = await startApp({
      status: 200,
      body: { outputFields: { hs_execution_state: 'BLOCK' } },
    });
    const running = await guardedPortal(url);
    const deal = makeDeal(running, { sales_region: 'EMEA' });
    expect(await runFlows(running)).toEqual(['enrolled', 'waiting']);
    const { callbackId } = JSON.parse(received[0]?.body ?? '{}') as { callbackId: string };
    const complete = (id: string) =>
      fetch(`${running.origin}/automation/v4/actions/callbacks/${id}/complete`, {
        method: 'POST',
        headers: { authorization: `Bearer ${running.accessToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({ outputFields: { blocked: 'true' } }),
      });
    expect((await complete('unknown')).status).toBe(404);
    expect((await complete(callbackId)).status).toBe(204);
    await runFlows(running);
    expect(dealValue(running, deal, 'hs_next_step')).toBe('blocked');
  });

  it('that blocks goes on without outputs when its time is over', async () => {
    const outputFields = { hs_execution_state: 'BLOCK', hs_expiration_duration: 'PT2H' };
    const { url } = await startApp({ status: 200, body: { outputFields } });
    const running = await guardedPortal(url);
    const deal = makeDeal(running, { sales_region: 'EMEA' });
    await runFlows(running);
    running.clock.advance(2 * 3_600_000);
    await runFlows(running);
    expect(dealValue(running, deal, 'hs_next_step')).toBe('routed');
  });

  it('that nobody registered is named as not executed', async () => {
    const { running } = await portalWith([act('1', '1-999', {}, '2'), set('2', 'after')]);
    makeDeal(running, { sales_region: 'EMEA' });
    expect(await runFlows(running)).toEqual(['enrolled', 'not-executed', 'acted', 'completed']);
  });
});
