import { useExtensionActions, useExtensionContext } from '@hubspot/ui-extensions';
import { PageTitle } from '@hubspot/ui-extensions/pages';
import { cardFault } from 'handrail-hubspot-cards/api/failure.ts';
import { ErrorPanel } from 'handrail-hubspot-cards/screens/error-panel.tsx';
import { knownTimeZone } from 'handrail-hubspot-cards/words/portal-time.ts';
import { useMemo } from 'react';
import { createInboxApi } from './api/inbox-api.ts';
import { InboxScreen } from './inbox-screen.tsx';

const NOT_CONFIGURED = cardFault(
  'card_not_configured',
  'Handrail is not connected',
  'The project profile this page was uploaded with has no API_ORIGIN.',
);

/** The app's home page: what waits for the person who looks, and everything they may see besides. */
export function Inbox() {
  const { variables, portal } = useExtensionContext<'pages'>();
  const { addAlert, closeOverlay } = useExtensionActions<'pages'>();
  const origin = variables?.API_ORIGIN;
  const api = useMemo(() => (typeof origin === 'string' && origin ? createInboxApi(origin) : null), [origin]);
  return (
    <>
      <PageTitle>Handoff exceptions</PageTitle>
      {api ? (
        <InboxScreen
          api={api}
          env={{
            portalId: portal.id,
            timeZone: knownTimeZone(portal.timezone),
            announce: (message) => addAlert({ type: 'success', message }),
            closeOverlay,
          }}
        />
      ) : (
        <ErrorPanel problem={NOT_CONFIGURED.problem} />
      )}
    </>
  );
}
