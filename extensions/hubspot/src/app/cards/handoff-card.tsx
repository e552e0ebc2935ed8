import { hubspot } from '@hubspot/ui-extensions';
import { RecordCard } from './record-card.tsx';

hubspot.extend<'crm.record.tab'>(({ context, actions }) => (
  <RecordCard context={context} actions={actions} />
));
