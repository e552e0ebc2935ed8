import { describe, expect, it } from '@jest/globals';
import { act, all, any, isTrue, rotate } from '../../sandbox/hubspot/seed/flow-parts.ts';
import { SEED_FLOW } from '../../sandbox/hubspot/seed/flows.ts';
import type { PortalOptions, RunningPortal } from '../../sandbox/hubspot/start-portal.ts';
import { createHubSpotClient } from '../../server/adapters/hubspot/client.ts';
import { createHubSpotAutomations } from '../../server/adapters/hubspot/flows/automations.ts';
import { hubspotFieldNames } from '../../server/adapters/hubspot/flows/field-names.ts';
import { checkCoverage } from '../../src/application/check-coverage.ts';
import { createManualTiming } from '../adapters/hubspot/manual-timing.ts';
import { dealFlow } from '../sandbox/flow-fixture.ts';
import { openPortal } from '../sandbox/portal-fixture.ts';

const HELD = any(all(isTrue('handoff_routing_hold')));
const SILENT = { debug: () => {}, warn: () => {} };

async function openGuard(options: Partial<PortalOptions> = {}) {
  const timing = createManualTiming();
  const { running } = await openPortal({ wallClock: () => timing.now(), ...options });
  const client = createHubSpotClient({
    accessToken: running.accessToken,
    basePath: running.origin,
    logger: SILENT,
    timing,
  });
  const automations = createHubSpotAutomations({ client, names: hubspotFieldNames() });
  const check = (only?: string) => checkCoverage({ automations }, only === undefined ? {} : { only });
  return { running, automations, check };
}

/** A contact workflow that rotates, and the lists it keeps out. */
function contactFlow(suppressionListIds: number[]) {
  return dealFlow({
    type: 'CONTACT_FLOW',
    objectTypeId: '0-1',
    suppressionListIds,
    canEnrollFromSalesforce: false,
    actions: [rotate('1', [48_100_105])],
  });
}

function addList(running: RunningPortal, options: { held: boolean; legacyListId?: string }) {
  return running.lists.add({
    name: options.held ? 'Contacts on hold' : 'Competitors',
    objectType: 'contacts',
    processingType: 'DYNAMIC',
    filterBranch: options.held ? HELD : any(all(isTrue('is_competitor'))),
    createdAt: 0,
    ...(options.legacyListId !== undefined && { legacyListId: options.legacyListId }),
  });
}

describe('the coverage of the sandbox portal', () => {
  it('tells the four workflows that respect the hold from the two that were never told of it', async () => {
    const { running, check } = await openGuard();
    const { coverages, counts, ignoring } = await check();
    expect(
      coverages.map(({ automationId, verdict, mechanism }) => [automationId, verdict, mechanism]),
    ).toEqual([
      [SEED_FLOW.territory, 'respects', 'exclusion_filter'],
      [SEED_FLOW.regionChange, 'respects', 'exclusion_filter'],
      [SEED_FLOW.enterpriseAmount, 'respects', 'exclusion_filter'],
      [SEED_FLOW.inactivity, 'respects', 'branch'],
      [SEED_FLOW.legacyRenewals, 'ignores', null],
      [SEED_FLOW.contactLeads, 'ignores', null],
    ]);
    expect(counts).toMatchObject({ respects: 4, ignores: 2 });
    expect(ignoring).toBe(2);
    expect(running.unknownCalls).toEqual([]);
    expect(running.writeLog).toEqual([]);
  });

  it('reads 250 workflows page by page and batch by batch, with room left under the rate limit', async () => {
    const { running, automations, check } = await openGuard({
      seed: 'empty',
      rateLimit: { max: 4, intervalMs: 10_000, searchPerSecond: 5 },
    });
    for (let at = 0; at < 250; at += 1)
      running.flows.create(dealFlow({ name: `Flow ${at}`, actions: [rotate('1', [48_100_105])] }));
    const { coverages } = await check();
    expect(coverages.map(({ name }) => name)).toEqual(Array.from({ length: 250 }, (_, at) => `Flow ${at}`));
    const shown: (number | null)[] = [];
    await automations.readAll(({ done, total }) => shown.push(total === null ? null : done));
    expect(shown).toEqual([null, null, null, 100, 200, 250]);
  });

  it('reads one by one when HubSpot refuses the batch, and calls not visible what it does not show', async () => {
    const { running, check } = await openGuard();
    running.faults.inject({ kind: 'status', status: 403, path: '/batch/read$' });
    running.faults.inject({ kind: 'status', status: 403, path: `/flows/${SEED_FLOW.territory}$` });
    running.faults.inject({ kind: 'status', status: 404, path: `/flows/${SEED_FLOW.legacyRenewals}$` });
    const { coverages, counts } = await check();
    expect(coverages).toHaveLength(6);
    expect(counts).toMatchObject({ not_visible: 2, respects: 3, ignores: 1 });
    expect(coverages[0]).toMatchObject({
      automationId: SEED_FLOW.territory,
      name: 'Territory routing',
      verdict: 'not_visible',
      evidence: expect.stringContaining('does not show it to this token (403)'),
    });
  });

  it('says that HubSpot is down instead of calling anything not visible', async () => {
    const { running, check } = await openGuard();
    running.faults.inject({ kind: 'status', status: 503, path: '/batch/read$', times: 99 });
    await expect(check()).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('says what is missing when the token may not list workflows at all', async () => {
    const { running, check } = await openGuard();
    running.faults.inject({ kind: 'status', status: 403, path: '/flows$' });
    await expect(check()).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('no permission in HubSpot to list the workflows'),
    });
  });

  it('looks into one workflow, and through it into those it puts records into', async () => {
    const { running, check } = await openGuard({ seed: 'empty' });
    const last = running.flows.create(dealFlow({ name: 'Last', actions: [rotate('1', [48_100_105])] }));
    const middle = running.flows.create(
      dealFlow({ name: 'Middle', actions: [act('1', '0-15', { flow_id: last.id })] }),
    );
    const first = running.flows.create(
      dealFlow({ name: 'First', actions: [act('1', '0-15', { flow_id: middle.id })] }),
    );
    const { coverages } = await check(first.id);
    expect(coverages).toHaveLength(1);
    expect(coverages[0]).toMatchObject({
      verdict: 'ignores',
      evidence:
        'A held deal comes to action 1, which enrols it in "Middle" and from there in "Last", where action 1 rotates the owner, and nothing on the way looks at the routing hold.',
    });
  });
});

