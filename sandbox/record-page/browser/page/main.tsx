import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { APP_NAME, type PageSession, type PageUser, type RoutingRun } from '../../wire.ts';
import { Alert, LoadingSpinner } from '../components/feedback.tsx';
import { AppPage } from './app-page.tsx';
import { DealList } from './deal-list.tsx';
import { useLoaded } from './load-state.ts';
import { pageApi } from './page-api.ts';
import { RecordPage } from './record-page.tsx';
import { RoutingPanel } from './routing-panel.tsx';
import { ToastStack, useToasts } from './toasts.tsx';
import { type SwitchUser, TopBar } from './top-bar.tsx';

const USER_KEY = 'record-page-user';

/** The pages of the app itself, by their address. */
const APP_PAGES = [
  { path: '/inbox', shown: { location: 'pages', script: '/card/page.js' } },
  { path: '/settings', shown: { location: 'settings', script: '/card/settings.js' } },
] as const;

/** The record in the address `/contacts/<object type id>/<object id>`; null on the deal list. */
function recordInAddress(): { objectTypeId: string; objectId: number } | null {
  const match = /^\/contacts\/(0-\d+)\/(\d+)\/?$/.exec(location.pathname);
  return match?.[1] && match[2] ? { objectTypeId: match[1], objectId: Number(match[2]) } : null;
}

function linksOf({ hasAppPage, hasSettingsPage }: PageSession) {
  return [
    { href: '/deals', label: 'Deals' },
    ...(hasAppPage ? [{ href: '/inbox', label: APP_NAME }] : []),
    ...(hasSettingsPage ? [{ href: '/settings', label: 'App settings' }] : []),
  ];
}

function switchUser({ userId, firstName, lastName, teams }: PageUser): SwitchUser {
  return { id: String(userId), name: `${firstName} ${lastName}`, group: teams[0]?.name ?? 'No team' };
}

function App({ session }: { session: PageSession }) {
  const stored = Number(localStorage.getItem(USER_KEY));
  const [userId, setUserId] = useState(stored);
  const user = session.users.find((one) => one.userId === userId) ?? session.users[0];
  const [reading, setReading] = useState(0);
  const [routingRuns, setRoutingRuns] = useState(false);
  const [run, setRun] = useState<RoutingRun | null>(null);
  const toasts = useToasts();
  const record = recordInAddress();
  const appPage = APP_PAGES.find(({ path }) => path === location.pathname);

  const runRouting = async () => {
    setRoutingRuns(true);
    try {
      setRun(await pageApi.runRouting());
      setReading((before) => before + 1);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      toasts.add({ type: 'danger', title: 'Routing did not run', message });
    } finally {
      setRoutingRuns(false);
    }
  };

  return (
    <>
      <TopBar
        brand="Sandbox CRM"
        links={linksOf(session)}
        users={session.users.map(switchUser)}
        userId={user ? String(user.userId) : null}
        onUserChange={(next) => {
          localStorage.setItem(USER_KEY, next);
          setUserId(Number(next));
          toasts.clear();
        }}
        routingRuns={routingRuns}
        onRunRouting={() => void runRouting()}
      />
      {run ? (
        <RoutingPanel
          run={run}
          currentHref={record && `/contacts/${record.objectTypeId}/${record.objectId}`}
          onClose={() => setRun(null)}
        />
      ) : null}
      {appPage && user ? (
        <AppPage session={session} user={user} addAlert={toasts.add} {...appPage.shown} />
      ) : null}
      {record === null && !appPage ? <DealList reading={reading} /> : null}
      {record !== null && user ? (
        <RecordPage session={session} user={user} reading={reading} addAlert={toasts.add} {...record} />
      ) : null}
      {user ? null : <Alert title="The portal has no owners" variant="warning" />}
      <ToastStack toasts={toasts.toasts} close={toasts.close} />
    </>
  );
}

function Start() {
  const { data: session, error } = useLoaded(pageApi.session);
  if (error) {
    return (
      <main className="record-failed">
        <Alert title="The portal could not be read" variant="error">
          {error}
        </Alert>
      </main>
    );
  }
  return session ? (
    <App session={session} />
  ) : (
    <LoadingSpinner label="Starting" showLabel layout="centered" />
  );
}

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root (this is a bug)');
createRoot(root).render(<Start />);
