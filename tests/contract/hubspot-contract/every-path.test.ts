import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Exchange } from '../../../sandbox/hubspot/http/exchanges.ts';
import { all, any, isTrue, rotate } from '../../../sandbox/hubspot/seed/flow-parts.ts';
import { LIKE_DEALS } from '../../../sandbox/hubspot/seed/records.ts';
import type { RunningPortal } from '../../../sandbox/hubspot/start-portal.ts';
import { createHubSpotClient, type HubSpotClient } from '../../../server/adapters/hubspot/client.ts';
import { createHubSpotCrm } from '../../../server/adapters/hubspot/crm.ts';
import { createHubSpotAutomations } from '../../../server/adapters/hubspot/flows/automations.ts';
import { hubspotFieldNames } from '../../../server/adapters/hubspot/flows/field-names.ts';
import { makeHoldList } from '../../../server/adapters/hubspot/flows/hold-list.ts';
import { createHubSpotMending } from '../../../server/adapters/hubspot/flows/mending.ts';
import { installProperties } from '../../../server/adapters/hubspot/install.ts';
import { createOAuthClient, type OAuthClient } from '../../../server/adapters/hubspot/oauth/oauth-client.ts';
import { type PathName, TEMPLATES } from '../../../server/adapters/hubspot/paths.ts';
import { uninstallProperties } from '../../../server/adapters/hubspot/uninstall.ts';
import { changedRecords } from '../../../server/adapters/hubspot/watch/changed-records.ts';
import { OBJECT_TYPES } from '../../../src/contracts/vocabulary.ts';
import type { CrmPort } from '../../../src/ports/crm.ts';
import { createManualTiming } from '../../adapters/hubspot/manual-timing.ts';
import { plannedStep } from '../../fixtures/exception-request.ts';
import { startWatchedPortal } from '../../fixtures/start-watched-portal.ts';
import { dealFlow } from '../../sandbox/flow-fixture.ts';
import { exchangeMisfits } from './check-exchange.ts';

const DEAL = LIKE_DEALS.auroraGrid.id;
const REDIRECT = 'https://handrail.example.test/oauth/callback';
const SILENT = { debug: () => {}, warn: () => {} };

interface World {
  readonly portal: RunningPortal;
  readonly client: HubSpotClient;
  readonly crm: CrmPort;
  readonly oauth: OAuthClient;
}

/**
 * How production code comes to call each path. The type wants a line for every path of the table, so a new one cannot
 * be called without being held against the contract here.
 */
const CALLS: Readonly<Record<PathName, (world: World) => Promise<unknown>>> = {
  record: ({ crm }) => crm.loadHandoff({ objectType: 'deal', recordId: DEAL }, ['deal.amount']),
  recordAssociations: ({ crm }) =>
    crm.loadHandoff({ objectType: 'deal', recordId: DEAL }, ['company.country']),
  objects: ({ crm }) =>
    crm.applyStep({
      ...plannedStep('req-1', 'grant', 1),
      record: { objectType: 'deal', recordId: DEAL },
      action: { kind: 'add_note', body: 'Approved.', at: '2026-11-23T09:00:00.000Z' },
    }),
  associationsBatchRead: ({ crm }) => crm.loadHandoffs('deal', [DEAL], ['company.country']),
  listByName: ({ crm, portal }) =>
    crm.findRecordList('deal', portal.lists.require(addList(portal, 'Renewals')).name),
  listMemberships: ({ crm, portal }) => crm.readRecordList(addList(portal, 'Members')),
  objectsBatchRead: ({ crm }) => crm.loadHandoffs('deal', [DEAL], ['deal.amount']),
  objectsSearch: ({ client }) => changedRecords(client, 'deal', new Date(0), undefined),
  properties: ({ client }) => installProperties(client, ['ticket']),
  property: ({ client }) => reinstall(client),
  propertyGroups: ({ client }) => installProperties(client, ['ticket']),
  propertyGroup: ({ client }) => reinstall(client),
  pipelines: ({ crm }) => crm.loadChoices({ objectType: 'deal', recordId: DEAL }),
  owners: ({ crm }) => crm.resolveUser('maya.chen@northwind.example'),
  owner: ({ crm }) => crm.loadHandoff({ objectType: 'deal', recordId: DEAL }, ['owner.team']),
  flows: ({ client }) => automationsOf(client).readAll(),
  flowsBatchRead: ({ client }) => automationsOf(client).readAll(),
  flow: ({ client, portal }) => rewriteFlow(client, portal),
  lists: ({ client }) => makeHoldList(client),
  list: ({ crm, portal }) => crm.findRecordList('deal', addList(portal, 'By id')),
  listIdMapping: ({ client, portal }) => {
    const suppressionListIds = [Number(addList(portal, 'Kept out'))];
    portal.flows.create(
      dealFlow({
        type: 'CONTACT_FLOW',
        objectTypeId: '0-1',
        canEnrollFromSalesforce: false,
        suppressionListIds,
        actions: [rotate('1', [48_100_105])],
      }),
    );
    return automationsOf(client).readAll();
  },
  teams: ({ crm }) => crm.loadPeople(),
  oauthToken: connect,
  oauthIntrospect: connect,
  oauthRevoke: connect,
};

function automationsOf(client: HubSpotClient) {
  return createHubSpotAutomations({ client, names: hubspotFieldNames() });
}

/** Takes everything away and makes it anew. */
async function reinstall(client: HubSpotClient): Promise<void> {
  await uninstallProperties(client, 'ticket');
  await installProperties(client, ['ticket']);
}