describe('exclusion lists', () => {
  it('are read, by the number they have now or had before the lists API', async () => {
    const { running, check } = await openGuard({ seed: 'empty' });
    const held = addList(running, { held: true, legacyListId: '905' });
    running.flows.create(contactFlow([Number(held.listId)]));
    running.flows.create(contactFlow([905]));
    const { coverages } = await check();
    expect(coverages.map(({ verdict, mechanism }) => [verdict, mechanism])).toEqual([
      ['respects', 'exclusion_list'],
      ['respects', 'exclusion_list'],
    ]);
  });

  it('guard nothing for sure when the number may mean two lists, or nobody can say which', async () => {
    const { running, check } = await openGuard({ seed: 'empty' });
    const held = addList(running, { held: true });
    addList(running, { held: false, legacyListId: held.listId });
    running.flows.create(contactFlow([Number(held.listId)]));
    expect((await check()).coverages[0]).toMatchObject({ verdict: 'needs_review' });
    running.faults.inject({ kind: 'status', status: 403, path: '/idmapping$' });
    expect((await check()).coverages[0]).toMatchObject({
      verdict: 'needs_review',
      evidence: expect.stringContaining('its id may be an older one'),
    });
  });

  it('that HubSpot does not show, or that are gone, cannot be judged', async () => {
    const { running, check } = await openGuard({ seed: 'empty' });
    const held = addList(running, { held: true });
    running.flows.create(contactFlow([Number(held.listId)]));
    running.faults.inject({ kind: 'status', status: 403, path: `/lists/${held.listId}$` });
    expect((await check()).coverages[0]).toMatchObject({ verdict: 'needs_review' });
    running.lists.delete(held.listId);
    expect((await check()).coverages[0]).toMatchObject({
      verdict: 'needs_review',
      evidence: expect.stringContaining('it was not read'),
    });
  });

  it('are followed into the lists they look at', async () => {
    const { running, check } = await openGuard({ seed: 'empty' });
    const held = addList(running, { held: true });
    const outer = running.lists.add({
      name: 'Do not route',
      objectType: 'contacts',
      processingType: 'DYNAMIC',
      filterBranch: any(all({ filterType: 'IN_LIST', listId: held.listId, operator: 'IN_LIST' })),
      createdAt: 0,
    });
    running.flows.create(contactFlow([Number(outer.listId)]));
    expect((await check()).coverages[0]).toMatchObject({ verdict: 'respects', mechanism: 'exclusion_list' });
  });
});
