import type { RemoteReceiver } from '@remote-ui/core';
import { createRemoteReceiver, RemoteRenderer } from '@remote-ui/react/host';
import { createEndpoint, fromWebWorker } from '@remote-ui/rpc';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { CardContext, CardWorkerApi, HostApi } from '../card-bridge.ts';
import { cardController } from '../components/component-map.tsx';
import { ErrorState, LoadingSpinner } from '../components/feedback.tsx';
import { OverlayProvider, useOverlayControl } from '../components/overlays.tsx';

const WORKER_URL = '/assets/card-worker.js';

interface CardHostProps {
  /** The path of the built bundle. */
  readonly script: string;
  readonly context: CardContext;
  /** What the page offers; `closeOverlay` is added here, where the card's dialogs live. */
  readonly host: Omit<HostApi, 'closeOverlay'>;
}

type CardState =
  | { readonly phase: 'starting' }
  | { readonly phase: 'shown'; readonly receiver: RemoteReceiver }
  | { readonly phase: 'failed'; readonly message: string };

/**
 * Runs the built card in a web worker of its own and shows its remote tree. A new `context` (another user or
 * record) starts a new worker, as a page load does in HubSpot.
 */
export function CardHost({ script, context, host }: CardHostProps) {
  const [state, setState] = useState<CardState>({ phase: 'starting' });
  const overlays = useOverlayControl();
  const latest = useRef({ host, closeOverlay: overlays.close });
  latest.current = { host, closeOverlay: overlays.close };
  const stableHost = useMemo(() => forwardToLatest(latest), []);

  useEffect(() => {
    setState({ phase: 'starting' });
    const worker = new Worker(WORKER_URL, { name: 'card' });
    const endpoint = createEndpoint<CardWorkerApi>(fromWebWorker(worker));
    const receiver = createRemoteReceiver();
    let ended = false;
    const fail = (message: string) => {
      if (!ended) setState({ phase: 'failed', message });
    };
    worker.addEventListener('error', (event) => fail(event.message || 'The card stopped with an error'));
    endpoint.call
      .start({
        cardUrl: new URL(script, location.href).href,
        context,
        host: stableHost,
        channel: receiver.receive,
      })
      .then(() => {
        if (!ended) setState({ phase: 'shown', receiver });
      })
      .catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
    return () => {
      ended = true;
      endpoint.terminate();
    };
  }, [script, context, stableHost]);

  if (state.phase === 'starting') return <LoadingSpinner label="Loading card" showLabel layout="centered" />;
  if (state.phase === 'failed') {
    return (
      <ErrorState title="The card could not be shown">
        <p>{state.message}</p>
      </ErrorState>
    );
  }
  return (
    <OverlayProvider control={overlays}>
      <RemoteRenderer receiver={state.receiver} controller={cardController} />
    </OverlayProvider>
  );
}

/** A host whose functions stay the same while what they do follows the page's latest render. */
function forwardToLatest(latest: {
  readonly current: {
    readonly host: Omit<HostApi, 'closeOverlay'>;
    readonly closeOverlay: (id: string) => void;
  };
}): HostApi {
  const host = () => latest.current.host;
  return {
    addAlert: (alert) => host().addAlert(alert),
    reloadPage: () => host().reloadPage(),
    refreshObjectProperties: () => host().refreshObjectProperties(),
    fetchCrmObjectProperties: (names) => host().fetchCrmObjectProperties(names),
    onCrmPropertiesUpdate: (names, callback) => host().onCrmPropertiesUpdate(names, callback),
    closeOverlay: (id) => latest.current.closeOverlay(id),
    copyTextToClipboard: (text) => host().copyTextToClipboard(text),
    openIframeModal: (request, onClose) => host().openIframeModal(request, onClose),
    fetch: (url, options) => host().fetch(url, options),
    formatProperties: (type, list) => host().formatProperties(type, list),
    fetchAssociations: (request) => host().fetchAssociations(request),
    fetchCrmSearch: (request) => host().fetchCrmSearch(request),
  };
}
