import { useMemo } from 'react';
import { APP_NAME, type PageSession, type PageUser } from '../../wire.ts';
import type { AppPageContext, CardAlert, HostApi } from '../card-bridge.ts';
import { CardHost } from './card-host.tsx';
import { appPageContext } from './extension-context.ts';
import { pageApi } from './page-api.ts';

interface AppPageProps {
  readonly session: PageSession;
  readonly user: PageUser;
  readonly addAlert: (alert: CardAlert) => void;
  /** Which of the app's pages it is, as HubSpot names its place. */
  readonly location: AppPageContext['location'];
  /** The path of the built bundle. */
  readonly script: string;
}

const onRecordsOnly = () => Promise.reject(new Error('An app page stands on no record'));

/** A page of the app itself: its home, as HubSpot shows it under the app's name, or its settings. */
export function AppPage({ session, user, addAlert, location: place, script }: AppPageProps) {
  const context = useMemo(() => appPageContext(session, user, place), [session, user, place]);
  const host: Omit<HostApi, 'closeOverlay'> = {
    addAlert,
    reloadPage: () => location.reload(),
    refreshObjectProperties: () => {},
    fetchCrmObjectProperties: onRecordsOnly,
    onCrmPropertiesUpdate: onRecordsOnly,
    copyTextToClipboard: (text) => navigator.clipboard.writeText(text),
    openIframeModal: ({ uri }) =>
      addAlert({ type: 'danger', message: `${uri} is not in the app's permittedUrls.iframe` }),
    fetch: (url, options) => pageApi.cardFetch({ ...options, url, userId: user.userId }),
    formatProperties: (type, list) => pageApi.format(type, list),
    fetchAssociations: onRecordsOnly,
    fetchCrmSearch: (request) => pageApi.search(request),
  };
  return (
    <main className="app-page" aria-label={APP_NAME} data-testid="app-page">
      <CardHost script={script} context={context} host={host} />
    </main>
  );
}
