import type { ExceptionDraft } from '@handrail/contracts/submission';
import type { ObjectType } from '@handrail/contracts/vocabulary';
import type { ExtensionPointApi } from '@hubspot/ui-extensions';
import { useMemo } from 'react';
import { cardFault } from './api/failure.ts';
import { createHandoffApi } from './api/handoff-api.ts';
import type { CardEnv } from './card-env.ts';
import { CardScreen } from './screens/card-screen.tsx';
import { ErrorPanel } from './screens/error-panel.tsx';
import { useCard } from './use-card.ts';
import { knownTimeZone } from './words/portal-time.ts';

type RecordPoint = ExtensionPointApi<'crm.record.tab'> | ExtensionPointApi<'crm.record.sidebar'>;

export interface RecordCardProps {
  readonly context: RecordPoint['context'];
  readonly actions: Pick<RecordPoint['actions'], 'addAlert' | 'refreshObjectProperties'>;
}

/** HubSpot's ids of the record types the card stands on. */
const OBJECT_TYPE_OF: Readonly<Record<string, ObjectType>> = {
  '0-1': 'contact',
  '0-2': 'company',
  '0-3': 'deal',
  '0-5': 'ticket',
};

const NOT_CONFIGURED = cardFault(
  'card_not_configured',
  'Handrail is not connected',
  'The project profile this card was uploaded with has no API_ORIGIN.',
);

const NOT_SUPPORTED = cardFault(
  'record_not_supported',
  'No handoff exceptions here',
  'Handrail governs deals, contacts, companies and tickets.',
);

/** The whole card, for the tab and for the sidebar. Everything is read from the record the card stands on. */
export function RecordCard({ context, actions }: RecordCardProps) {
  const origin = context.variables?.API_ORIGIN;
  const objectType = OBJECT_TYPE_OF[context.crm.objectTypeId];
  if (typeof origin !== 'string' || origin === '') return <ErrorPanel problem={NOT_CONFIGURED.problem} />;
  if (!objectType) return <ErrorPanel problem={NOT_SUPPORTED.problem} />;
  const recordId = String(context.crm.objectId);
  // The key starts the card anew when HubSpot moves it to another record.
  return (
    <LoadedCard
      key={`${objectType}:${recordId}`}
      origin={origin}
      record={{ objectType, recordId }}
      context={context}
      actions={actions}
    />
  );
}

interface LoadedCardProps extends RecordCardProps {
  readonly origin: string;
  readonly record: ExceptionDraft['record'];
}

function LoadedCard({ origin, record, context, actions }: LoadedCardProps) {
  const api = useMemo(() => createHandoffApi(origin), [origin]);
  const { state, reload, perform } = useCard(api, record, () => actions.refreshObjectProperties());
  const env: CardEnv = {
    api,
    record,
    perform,
    reload,
    portalId: context.portal.id,
    timeZone: knownTimeZone(context.portal.timezone),
    narrow: context.location !== 'crm.record.tab',
    announce: (message) => actions.addAlert({ type: 'success', message }),
  };
  return <CardScreen state={state} env={env} />;
}
