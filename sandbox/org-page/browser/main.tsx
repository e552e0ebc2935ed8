import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Alert, LoadingSpinner } from '../../record-page/browser/components/feedback.tsx';
import { useLoaded } from '../../record-page/browser/page/load-state.ts';
import { RoutingPanel } from '../../record-page/browser/page/routing-panel.tsx';
import { ToastStack, useToasts } from '../../record-page/browser/page/toasts.tsx';
import { TopBar } from '../../record-page/browser/page/top-bar.tsx';
import type { RoutingRun } from '../../record-page/wire.ts';
import type { ComponentsState, OrgSession } from '../wire.ts';
import { ComponentFrame } from './component-frame.tsx';
import { OpportunityList } from './opportunity-list.tsx';
import { orgApi } from './org-api.ts';
import { OrgRecord } from './org-record.tsx';

const USER_KEY = 'org-page-user';
/** How often the page looks whether somebody else changed what it shows. */
const LOOK_AGAIN_MS = 2_000;
const LINKS = [
  { href: '/opportunities', label: 'Opportunities' },
  { href: '/inbox', label: 'Handrail' },
];

/** The record in the address `/r/<object>/<record id>`; null elsewhere. */
function recordInAddress(): { object: string; recordId: string } | null {
  const match = /^\/r\/(\w+)\/(\w{18})\/?$/.exec(location.pathname);
  return match?.[1] && match[2] ? { object: match[1], recordId: match[2] } : null;
}

/** Counts up while the page is looked at, so that what others wrote is seen. */
function useReading(): readonly [number, () => void] {
  const [reading, setReading] = useState(0);
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible') setReading((before) => before + 1);
    };
    const timer = setInterval(look, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  return [reading, () => setReading((before) => before + 1)];
}

/** How far the components are; asked again until they are built. */
function useComponents(): ComponentsState | null {
  const [components, setComponents] = useState<ComponentsState | null>(null);
  const isBuilding = components === null || components.state === 'building';
  useEffect(() => {
    if (!isBuilding) return;
    const ask = () => orgApi.components().then(setComponents, () => {});
    void ask();
    const timer = setInterval(() => void ask(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isBuilding]);
  return components;
}

function App({ people, firstUser }: OrgSession) {
  const [chosen, setChosen] = useState(localStorage.getItem(USER_KEY) ?? firstUser);
  const person = people.find(({ username }) => username === chosen) ?? people[0];
  const [reading, readAgain] = useReading();
  const [routingRuns, setRoutingRuns] = useState(false);
  const [run, setRun] = useState<RoutingRun | null>(null);
  const components = useComponents();
  const toasts = useToasts();
  const record = recordInAddress();
  if (!person) return <Alert title="The org has no users" variant="warning" />;

  const runRouting = async () => {
    setRoutingRuns(true);
    try {
      setRun(await orgApi.runRouting(person.username));
      readAgain();
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
        brand="Sandbox org"
        links={LINKS}
        users={people.map(({ username, name, role }) => ({ id: username, name, group: role }))}
        userId={person.username}
        onUserChange={(next) => {
          localStorage.setItem(USER_KEY, next);
          setChosen(next);
          toasts.clear();
        }}
        routingRuns={routingRuns}
        onRunRouting={() => void runRouting()}
      />
      {run ? (
        <RoutingPanel
          run={run}
          currentHref={record && `/r/${record.object}/${record.recordId}`}
          onClose={() => setRun(null)}
        />
      ) : null}
      {record !== null ? (
        <OrgRecord
          username={person.username}
          components={components}
          reading={reading}
          onAutomation={setRun}
          {...record}
        />
      ) : location.pathname === '/inbox' ? (
        <main className="app-page" aria-label="Handrail" data-testid="app-page">
          <ComponentFrame
            components={components}
            title="Handoff inbox"
            shown={{ as: person.username, component: 'inbox' }}
          />
        </main>
      ) : (
        <OpportunityList username={person.username} reading={reading} />
      )}
      <ToastStack toasts={toasts.toasts} close={toasts.close} />
    </>
  );
}

function Start() {
  const { data: session, error } = useLoaded(orgApi.session);
  if (error) {
    return (
      <main className="record-failed">
        <Alert title="The org could not be read" variant="error">
          {error}
        </Alert>
      </main>
    );
  }
  return session ? <App {...session} /> : <LoadingSpinner label="Starting" showLabel layout="centered" />;
}

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root (this is a bug)');
createRoot(root).render(<Start />);
