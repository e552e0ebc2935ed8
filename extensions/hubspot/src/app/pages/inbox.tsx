import { Button, Flex, useExtensionActions, useExtensionContext } from '@hubspot/ui-extensions';
import { PageTitle } from '@hubspot/ui-extensions/pages';
import { cardFault } from 'handrail-hubspot-cards/api/failure.ts';
import { ErrorPanel } from 'handrail-hubspot-cards/screens/error-panel.tsx';
import { knownTimeZone } from 'handrail-hubspot-cards/words/portal-time.ts';
import { useMemo, useState } from 'react';
import { AbsencePanel } from './absence/absence-panel.tsx';
import { createBulkApi } from './api/bulk-api.ts';
import { createDelegationsApi } from './api/delegations-api.ts';
import { createInboxApi } from './api/inbox-api.ts';
import { BulkSection } from './bulk/bulk-section.tsx';
import type { InboxEnv } from './inbox-env.ts';
import { InboxScreen } from './inbox-screen.tsx';

const NOT_CONFIGURED = cardFault(
  'card_not_configured',
  'Handrail is not connected',
  'The project profile this page was uploaded with has no API_ORIGIN.',
);

const SECTIONS = [
  { name: 'requests', title: 'Requests' },
  { name: 'bulk', title: 'Bulk requests' },
] as const;

/** The app's home page: what waits for the person who looks, and everything they may see besides. */
export function Inbox() {
  const { variables, portal } = useExtensionContext<'pages'>();
  const { addAlert, closeOverlay, copyTextToClipboard } = useExtensionActions<'pages'>();
  const origin = variables?.API_ORIGIN;
  const apis = useMemo(
    () =>
      typeof origin === 'string' && origin
        ? {
            inbox: createInboxApi(origin),
            delegations: createDelegationsApi(origin),
            bulk: createBulkApi(origin),
          }
        : null,
    [origin],
  );
  const [section, setSection] = useState<'requests' | 'bulk'>('requests');
  const env: InboxEnv = {
    portalId: portal.id,
    timeZone: knownTimeZone(portal.timezone),
    announce: (message) => addAlert({ type: 'success', message }),
    closeOverlay,
    copy: copyTextToClipboard,
  };
  return (
    <>
      <PageTitle>Handoff exceptions</PageTitle>
      {apis ? (
        <Flex direction="column" gap="medium">
          <Flex direction="row" gap="small" testId="sections">
            {SECTIONS.map(({ name, title }) => (
              <Button
                key={name}
                size="small"
                variant={name === section ? 'primary' : 'secondary'}
                onClick={() => setSection(name)}
                testId={`section-${name}`}
              >
                {title}
              </Button>
            ))}
          </Flex>
          {section === 'requests' ? (
            <>
              <AbsencePanel api={apis.delegations} env={env} />
              <InboxScreen api={apis.inbox} env={env} />
            </>
          ) : (
            <BulkSection api={apis.bulk} env={env} />
          )}
        </Flex>
      ) : (
        <ErrorPanel problem={NOT_CONFIGURED.problem} />
      )}
    </>
  );
}
