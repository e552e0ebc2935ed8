import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { createContext, runInContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRemoteRoot, isRemoteText, type RemoteChild, type RemoteRoot } from '@remote-ui/core';
import * as RemoteUI from '@remote-ui/react';
import * as React from 'react';

const run = promisify(execFile);
const APP = path.join(import.meta.dirname, '../../extensions/hubspot/src/app');
const BUILD = path.join(import.meta.dirname, 'build-hubspot-card.ts');
/** Measured minified: 159 KiB, of which zod is about 93 KiB. */
const LARGEST_CARD = 160 * 1024;
/** Measured minified: 173 KiB, with absence and bulk requests. */
const LARGEST_PAGE = 184 * 1024;

/** Measured minified: 140 KiB. */
const LARGEST_SETTINGS = 150 * 1024;

let output: string;

beforeAll(async () => {
  output = await mkdtemp(path.join(tmpdir(), 'hubspot-card-'));
});

afterAll(async () => {
  await rm(output, { recursive: true });
});

interface ExtensionApi {
  readonly context: unknown;
  readonly actions: unknown;
}

/** Runs a bundle where nothing of a browser or of Node is left, only what HubSpot's worker is known to give. */
function startInBareWorker(bundle: string, api: ExtensionApi, answer: unknown) {
  const requested: string[] = [];
  const root = createRemoteRoot(() => {});
  const worker: Record<string, unknown> = {
    React,
    RemoteUI,
    setTimeout,
    clearTimeout,
    logger: {},
    __HUBSPOT_EXTENSION_WORKER__: true,
    hsWorkerAPI: {
      useExtensionContext: () => api.context,
      useExtensionActions: () => api.actions,
      useAppPageLocation: () => ({ path: '/', params: {} }),
    },
    hsFetch: async (url: string) => {
      requested.push(url);
      return { ok: true, text: async () => JSON.stringify(answer) };
    },
    extend_V2: (render: (given: ExtensionApi) => React.ReactElement) => {
      RemoteUI.createRoot(root).render(render(api));
      root.mount();
    },
  };
  worker.self = worker;
  runInContext(bundle, createContext(worker));
  return { requested, text: () => textOf(root) };
}

function textOf(parent: RemoteRoot | Exclude<RemoteChild<RemoteRoot>, { text: string }>): string {
  return parent.children
    .map((child) => (isRemoteText(child) ? child.text : textOf(child as typeof parent)))
    .join(' ');
}

/** Bundles an entry file as an upload to HubSpot does. */
async function buildAsHubSpot(file: string): Promise<string> {
  const { name } = path.parse(file);
  const folder = path.join(output, name);
  // Jest sets NODE_ENV to "test", and the bundler would put React's development runtime into the bundle.
  const env = { ...process.env, NODE_ENV: 'production' };
  const { stderr } = await run(process.execPath, [BUILD, path.join(APP, file), folder], { env });
  expect(stderr).not.toContain('not supported');
  return readFile(path.join(folder, `${name}.js`), 'utf8');
}

const PROBLEM = { code: 'unknown_portal', title: 'Not installed', detail: 'This portal is not known.' };

async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe.each([
  ['handoff-card', 'crm.record.tab'],
  ['handoff-sidebar-card', 'crm.record.sidebar'],
])('%s as HubSpot builds it', (name, location) => {
  let bundle: string;

  beforeAll(async () => {
    bundle = await buildAsHubSpot(`cards/${name}.tsx`);
  });

  it('stays small', () => {
    expect(bundle.length).toBeLessThan(LARGEST_CARD);
  });

  it('runs in a bare worker, asks its origin about its record and shows the answer', async () => {
    const card = startInBareWorker(
      bundle,
      {
        context: {
          location,
          crm: { objectId: 55, objectTypeId: '0-3' },
          portal: { timezone: 'Europe/Berlin' },
          variables: { API_ORIGIN: 'https://handrail.example.test' },
        },
        actions: {},
      },
      { ok: false, problem: PROBLEM },
    );
    await settle();
    expect(card.requested).toEqual([
      'https://handrail.example.test/api/hubspot/card?objectType=deal&recordId=55',
    ]);
    expect(card.text()).toContain('This portal is not known.');
  });
});

describe('inbox-page as HubSpot builds it', () => {
  let bundle: string;

  beforeAll(async () => {
    bundle = await buildAsHubSpot('pages/inbox-page.tsx');
  });

  it('stays small, with what it shares with the cards', () => {
    expect(bundle.length).toBeLessThan(LARGEST_PAGE);
  });

  it('runs in a bare worker, asks its origin for the list and shows the answer', async () => {
    const page = startInBareWorker(
      bundle,
      {
        context: {
          location: 'pages',
          portal: { id: 7, timezone: 'Europe/Berlin' },
          variables: { API_ORIGIN: 'https://handrail.example.test' },
        },
        actions: {},
      },
      { ok: false, problem: PROBLEM },
    );
    await settle();
    expect(page.requested).toEqual(['https://handrail.example.test/api/hubspot/inbox']);
    expect(page.text()).toContain('This portal is not known.');
  });
});

describe('settings-page as HubSpot builds it', () => {
  let bundle: string;

  beforeAll(async () => {
    bundle = await buildAsHubSpot('settings/settings-page.tsx');
  });

  it('stays small, with what it shares with the cards', () => {
    expect(bundle.length).toBeLessThan(LARGEST_SETTINGS);
  });

  it('runs in a bare worker, asks its origin for the settings and shows the answer', async () => {
    const page = startInBareWorker(
      bundle,
      {
        context: {
          location: 'settings',
          portal: { id: 7, timezone: 'Europe/Berlin' },
          variables: { API_ORIGIN: 'https://handrail.example.test' },
        },
        actions: {},
      },
      { ok: false, problem: PROBLEM },
    );
    await settle();
    expect(page.requested).toEqual(['https://handrail.example.test/api/hubspot/settings']);
    expect(page.text()).toContain('This portal is not known.');
  });
});
