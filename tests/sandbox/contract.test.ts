import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Router } from 'express';
import { FlowStore } from '../../sandbox/hubspot/engine/flow-store.ts';
import { WorkflowEngine } from '../../sandbox/hubspot/engine/workflow-engine.ts';
import { createPortalClock } from '../../sandbox/hubspot/portal-clock.ts';
import { associationRoutes } from '../../sandbox/hubspot/routes/associations.ts';
import { flowRoutes } from '../../sandbox/hubspot/routes/flows.ts';
import { listRoutes } from '../../sandbox/hubspot/routes/lists.ts';
import { objectRoutes } from '../../sandbox/hubspot/routes/objects.ts';
import { objectBatchRoutes } from '../../sandbox/hubspot/routes/objects-batch.ts';
import { peopleRoutes } from '../../sandbox/hubspot/routes/people.ts';
import { pipelineRoutes } from '../../sandbox/hubspot/routes/pipelines.ts';
import { propertyRoutes } from '../../sandbox/hubspot/routes/properties.ts';
import { propertyGroupRoutes } from '../../sandbox/hubspot/routes/property-groups.ts';
import { searchRoutes } from '../../sandbox/hubspot/routes/search.ts';
import { SEED_FLOW } from '../../sandbox/hubspot/seed/flows.ts';
import { ListStore } from '../../sandbox/hubspot/store/list-store.ts';
import { Portal } from '../../sandbox/hubspot/store/portal.ts';
import { FACTS } from '../contract/hubspot-contract/facts.ts';
import { fieldMisfits } from '../contract/hubspot-contract/flow-shape.ts';
import { DEALS, EXCHANGES, WITHOUT_BODY } from './exchanges.ts';
import { openPortal } from './portal-fixture.ts';
import { misfits } from './reply-shape.ts';

const SOURCE = new URL('../../../shared/contracts/hubspot/', import.meta.url);

