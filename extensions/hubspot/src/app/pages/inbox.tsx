import { useExtensionActions, useExtensionContext } from '@hubspot/ui-extensions';
import { PageTitle } from '@hubspot/ui-extensions/pages';
import { cardFault } from 'handrail-hubspot-cards/api/failure.ts';
import { ErrorPanel } from 'handrail-hubspot-cards/screens/error-panel.tsx';
import { knownTimeZone } from 'handrail-hubspot-cards/words/portal-time.ts';
import { useMemo } from 'react';
import { AbsencePanel } from './absence/absence-panel.tsx';
import { createDelegationsApi } from './api/delegations-api.ts';
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
  const apis = useMemo(
    () =>
      typeof origin === 'string' && origin
        ? { inbox: createInboxApi(origin), delegations: createDelegationsApi(origin) }
        : null,
    [origin],
  );
  const env = {
    portalId: portal.id,
    timeZone: knownTimeZone(portal.timezone),
    announce: (message: string) => addAlert({ type: 'success', message }),
    closeOverlay,
  };
  return (
    <>
      <PageTitle>Handoff exceptions</PageTitle>
      {apis ? (
        <>
          <AbsencePanel api={apis.delegations} env={env} />
          <InboxScreen api={apis.inbox} env={env} />
        </>
      ) : (
        <ErrorPanel problem={NOT_CONFIGURED.problem} />
      )}
    </>
  );
}