/** Reads a workflow, writes it back as it is, and reads it again. */
async function rewriteFlow(client: HubSpotClient, portal: RunningPortal): Promise<void> {
  const { id } = portal.flows.create(dealFlow({ name: 'Rewritten', actions: [rotate('1', [48_100_105])] }));
  const response = await fetch(`${portal.origin}/automation/v4/flows/${id}`, {
    headers: { authorization: `Bearer ${portal.accessToken}` },
  });
  const document = (await response.json()) as Record<string, unknown>;
  const mending = createHubSpotMending({ client, names: hubspotFieldNames() });
  const outcome = await mending.write(id, document, String(document.revisionId));
  expect(outcome.kind).toBe('written');
}

function addList({ lists }: RunningPortal, name: string): string {
  return lists.add({
    name,
    objectType: 'deals',
    processingType: 'DYNAMIC',
    filterBranch: any(all(isTrue('is_competitor'))),
    createdAt: 0,
  }).listId;
}

async function connect({ oauth, portal }: World): Promise<void> {
  const code = portal.grants.grant({ userId: 48_100_101, scopes: ['oauth'] }, REDIRECT, undefined);
  const grant = await oauth.exchange({ code, redirectUri: REDIRECT, verifier: 'unused' });
  await oauth.introspect(grant.accessToken);
  await oauth.revoke((await oauth.refresh(grant.refreshToken)).refreshToken);
}

const exchanges: Exchange[] = [];
let world: Omit<World, 'crm'>;

beforeAll(async () => {
  const portal = await startWatchedPortal({
    clientSecret: 'secret',
    rateLimit: 'off',
    onExchange: (exchange) => void exchanges.push(exchange),
  });
  const client = createHubSpotClient({
    accessToken: portal.accessToken,
    basePath: portal.origin,
    logger: SILENT,
    timing: createManualTiming(),
  });
  await installProperties(client, OBJECT_TYPES);
  world = {
    portal,
    client,
    oauth: createOAuthClient({
      clientId: portal.clientId,
      clientSecret: 'secret',
      appOrigin: portal.origin,
      apiOrigin: portal.origin,
    }),
  };
});
afterAll(() => world.portal.close());

describe('every path that Handrail calls', () => {
  it.each(Object.entries(TEMPLATES))('%s: %s', async (name, template) => {
    exchanges.length = 0;
    // A new one has nothing in its cache.
    const crm = createHubSpotCrm({ client: world.client, logger: SILENT });
    await CALLS[name as PathName]({ ...world, crm });
    const pattern = new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    const ours = exchanges.filter(({ path }) => pattern.test(path));
    expect(ours.filter(({ status }) => status < 300)).not.toEqual([]);
    expect(exchanges.flatMap((one) => exchangeMisfits(one))).toEqual([]);
  });
});

describe('the check itself', () => {
  const read: Exchange = {
    method: 'POST',
    path: '/crm/v3/objects/deals/batch/read',
    query: new URLSearchParams(),
    body: { inputs: [{ id: '1' }], properties: [], propertiesWithHistory: [] },
    status: 200,
    reply: {
      status: 'COMPLETE',
      results: [],
      startedAt: '2026-11-23T09:00:00.000Z',
      completedAt: '2026-11-23T09:00:00.000Z',
    },
  };
  const flows: Exchange = { ...read, method: 'PUT', path: '/automation/v4/flows/1' };
  it.each<[string, Exchange, string]>([
    [
      'an operation HubSpot does not have',
      { ...read, path: '/crm/v3/objects/deals/batch/fetch' },
      'HubSpot has no such operation',
    ],
    [
      'a record type that is none of ours',
      { ...read, path: '/crm/v3/objects/quotes/batch/read' },
      'HubSpot has no such operation',
    ],
    ['another method', { ...read, method: 'PUT' }, 'HubSpot has no such operation'],
    [
      'an operation without a row',
      { ...read, path: '/crm/v3/objects/deals/merge' },
      'no row of operations.ts says what this operation takes and answers',
    ],
    ['an unknown query', { ...read, query: new URLSearchParams('archive=true') }, 'query.archive is unknown'],
    [
      'an unknown field',
      { ...read, body: { ...(read.body as object), history: true } },
      'body.history is unknown',
    ],
    [
      'a field of another type',
      { ...read, body: { ...(read.body as object), inputs: [{ id: 1 }] } },
      'body.inputs[0].id is no string',
    ],
    ['a missing field', { ...read, body: { inputs: [] } }, 'body.propertiesWithHistory is missing'],
    [
      'an unknown field of a reply',
      { ...read, reply: { ...(read.reply as object), total: 0 } },
      'reply.total is unknown',
    ],
    ['a missing field of a reply', { ...read, reply: { results: [] } }, 'reply.completedAt is missing'],
    ['a status of its own', { ...read, status: 202 }, 'status 202 is not one of 200,207'],
    [
      'an error in another form',
      { ...read, status: 404, reply: { error: 'no' } },
      'reply.correlationId is missing',
    ],
    [
      'a 429 in the form of other errors',
      { ...read, status: 429, reply: { status: 'error', message: '', correlationId: '', category: 'X' } },
      'reply.errorType is missing',
    ],
    [
      'a workflow written with a read-only field',
      { ...flows, body: { type: 'PLATFORM_FLOW', dataSources: [] } },
      'body.dataSources is unknown',
    ],
    [
      'a workflow written in part',
      { ...flows, body: { type: 'CONTACT_FLOW' } },
      'body.suppressionListIds is missing',
    ],
    [
      'a token call with the token in another field',
      {
        ...read,
        path: '/oauth/2026-03/token/revoke',
        body: { client_id: '', client_secret: '', refresh_token: '' },
      },
      'body.token is missing',
    ],
  ])('finds %s', (_, exchange, what) => {
    expect(exchangeMisfits(read)).toEqual([]);
    expect(exchangeMisfits(exchange)).toContain(what);
  });
});