describe('the sandbox portal', () => {
  it('serves no operation that HubSpot does not have', () => {
    const known = new Set(
      [...Object.values(FACTS.apis).flatMap((api) => api.operations), ...FACTS.flows.operations].map(
        anonymous,
      ),
    );
    const served = servedOperations();
    expect(served.length).toBeGreaterThan(50);
    expect(served.filter((operation) => !known.has(operation))).toEqual([]);
  });

  it('answers every operation in the shape of its model', async () => {
    const { running } = await openPortal();
    const touched = new Set<string>();
    const call = async (method: string, path: string, body: unknown) => {
      touched.add(operationOf(method, path));
      return fetch(running.origin + path, {
        method,
        headers: { authorization: `Bearer ${running.accessToken}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    };
    for (const [method, path, body, apiName, model, status = 200] of EXCHANGES) {
      const reply = await call(method, path, body);
      const json: unknown = await reply.json();
      const api = FACTS.apis[apiName];
      if (!api) throw new Error(`no facts for ${apiName}`);
      const wrong = reply.status === status ? misfits(api, model, json) : [`status ${reply.status}`];
      expect({ call: `${method} ${path}`, wrong }).toEqual({ call: `${method} ${path}`, wrong: [] });
    }
    for (const [method, path, body] of WITHOUT_BODY) {
      const reply = await call(method, path, body);
      expect([path, reply.status, await reply.text()]).toEqual([path, 204, '']);
    }
    const untouched = servedOperations().filter(
      (operation) => !touched.has(operation) && !operation.includes('/automation/'),
    );
    expect(untouched).toEqual([]);
    expect(running.unknownCalls).toEqual([]);
  });

  it('refuses in the shape of HubSpot errors', async () => {
    const { running } = await openPortal();
    const headers = { authorization: `Bearer ${running.accessToken}` };
    const reply = await fetch(`${running.origin}${DEALS}/1`, { headers });
    const { status, ...error } = (await reply.json()) as Record<string, unknown>;
    expect(status).toBe('error');
    const api = FACTS.apis['crm-deals'];
    expect(api && misfits(api, 'ModelError', error)).toEqual([]);
  });

  it.each([
    ['PLATFORM_FLOW', SEED_FLOW.territory],
    ['CONTACT_FLOW', SEED_FLOW.contactLeads],
  ] as const)('answers a %s with the fields the facts name', async (type, id) => {
    const { running, hubspot } = await openPortal();
    const read = async (path: string) =>
      (await (await hubspot.apiRequest({ path })).json()) as Record<string, unknown>;
    const flow = await read(`/automation/v4/flows/${id}`);
    const { results } = await read('/automation/v4/flows');
    expect(fieldMisfits([...FACTS.flows.flow.common, ...FACTS.flows.flow[type]], flow, 'reply')).toEqual([]);
    for (const summary of results as Array<Record<string, unknown>>) {
      expect(fieldMisfits(FACTS.flows.summaryFields, summary, 'reply')).toEqual([]);
    }
    expect(running.unknownCalls).toEqual([]);
  });
});

const MISSING =
  'The HubSpot contracts are not beside this repository, so the fixture was not compared with them';
const isThere = existsSync(SOURCE);
// Written past Jest, which prints no names of skipped tests when it runs several files.
if (!isThere) process.stderr.write(`${MISSING}\n`);

(isThere ? describe : describe.skip)('the fixture says what the contracts say', () => {
  const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`${name}.json`, SOURCE), 'utf8'));

  it.each(Object.entries(FACTS.apis))('of %s', (name, api) => {
    const source = read(name) as {
      endpoints: Array<{ method: string; path: string; query?: string[] }>;
      models: Record<string, unknown>;
      enums: Record<string, unknown>;
    };
    const queries = new Map(source.endpoints.map(({ method, path, query }) => [`${method} ${path}`, query]));
    expect(api.operations.filter((operation) => !queries.has(operation))).toEqual([]);
    for (const operation of api.operations)
      expect([operation, api.queries?.[operation]]).toEqual([operation, queries.get(operation)]);
    for (const [model, fields] of Object.entries(api.models)) {
      if (!('oneOf' in fields)) expect([model, source.models[model]]).toEqual([model, fields]);
    }
    for (const [one, values] of Object.entries(api.enums))
      expect([one, source.enums[one]]).toEqual([one, values]);
  });

  it.each(['crm-contacts', 'crm-companies', 'crm-tickets', 'crm-notes', 'crm-tasks'])(
    'and %s have the models of deals',
    (name) => {
      const { models } = read(name) as { models: Record<string, unknown> };
      for (const [model, fields] of Object.entries(FACTS.apis['crm-deals']?.models ?? {})) {
        // Notes and tasks cannot be merged.
        if (model in models || model !== 'PublicMergeInput')
          expect([model, models[model]]).toEqual([model, fields]);
      }
    },
  );

  it('of workflows', () => {
    const source = read('automation-flows.facts') as Record<string, unknown> & {
      endpoints: Array<{ method: string; path: string; query?: string[]; onlyIn?: string }>;
      flow: Record<string, unknown>;
    };
    const { operations, queries, flow, ...fields } = FACTS.flows;
    const known = source.endpoints.filter(({ onlyIn = 'v4' }) => onlyIn === 'v4');
    const nameOf = ({ method, path }: { method: string; path: string }) => `${method} /automation/v4${path}`;
    expect(operations.toSorted()).toEqual(known.map(nameOf).toSorted());
    expect(queries).toEqual(
      Object.fromEntries(known.flatMap((one) => (one.query ? [[nameOf(one), one.query]] : []))),
    );
    expect(source.flow).toMatchObject(flow);
    expect(source).toMatchObject(fields);
  });
});

/** All routes of the API, with the record type of objects and properties filled in and other parameters unnamed. */
function servedOperations(): string[] {
  const portal = new Portal(1, createPortalClock(new Date(0), Date.now));
  const flows = new FlowStore(portal.clock);
  const lists = new ListStore();
  const caller = { actions: [], clientSecret: '', wallClock: Date.now, timeoutMs: 1 };
  const routers: Router[] = [
    searchRoutes(portal),
    objectBatchRoutes(portal, 1),
    objectRoutes(portal, 1),
    propertyGroupRoutes(portal, 1),
    propertyRoutes(portal, 1),
    peopleRoutes(portal, 0),
    pipelineRoutes(portal, 0),
    associationRoutes(portal, 1),
    listRoutes(portal, lists, 1),
    flowRoutes(portal, flows, new WorkflowEngine(portal, flows, lists, caller), 1),
  ];
  return routers.flatMap((router) =>
    router.stack.flatMap(({ route }) =>
      (route?.stack ?? []).map((layer) => anonymous(`${layer.method.toUpperCase()} ${route?.path}`)),
    ),
  );
}

function anonymous(operation: string): string {
  return operation.replace('/objects/:objectType', '/objects/deals').replace(/:\w+|\{\w+\}/g, '{}');
}

/** The operation that a call belongs to. */
function operationOf(method: string, path: string): string {
  const parts = path.replace(/\?.*/, '').split('/');
  const candidates = servedOperations().filter((operation) => {
    const [wantedMethod, wantedPath = ''] = operation.split(' ');
    const wanted = wantedPath.split('/');
    return (
      wantedMethod === method &&
      wanted.length === parts.length &&
      wanted.every((part, at) => part === '{}' || part === parts[at])
    );
  });
  // The one with the fewest parameters is the one Express takes.
  const [best] = candidates.toSorted((a, b) => a.split('{}').length - b.split('{}').length);
  return best ?? `${method} ${path}`;
}
