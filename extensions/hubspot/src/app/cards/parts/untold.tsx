import type { RequestView } from '@handrail/contracts/card-view';
import { Alert } from '@hubspot/ui-extensions';

/** Says who could not be told, so that somebody tells them by other means; nothing when everybody was. */
export function Untold({ notices }: Pick<RequestView, 'notices'>) {
  const failed = notices.filter(({ status }) => status === 'failed');
  if (failed.length === 0) return null;
  return (
    <Alert variant="warning" title="Somebody could not be told" testId="untold">
      {failed.map(({ to, words, note }) => `${to}: ${words}${note ? ` (${note})` : ''}.`).join(' ')} Tell them
      yourself.
    </Alert>
  );
}
