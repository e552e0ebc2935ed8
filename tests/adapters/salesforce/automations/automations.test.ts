import { afterEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { INTEGRATION_USERNAME } from '../../../../sandbox/salesforce/seed/people.ts';
import type { RunningOrg, RunningOrgOptions } from '../../../../sandbox/salesforce/start-org.ts';
import { createSalesforceAutomations } from '../../../../server/adapters/salesforce/automations/automations.ts';
import { createSalesforceClient } from '../../../../server/adapters/salesforce/client.ts';
import { salesforceFieldNames } from '../../../../server/adapters/salesforce/metadata/field-names.ts';
import { checkCoverage } from '../../../../src/application/check-coverage.ts';
import type { ReadingProgress } from '../../../../src/ports/automations.ts';
import {
  LEAD_RULES,
  OPPORTUNITY_WORKFLOW,
  ownerFlow,
  TRIGGER,
} from '../../../sandbox/salesforce/setup-metadata.ts';
import { closeOrg, openOrg } from '../deal-org.ts';

let open: RunningOrg | undefined;
afterEach(async () => {
  if (open) await closeOrg(open);
  open = undefined;
});

async function setUp(options: RunningOrgOptions = {}) {
  const world = await openOrg(options);
  open = world.org;
  const automations = createSalesforceAutomations({ client: world.client, names: salesforceFieldNames() });
  const verdicts = async () => {
    const { coverages } = await checkCoverage({ automations });
    return Object.fromEntries(coverages.map(({ automationId, verdict }) => [automationId, verdict]));
  };
  const evidenceOf = async (id: string) => {
    const { coverages } = await checkCoverage({ automations });
    return coverages.find(({ automationId }) => automationId === id)?.evidence;
  };
  return { ...world, automations, verdicts, evidenceOf };
}

const flow = (fullName: string, options: Parameters<typeof ownerFlow>[1] = {}) => ({
  type: 'Flow',
  fullName,
  content: ownerFlow(fullName, options),
});
const RULES = [
  { type: 'AssignmentRules', fullName: 'Lead', content: LEAD_RULES },
  { type: 'Workflow', fullName: 'Opportunity', content: OPPORTUNITY_WORKFLOW },
  { type: 'ApexTrigger', fullName: 'AssignDeals', content: TRIGGER },
];
const ALL: RunningOrgOptions = { metadata: [flow('Route'), flow('Kept_Out', { guarded: true }), ...RULES] };

describe('the automation of an org', () => {
  it('is read and judged, whatever kind it is of', async () => {
    const { verdicts } = await setUp(ALL);
    expect(await verdicts()).toEqual({
      Route: 'ignores',
      Kept_Out: 'respects',
      'Lead.Standard (assignment rule)': 'ignores',
      'Opportunity.Route & tell (workflow rule)': 'ignores',
      'AssignDeals (Apex trigger)': 'needs_review',
    });
  });

  it('is the active version of a flow, whatever its newest draft says', async () => {
    const draft = ownerFlow('Route', { guarded: true, status: 'Draft' });
    const { verdicts } = await setUp({
      metadata: [{ ...flow('Route'), draft }, flow('Off', { status: 'Obsolete' })],
    });
    expect(await verdicts()).toEqual({ Route: 'ignores' });
  });

  it('is empty in an org without any', async () => {
    const { verdicts } = await setUp();
    expect(await verdicts()).toEqual({});
  });

  it('keeps a revision until somebody edits it, or a flow that it calls', async () => {
    const calling = (name: string, called: string) => ({
      type: 'Flow',
      fullName: name,
      content: ownerFlow(name).replace(
        '<start>',
        `<subflows><name>Call</name><label>Call</label><flowName>${called}</flowName></subflows><start>`,
      ),
    });
    const { org, automations } = await setUp({
      metadata: [calling('Top', 'Middle'), calling('Middle', 'Inner'), flow('Inner'), flow('Alone')],
    });
    const revisions = async () => {
      const { coverages } = await checkCoverage({ automations });
      return new Map(coverages.map(({ automationId, revision }) => [automationId, revision]));
    };
    const before = await revisions();
    expect(await revisions()).toEqual(before);
    org.core.metadata.put(flow('Inner', { guarded: true }));
    const after = await revisions();
    const changed = [...before].filter(([id, revision]) => after.get(id) !== revision).map(([id]) => id);
    expect(changed.toSorted()).toEqual(['Inner', 'Middle', 'Top']);
  });

  it('tells how far the reading has come', async () => {
    const { automations } = await setUp({
      metadata: [...Array.from({ length: 23 }, (_, at) => flow(`Flow_${at}`)), ...RULES],
    });
    const told: ReadingProgress[] = [];
    await automations.readAll((progress) => told.push(progress));
    expect(told.map(({ done, total }) => `${done}/${total ?? '?'}`)).toEqual([
      '0/?',
      '0/25',
      '10/25',
      '20/25',
      '23/25',
      '24/25',
      '25/25',
    ]);
  });

  it('takes one call of the day for ten flows, and all pages of a long list', async () => {
    const { org, verdicts } = await setUp({
      metadata: Array.from({ length: 2_010 }, (_, at) => flow(`Flow_${at}`, { guarded: true })),
    });
    const found = await verdicts();
    expect(Object.keys(found)).toHaveLength(2_010);
    expect(new Set(Object.values(found))).toEqual(new Set(['respects']));
    expect(org.limits.used).toBeLessThan(220);
  }, 60_000);
});

describe('one automation', () => {
  it('is read with the flows that it calls, and nothing else', async () => {
    const { org, automations } = await setUp(ALL);
    const report = await checkCoverage({ automations }, { only: 'Route' });
    expect(report.coverages).toMatchObject([{ automationId: 'Route', verdict: 'ignores' }]);
    expect(org.limits.used).toBe(2);
  });

  it('may be a rule', async () => {
    const { automations } = await setUp(ALL);
    const report = await checkCoverage({ automations }, { only: 'Opportunity.Route & tell (workflow rule)' });
    expect(report.coverages).toMatchObject([{ verdict: 'ignores', name: 'Route & tell' }]);
  });

  it('that the org does not have is said to be gone', async () => {
    const { automations } = await setUp(ALL);
    const { coverages } = await checkCoverage({ automations }, { only: 'Nobody' });
    expect(coverages).toMatchObject([
      { verdict: 'not_visible', evidence: expect.stringContaining('no automation of this name that is on') },
    ]);
    expect(await automations.readSome(['Nobody'])).toContainEqual(
      expect.objectContaining({ kind: 'unreadable', gone: true }),
    );
  });
});

describe('what cannot be read is never left out:', () => {
  it('a managed flow, a managed trigger and managed rules', async () => {
    const { verdicts, evidenceOf } = await setUp({
      metadata: [
        { ...flow('acme__Route'), namespace: 'acme' },
        { type: 'ApexTrigger', fullName: 'acme__Assign', namespace: 'acme', content: TRIGGER },
        { type: 'Workflow', fullName: 'acme__Thing__c', namespace: 'acme', content: OPPORTUNITY_WORKFLOW },
      ],
    });
    expect(await verdicts()).toEqual({
      acme__Route: 'not_visible',
      'acme__Assign (Apex trigger)': 'not_visible',
      'acme__Thing__c (Workflow)': 'not_visible',
    });
    expect(await evidenceOf('acme__Route')).toContain('managed package acme, which hides what it does');
  });

  it.each<readonly [string, unknown]>([
    ['a text', 'flow'],
    ['a list', [1, 2]],
    ['what is nested without end', deep(200)],
  ])('a flow whose metadata is %s', async (_, told) => {
    const { verdicts, evidenceOf } = await setUp({ metadata: [{ ...flow('Odd'), told }, flow('Route')] });
    expect(await verdicts()).toEqual({ Odd: 'not_visible', Route: 'ignores' });
    expect(await evidenceOf('Odd')).toContain('in a form that Handrail does not understand');
  });

  it('a flow whose metadata holds nothing', async () => {
    const { verdicts } = await setUp({ metadata: [{ ...flow('Odd'), told: {} }] });
    expect(await verdicts()).toEqual({ Odd: 'not_visible' });
  });

  it('a flow that was deleted between the list and the reading', async () => {
    const { org, automations, client } = await setUp(ALL);
    // The list is answered, and the flow is gone before the first batch.
    const send: typeof client.send = async (request) => {
      const answer = await client.send(request);
      if (request.path === '/query') org.core.metadata.remove('Flow', 'Route');
      return answer;
    };
    const deleting = createSalesforceAutomations({ client: { ...client, send }, names: automations.names });
    const { coverages } = await checkCoverage({ automations: deleting });
    expect(coverages.find(({ automationId }) => automationId === 'Route')).toMatchObject({
      verdict: 'not_visible',
      evidence: expect.stringContaining('deleted or replaced meanwhile'),
    });
    expect(coverages.find(({ automationId }) => automationId === 'Kept_Out')?.verdict).toBe('respects');
  });

  it('rules, where the integration user may not use the Metadata API', async () => {
    const { org, verdicts, evidenceOf } = await setUp(ALL);
    org.withhold(INTEGRATION_USERNAME, 'ModifyMetadata', true);
    expect(await verdicts()).toEqual({
      Route: 'ignores',
      Kept_Out: 'respects',
      'Assignment rules': 'not_visible',
      'Escalation rules': 'not_visible',
      'Workflow rules': 'not_visible',
      'Approval processes': 'not_visible',
      'Entitlement processes': 'not_visible',
      'Territory rules': 'not_visible',
      'AssignDeals (Apex trigger)': 'needs_review',
    });
    expect(await evidenceOf('Assignment rules')).toContain(
      '"Modify Metadata Through Metadata API Functions"',
    );
  });

  it('flows and triggers, where it may not use the Tooling API: each is asked for at most once', async () => {
    const { org, client, automations } = await setUp({
      metadata: [...Array.from({ length: 30 }, (_, at) => flow(`Flow_${at}`)), ...RULES],
    });
    // Those who may list flows and see no more of them.
    const send: typeof client.send = async (request) => {
      org.withhold(INTEGRATION_USERNAME, 'ViewSetup', request.path.startsWith('/tooling'));
      return client.send(request);
    };
    const half = createSalesforceAutomations({ client: { ...client, send }, names: automations.names });
    const { coverages, counts } = await checkCoverage({ automations: half });
    expect(counts.not_visible).toBe(31);
    expect(coverages.find(({ automationId }) => automationId === 'Flow_7')?.evidence).toContain(
      '"View Setup and Configuration"',
    );
    expect(org.limits.used).toBeLessThan(20);
  });
});

describe('a reading fails as a whole', () => {
  it('where the flows cannot even be listed, saying which permission it needs', async () => {
    const { org, automations } = await setUp(ALL);
    org.withhold(INTEGRATION_USERNAME, 'ViewSetup', true);
    await expect(automations.readAll()).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('View Setup and Configuration'),
    });
  });

  it.each([1, 4, 9, 11])('when the calls of the day are used up after %s', async (dailyCalls) => {
    const { automations } = await setUp({
      dailyCalls,
      metadata: [...Array.from({ length: 15 }, (_, at) => flow(`Flow_${at}`)), ...RULES],
    });
    await expect(automations.readAll()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('used up its API calls for today'),
    });
  });

  it('and goes on where a busy org, a broken connection or an ended session passes', async () => {
    const { org, verdicts } = await setUp(ALL);
    for (const path of ['tooling/composite', 'Soap/m/']) {
      org.faults.inject({ kind: 'status', status: 503, errorCode: 'SERVER_UNAVAILABLE', path });
      org.faults.inject({ kind: 'reset', path });
    }
    expect(await verdicts()).toMatchObject({
      Route: 'ignores',
      'Lead.Standard (assignment rule)': 'ignores',
    });
    expect(org.faults.pending).toBe(0);
    org.sessions.endAll();
    expect(await verdicts()).toMatchObject({ Route: 'ignores' });
  });

  it('not in the middle of the rules when the session ends there', async () => {
    const { org, client, automations } = await setUp(ALL);
    const callMetadata: typeof client.callMetadata = async (request) => {
      if (request.operation === 'readMetadata') org.sessions.endAll();
      return client.callMetadata(request);
    };
    const ending = createSalesforceAutomations({
      client: { ...client, callMetadata },
      names: automations.names,
    });
    const { counts } = await checkCoverage({ automations: ending });
    expect(counts).toMatchObject({ ignores: 3, respects: 1, not_visible: 0 });
  });
});

it('says what to switch off when the session is of a kind that SOAP does not take', async () => {
  const { org, logger, timing } = await setUp(ALL);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const accessToken = `${part({ alg: 'RS256', typ: 'JWT', tnk: 'x' })}.${part({ iss: org.origin, exp: 9_999_999_999 })}.c2ln`;
  const client = createSalesforceClient({
    sessions: { begin: async () => ({ accessToken, instanceUrl: org.origin }) },
    logger,
    timing,
  });
  await expect(
    client.callMetadata({ operation: 'describeMetadata', message: {}, purpose: 'look', schema: z.unknown() }),
  ).rejects.toMatchObject({ code: 'refused', message: expect.stringContaining('JWT') });
});

function deep(levels: number): unknown {
  return levels === 0 ? 'x' : { loops: [deep(levels - 1)] };
}
