import { once } from 'node:events';
import { createServer } from 'node:http';
import { FaultQueue } from '../hubspot/http/faults.ts';
import { BulkJobs } from './bulk/bulk-jobs.ts';
import { createOrg, type Org, type OrgOptions } from './create-org.ts';
import type { ApiLimits } from './http/api-limits.ts';
import type { UnknownCall } from './http/org-reply.ts';
import { OrgSessions } from './oauth/org-sessions.ts';
import { controlRoutes, deactivate } from './routes/control.ts';
import type { ConnectedApp } from './routes/oauth.ts';
import type { OrgFace, SetupPermission } from './routes/org-face.ts';
import type { OpenPolls } from './routes/streaming.ts';
import { createSalesforceApp } from './salesforce-app.ts';
import { INTEGRATION_USERNAME, userIdOf } from './seed/people.ts';
import { QueryCursors } from './soql/query-cursors.ts';
import { BayeuxServer } from './streaming/bayeux-server.ts';
import { ChangeFeed } from './streaming/change-feed.ts';

/** How an org that answers is set up. */
export interface RunningOrgOptions extends OrgOptions {
  /** TCP port on 127.0.0.1; 0 or left out takes a free one. */
  readonly port?: number;
  /** The connected app; an app without certificate when left out. */
  readonly app?: Partial<ConnectedApp>;
  /** API calls a day; 15,000 when left out. */
  readonly dailyCalls?: number;
  /** Objects whose change events are told; those the package selects when left out. */
  readonly changeEvents?: readonly string[];
}

/** An org that answers. */
export interface RunningOrg extends Org {
  /** `http://127.0.0.1:<port>`: login address and instance address at once. */
  readonly origin: string;
  readonly orgId: string;
  readonly app: ConnectedApp;
  readonly sessions: OrgSessions;
  readonly faults: FaultQueue;
  readonly limits: ApiLimits;
  /** The jobs of Bulk API 2.0. */
  readonly bulk: BulkJobs;
  /** The change events, with the objects that are selected. */
  readonly changeFeed: ChangeFeed;
  /** The streaming API, with what can go wrong in it. */
  readonly bayeux: BayeuxServer;
  /** Streaming polls that wait. */
  readonly openPolls: number;
  /** Breaks the connection of every streaming poll that waits. */
  breakPolls(): void;
  /** Calls answered 501. */
  readonly unknownCalls: readonly UnknownCall[];
  /** Begins a session past OAuth. @param username the integration's user when left out @returns its access token */
  logIn(username?: string): string;
  /** Makes a list view. @returns its id */
  addListView(objectName: string, name: string, query: string): string;
  /** Hides a field from a user, or shows it again. */
  hideField(username: string, objectName: string, fieldName: string, isHidden: boolean): void;
  /** Takes a permission of the setup from a user, or gives it back. */
  withhold(username: string, permission: SetupPermission, isWithheld: boolean): void;
  /** Takes every permission from a user, or gives it back. */
  lock(username: string, isLocked: boolean): void;
  /** Somebody else holds a record locked for so many of the writes to come. */
  lockRow(id: string, writes: number): void;
  /** Takes a user's login away. */
  deactivate(username: string): void;
  /** Stops answering and breaks open connections. */
  close(): Promise<void>;
}

const ORG_ID = '00DHr0000000001MAA';
const DAILY_CALLS = 15_000;
/** Objects that the package selects for change events. */
const SELECTED = ['Handoff_Exception__c', 'Handoff_Decision__c'];

/** Starts a sandbox org on 127.0.0.1. @throws Error when the port is taken; MetadataError for metadata it cannot run */
export async function startOrg(options: RunningOrgOptions = {}): Promise<RunningOrg> {
  const org = createOrg(options);
  const wallClock = options.wallClock ?? Date.now;
  const sessions = new OrgSessions(ORG_ID, org.clock);
  const faults = new FaultQueue();
  const unknownCalls: UnknownCall[] = [];
  const limits: ApiLimits = { max: options.dailyCalls ?? DAILY_CALLS, used: 0 };
  const listViews = new Map<string, string>();
  const face: OrgFace = {
    org,
    cursors: new QueryCursors(),
    hidden: new Set(),
    locked: new Set(),
    withheld: new Set(),
    listViews,
  };
  const app: ConnectedApp = {
    clientId: 'sandbox-consumer-key',
    clientSecret: 'sandbox-consumer-secret',
    redirectUris: [],
    publicKey: undefined,
    needsPkce: true,
    rotatesRefreshTokens: true,
    ...options.app,
  };
  const selected = options.changeEvents ?? (options.installed === false ? [] : SELECTED);
  const changeFeed = new ChangeFeed(org.core, selected);
  const { locked } = face;
  const bayeux = new BayeuxServer({
    feed: changeFeed,
    sessions,
    objects: () => org.core.schema.objects,
    locked,
  });
  const polls: OpenPolls = new Set();
  const bulk = new BulkJobs(face);
  const express = createSalesforceApp({
    face,
    bulk,
    bayeux,
    polls,
    oauth: { org, orgId: ORG_ID, sessions, app, preauthorized: new Set([INTEGRATION_USERNAME]), wallClock },
    faults,
    limits,
    unknownCalls,
    control: controlRoutes({ face, orgId: ORG_ID, sessions, faults, limits, unknownCalls }),
  });
  // A client in a busy process must not find a connection closed that it thought was kept alive.
  const server = createServer({ keepAliveTimeout: 65_000 }, express);
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address (this is a bug)');

  return {
    ...org,
    origin: `http://127.0.0.1:${address.port}`,
    orgId: ORG_ID,
    app,
    sessions,
    faults,
    limits,
    unknownCalls,
    changeFeed,
    bulk,
    bayeux,
    get openPolls() {
      return polls.size;
    },
    breakPolls() {
      for (const poll of [...polls]) poll.socket?.destroy();
    },
    logIn: (username = INTEGRATION_USERNAME) => sessions.begin(userIdOf(org.core, username)),
    addListView(objectName, name, query) {
      const DeveloperName = name.replaceAll(/\W+/g, '_');
      const id = org.plant('ListView', { Name: name, DeveloperName, SobjectType: objectName });
      listViews.set(id, query);
      return id;
    },
    hideField(username, objectName, fieldName, isHidden) {
      const key = `${userIdOf(org.core, username)} ${objectName}.${fieldName}`;
      if (isHidden) face.hidden.add(key);
      else face.hidden.delete(key);
    },
    withhold(username, permission, isWithheld) {
      const key = `${userIdOf(org.core, username)} ${permission}`;
      if (isWithheld) face.withheld.add(key);
      else face.withheld.delete(key);
    },
    lock(username, isLocked) {
      const userId = userIdOf(org.core, username);
      if (isLocked) face.locked.add(userId);
      else face.locked.delete(userId);
    },
    lockRow: (id, writes) => void org.core.rowLocks.set(id, writes),
    deactivate: (username) => deactivate(face, username),
    async close() {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
}
