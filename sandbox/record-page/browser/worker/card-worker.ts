/**
 * Runs inside a web worker: gives a card built by HubSpot's bundler the globals it expects and renders it into a
 * remote tree. The bundle is an IIFE that reads `React` and `RemoteUI`; `@hubspot/ui-extensions` reads the rest.
 */
import * as RemoteUI from '@remote-ui/react';
import { createEndpoint, fromWebWorker, retain } from '@remote-ui/rpc';
import * as React from 'react';
import type { CardContext, CardFetchOptions, HostApi } from '../card-bridge.ts';
import { cardReplyToResponse } from './card-response.ts';
import { createWorkerApi } from './worker-api.ts';

type RenderCard = (api: {
  context: CardContext;
  actions: object;
  runServerlessFunction: () => never;
}) => React.ReactElement;

interface CardGlobals {
  React: typeof React;
  RemoteUI: typeof RemoteUI;
  __HUBSPOT_EXTENSION_WORKER__: boolean;
  logger: object;
  hsFetch: (url: string | URL, options?: CardFetchOptions) => Promise<Response>;
  serverless: () => never;
  extend_V2: (render: RenderCard) => void;
  hsWorkerAPI: object;
}

interface WorkerScope extends CardGlobals {
  importScripts(url: string): void;
}

const scope = globalThis as unknown as WorkerScope;
const endpoint = createEndpoint<Record<string, never>>(fromWebWorker(globalThis as unknown as Worker));

const noServerless = (): never => {
  throw new Error('Serverless functions do not exist on this page; use hubspot.fetch');
};

function plainHeaders(headers: unknown): Record<string, string> {
  if (headers instanceof Headers) return Object.fromEntries(headers);
  return { ...(headers as Record<string, string> | undefined) };
}

function createActions(host: HostApi) {
  return {
    addAlert: host.addAlert,
    reloadPage: host.reloadPage,
    refreshObjectProperties: host.refreshObjectProperties,
    fetchCrmObjectProperties: host.fetchCrmObjectProperties,
    onCrmPropertiesUpdate: host.onCrmPropertiesUpdate,
    closeOverlay: host.closeOverlay,
    copyTextToClipboard: host.copyTextToClipboard,
    openIframeModal: host.openIframeModal,
    navigateToPage: () => {
      throw new Error('navigateToPage works on app pages, not on record cards');
    },
  };
}

function installGlobals(host: HostApi, context: CardContext, onExtend: (render: RenderCard) => void) {
  const api = { context, actions: createActions(host), runServerlessFunction: noServerless };
  const globals: CardGlobals = {
    React,
    RemoteUI,
    __HUBSPOT_EXTENSION_WORKER__: true,
    logger: console,
    hsFetch: async (url, options = {}) => {
      const headers = plainHeaders(options.headers);
      return cardReplyToResponse(await host.fetch(String(url), { ...options, headers }));
    },
    serverless: noServerless,
    extend_V2: onExtend,
    hsWorkerAPI: createWorkerApi(host, api),
  };
  Object.assign(scope, globals);
  return api;
}

endpoint.expose({
  start: async ({ cardUrl, context, host, channel }) => {
    retain(host);
    retain(channel);
    let render: RenderCard | undefined;
    const api = installGlobals(host, context, (given) => {
      render = given;
    });
    scope.importScripts(cardUrl);
    if (render === undefined) throw new Error('The card never called hubspot.extend()');
    const root = RemoteUI.createRemoteRoot(channel, { strict: false });
    RemoteUI.createRoot(root).render(render(api));
    await root.mount();
  },
});
