import type { BulkView } from '@handrail/contracts/bulk';
import { Button, EmptyState, Flex, LoadingSpinner, Text } from '@hubspot/ui-extensions';
import { ErrorPanel } from 'handrail-hubspot-cards/screens/error-panel.tsx';
import { useReading } from 'handrail-hubspot-cards/use-reading.ts';
import { useCallback, useState } from 'react';
import type { BulkApi } from '../api/bulk-api.ts';
import type { InboxEnv } from '../inbox-env.ts';
import { BulkDetail } from './bulk-detail.tsx';
import { BulkForm } from './bulk-form.tsx';
import { BulkTable } from './bulk-table.tsx';
import { isMoving } from './bulk-words.ts';

export interface BulkSectionProps {
  readonly api: BulkApi;
  readonly env: InboxEnv;
}

/** What the section shows: the list, an empty form, or one bulk request. */
type Place = { readonly at: 'list' | 'form' } | { readonly at: 'one'; readonly bulk: BulkView };

/** Bulk requests: one request for many records, decided once. */
export function BulkSection({ api, env }: BulkSectionProps) {
  const [place, setPlace] = useState<Place>({ at: 'list' });
  const toList = () => setPlace({ at: 'list' });
  switch (place.at) {
    case 'list':
      return (
        <BulkList
          api={api}
          onNew={() => setPlace({ at: 'form' })}
          onOpen={(bulk) => setPlace({ at: 'one', bulk })}
        />
      );
    case 'form':
      return (
        <BulkForm api={api} env={env} onClose={toList} onFiled={(bulk) => setPlace({ at: 'one', bulk })} />
      );
    case 'one':
      return <BulkDetail api={api} env={env} bulkId={place.bulk.bulkId} onClose={toList} />;
  }
}

interface BulkListProps {
  readonly api: BulkApi;
  readonly onNew: () => void;
  readonly onOpen: (bulk: BulkView) => void;
}

function BulkList({ api, onNew, onOpen }: BulkListProps) {
  const read = useCallback(() => api.list(), [api]);
  const { reply, problem, reload } = useReading(read, ({ bulks }) => bulks.some(isMoving));
  return (
    <Flex direction="column" gap="medium">
      <Flex direction="row" gap="small">
        <Button variant="primary" onClick={onNew} testId="new-bulk">
          New bulk request
        </Button>
        <Button variant="transparent" onClick={reload} testId="refresh-bulks">
          Refresh
        </Button>
      </Flex>
      {problem && <ErrorPanel problem={problem} onRetry={reload} />}
      {!reply && !problem && <LoadingSpinner label="Reading bulk requests" showLabel layout="centered" />}
      {reply && reply.bulks.length === 0 && (
        <EmptyState title="No bulk request yet" layout="vertical" testId="no-bulks">
          <Text>One request can put many records under an exception, with one decision.</Text>
        </EmptyState>
      )}
      {reply && reply.bulks.length > 0 && <BulkTable bulks={reply.bulks} now={reply.now} onOpen={onOpen} />}
    </Flex>
  );
}
