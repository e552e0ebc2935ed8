import { release, retain } from '@remote-ui/rpc';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { PageSession, PageUser } from '../../wire.ts';
import type { CardAlert, HostApi, IframeModalRequest } from '../card-bridge.ts';
import { Alert, LoadingSpinner } from '../components/feedback.tsx';
import { CardHost } from './card-host.tsx';
import { recordContext } from './extension-context.ts';
import { IframeModal } from './iframe-modal.tsx';
import { useLoaded } from './load-state.ts';
import { pageApi } from './page-api.ts';
import { PropertyWatchers } from './property-watchers.ts';
import { RecordSummary, RecordTimeline, RelatedRecords } from './record-columns.tsx';

interface RecordPageProps {
  readonly session: PageSession;
  readonly user: PageUser;
  readonly objectTypeId: string;
  readonly objectId: number;
  /** Changes when something outside may have changed the record. */
  readonly reading: number;
  readonly addAlert: (alert: CardAlert) => void;
}

interface OpenIframe {
  readonly request: IframeModalRequest;
  readonly onClose: () => void;
}

/** One record: summary, timeline and the card. */
export function RecordPage({ session, user, objectTypeId, objectId, reading, addAlert }: RecordPageProps) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: `reading` says when to read again
  const load = useCallback(() => pageApi.record(objectTypeId, objectId), [objectTypeId, objectId, reading]);
  const { data: record, error, reload } = useLoaded(load);
  const [iframe, setIframe] = useState<OpenIframe | null>(null);
  const watchers = useMemo(() => new PropertyWatchers(), []);
  const context = useMemo(
    () => recordContext(session, user, objectTypeId, objectId),
    [session, user, objectTypeId, objectId],
  );

  // A new context is a new card: the subscriptions of the old one end with its worker.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for each new card
  useEffect(() => () => watchers.clear(), [watchers, context]);
  useEffect(() => {
    if (record) watchers.read(record.values);
  }, [record, watchers]);
  useEffect(() => {
    if (record) document.title = `${record.title} | Sandbox CRM`;
  }, [record]);

  const save = async (property: string, value: string) => {
    await pageApi.edit(objectTypeId, objectId, { property, value, userId: user.userId });
    await reload();
  };

  const host: Omit<HostApi, 'closeOverlay'> = {
    addAlert,
    reloadPage: () => location.reload(),
    refreshObjectProperties: () => void reload(),
    fetchCrmObjectProperties: (names) => pageApi.properties(objectTypeId, objectId, names),
    onCrmPropertiesUpdate: async (names, callback) => watchers.watch(names, callback),
    copyTextToClipboard: (text) => navigator.clipboard.writeText(text),
    openIframeModal: (request, onClose) => {
      const allowed =
        URL.canParse(request.uri) && session.permittedIframes.includes(new URL(request.uri).origin);
      if (!allowed) {
        addAlert({ type: 'danger', message: `${request.uri} is not in the app's permittedUrls.iframe` });
        return;
      }
      if (onClose) retain(onClose);
      setIframe({
        request,
        onClose: () => {
          onClose?.();
          if (onClose) release(onClose);
        },
      });
    },
    fetch: (url, options) => pageApi.cardFetch({ ...options, url, userId: user.userId }),
    formatProperties: (type, list) => pageApi.format(type, list),
    fetchAssociations: (request) => pageApi.associations(objectTypeId, objectId, request),
    fetchCrmSearch: (request) => pageApi.search(request),
  };

  if (error && record === null) {
    return (
      <main className="record-failed">
        <Alert title="The record could not be read" variant="error">
          {error}
        </Alert>
        <p>
          <a href="/deals">Back to the deals</a>
        </p>
      </main>
    );
  }
  if (record === null) {
    return (
      <main className="record-failed">
        <LoadingSpinner label="Reading the record" showLabel layout="centered" />
      </main>
    );
  }
  return (
    <main className="record-page">
      <div className="record-left">
        {error ? (
          <Alert title="Shown values may be old" variant="warning">
            {error}
          </Alert>
        ) : null}
        <RecordSummary record={record} save={save} back={{ href: '/deals', label: 'Deals' }} />
      </div>
      <div className="record-middle">
        <RecordTimeline record={record} />
      </div>
      <aside className="record-right" aria-label="Cards">
        <section className="side-box app-card" aria-labelledby="app-card-title" data-testid="app-card">
          <h2 id="app-card-title">Handrail</h2>
          <CardHost script="/card/card.js" context={context} host={host} />
          <p className="app-card-foot quiet">Powered by the Handrail app</p>
        </section>
        <RelatedRecords record={record} />
      </aside>
      {iframe ? (
        <IframeModal
          request={iframe.request}
          onClose={() => {
            setIframe(null);
            iframe.onClose();
          }}
        />
      ) : null}
    </main>
  );
}
