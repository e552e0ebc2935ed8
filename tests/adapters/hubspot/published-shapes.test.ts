import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { createHubSpotClient, type HubSpotClient } from '../../../server/adapters/hubspot/client.ts';
import { createHubSpotCrm } from '../../../server/adapters/hubspot/crm.ts';
import { checkProperties, installProperties } from '../../../server/adapters/hubspot/install.ts';
import type { StepAction } from '../../../src/domain/playbook/step.ts';
import { type DealPortal, startDealPortal } from './deal-portal.ts';
import { createLogLines } from './log-lines.ts';
import { createManualTiming } from './manual-timing.ts';

/** Endpoints and models as HubSpot's SDK publishes them; lies beside the checkout, not in it. */
const SHAPES = new URL('../../../../shared/contracts/hubspot/', import.meta.url);
const fileSchema = z.object({
  endpoints: z.array(
    z.object({ method: z.string(), path: z.string(), query: z.array(z.string()).default([]) }),
  ),
  models: z.record(z.string(), z.record(z.string(), z.unknown())),
});

interface SentCall {
  readonly method: string;
  readonly path: string;
  readonly query: readonly string[];
  readonly body: object | undefined;
}

/** The model of each body we send, by method and path. */
const BODY_MODELS: readonly (readonly [string, RegExp, string])[] = [
  ['PATCH', /^\/crm\/v3\/objects\/\w+\/\d+$/, 'SimplePublicObjectInput'],
  ['POST', /^\/crm\/v3\/objects\/\w+$/, 'SimplePublicObjectInputForCreate'],
  ['POST', /^\/crm\/v3\/objects\/\w+\/batch\/read$/, 'BatchReadInputSimplePublicObjectId'],
  ['POST', /^\/crm\/v3\/properties\/\w+$/, 'PropertyCreate'],
  ['PATCH', /^\/crm\/v3\/properties\/\w+\/\w+$/, 'PropertyUpdate'],
  ['POST', /^\/crm\/v3\/properties\/\w+\/groups$/, 'PropertyGroupCreate'],
  ['PATCH', /^\/crm\/v3\/properties\/\w+\/groups\/\w+$/, 'PropertyGroupUpdate'],
];

const describeWithShapes = existsSync(SHAPES) ? describe : describe.skip;

describeWithShapes('what Handrail sends to HubSpot', () => {
  it('goes to published endpoints, with published query names and body fields', async () => {
    const sent = await everyCall();
    expect(new Set(sent.map(({ method }) => method))).toEqual(new Set(['GET', 'POST', 'PATCH']));
    const files = readdirSync(SHAPES).filter((name) => /^(crm|settings)-.*\.json$/.test(name));
    const published = files.map((name) =>
      fileSchema.parse(JSON.parse(readFileSync(new URL(name, SHAPES), 'utf8'))),
    );
    const complaints = sent.flatMap((call) => {
      const found = published
        .flatMap(({ endpoints, models }) => endpoints.map((endpoint) => ({ endpoint, models })))
        .find(
          ({ endpoint }) => endpoint.method === call.method && pathPattern(endpoint.path).test(call.path),
        );
      if (!found) return [`${call.method} ${call.path} is not published`];
      const wrongQuery = call.query.filter((name) => !found.endpoint.query.includes(name));
      return [
        ...wrongQuery.map((name) => `${call.method} ${call.path} has no query ${name}`),
        ...(call.body ? bodyComplaints(call, call.body, found.models) : []),
      ];
    });
    expect(complaints).toEqual([]);
  });
});

function bodyComplaints(
  call: SentCall,
  body: object,
  models: z.infer<typeof fileSchema>['models'],
): string[] {
  const name = BODY_MODELS.find(([method, path]) => method === call.method && path.test(call.path))?.[2];
  const model = name === undefined ? undefined : models[name];
  if (!model) return [`${call.method} ${call.path} has no known model for its body`];
  const fields = Object.keys(model);
  const keys = Object.keys(body);
  return [
    ...keys
      .filter((key) => !fields.includes(key) && !fields.includes(`${key}?`))
      .map((key) => `${name} has no ${key}`),
    ...fields
      .filter((field) => !field.endsWith('?') && !keys.includes(field))
      .map((field) => `${name} needs ${field}`),
  ];
}

function pathPattern(template: string): RegExp {
  return new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
}

/** Every kind of call the adapter makes, as it makes them. */
async function everyCall(): Promise<readonly SentCall[]> {
  const world = await startDealPortal();
  try {
    return await callEverything(world);
  } finally {
    await world.portal.close();
  }
}

async function callEverything({ portal, deal, people, stages }: DealPortal): Promise<readonly SentCall[]> {
  const { logger } = createLogLines();
  const { origin, accessToken } = portal;
  const client = createHubSpotClient({ accessToken, basePath: origin, logger, timing: createManualTiming() });
  const sent: SentCall[] = [];
  const listening: HubSpotClient = {
    send(request) {
      const { method, path, query = {}, body } = request;
      sent.push({ method, path: path.path, query: Object.keys(query), body });
      return client.send(request);
    },
  };
  const crm = createHubSpotCrm({ client: listening, logger });
  const { catalog } = portal.portal;
  await installProperties(listening, ['deal']);
  const [group] = catalog.groups('deals').filter(({ name }) => name === 'handoff_exception');
  if (group) catalog.replaceGroup('deals', { ...group, label: 'Drifted' });
  catalog.replace('deals', {
    ...catalog.require('deals', 'handoff_exception_status'),
    label: 'Drifted',
    options: [],
  });
  await installProperties(listening, ['deal']);
  await checkProperties(listening, ['deal']);
  await crm.loadHandoff(deal, ['deal.amount', 'company.country', 'owner.team']);
  await crm.loadChoices(deal);
  await crm.resolveUser(people.owner.email);
  await crm.loadPeople();
  const actions: readonly StepAction[] = [
    { kind: 'hold_routing', tag: { handoff_routing_hold: 'true' } },
    { kind: 'set_owner', ownerId: people.other.ownerId ?? '', ownerName: '' },
    { kind: 'set_stage', stageId: stages.other.stageId },
    { kind: 'add_note', body: 'Held.', at: '2026-11-23T10:00:00.000Z' },
    { kind: 'create_task', subject: 'Call', body: 'Call.', dueAt: '2026-11-23T10:00:00.000Z' },
    { kind: 'add_note', body: 'Second.', at: '2026-11-23T10:00:00.000Z' },
  ];
  for (const [position, action] of actions.entries()) {
    await crm.applyStep({
      stepKey: `r:grant:${position}`,
      requestId: 'r',
      phase: 'grant',
      position,
      record: deal,
      action,
    });
  }
  return sent;
}
