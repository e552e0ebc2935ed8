import { Flex, Heading, useExtensionActions, useExtensionContext } from '@hubspot/ui-extensions';
import { cardFault } from 'handrail-hubspot-cards/api/failure.ts';
import { ErrorPanel } from 'handrail-hubspot-cards/screens/error-panel.tsx';
import { knownTimeZone } from 'handrail-hubspot-cards/words/portal-time.ts';
import { useMemo } from 'react';
import { createSettingsApi } from './api/settings-api.ts';
import type { SettingsEnv } from './settings-env.ts';
import { SettingsScreen } from './settings-screen.tsx';

const NOT_CONFIGURED = cardFault(
  'card_not_configured',
  'Handrail is not connected',
  'The project profile this page was uploaded with has no API_ORIGIN.',
);

/** The app's settings page: how the account is connected and set up, and which workflows respect the hold. */
export function Settings() {
  const { variables, portal } = useExtensionContext<'settings'>();
  const { addAlert, closeOverlay } = useExtensionActions<'settings'>();
  const origin = variables?.API_ORIGIN;
  const docs = variables?.DOCS_URL;
  const api = useMemo(
    () => (typeof origin === 'string' && origin ? createSettingsApi(origin) : null),
    [origin],
  );
  const env: SettingsEnv = {
    timeZone: knownTimeZone(portal.timezone),
    docsUrl: typeof docs === 'string' && docs.startsWith('https://') ? docs.replace(/\/+$/, '') : undefined,
    announce: (message) => addAlert({ type: 'success', message }),
    closeOverlay,
  };
  return (
    <Flex direction="column" gap="medium">
      <Heading>Handrail settings</Heading>
      {api ? <SettingsScreen api={api} env={env} /> : <ErrorPanel problem={NOT_CONFIGURED.problem} />}
    </Flex>
  );
}
