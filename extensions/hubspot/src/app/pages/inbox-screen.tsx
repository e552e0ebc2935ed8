import type { InboxItem } from '@handrail/contracts/inbox';
import { INBOX_VIEWS, type InboxView } from '@handrail/contracts/vocabulary';
import {
  Button,
  EmptyState,
  Flex,
  Heading,
  LoadingSpinner,
  Tab,
  Tabs,
  Text,
  Tile,
} from '@hubspot/ui-extensions';
import type { ConversationEnv } from 'handrail-hubspot-cards/parts/conversation-env.ts';
import { ErrorPanel } from 'handrail-hubspot-cards/screens/error-panel.tsx';
import { useState } from 'react';
import type { InboxApi } from './api/inbox-api.ts';
import { isNarrowed, noFilters } from './filters.ts';
import type { InboxEnv } from './inbox-env.ts';
import { DecideForm } from './parts/decide-form.tsx';
import { DecidedAlert } from './parts/decided-alert.tsx';
import { FilterBar } from './parts/filter-bar.tsx';
import { Pager } from './parts/pager.tsx';
import { REQUEST_PANEL, RequestPanel } from './parts/request-panel.tsx';
import { RequestTable } from './parts/request-table.tsx';
import { type Decided, useDecision } from './use-decision.ts';
import { useInbox } from './use-inbox.ts';
import { useSelection } from './use-selection.ts';
import { requests, VIEW_WORDS } from './words/inbox-words.ts';

export interface InboxScreenProps {
  readonly api: InboxApi;
  readonly env: InboxEnv;
}

/** The inbox: views, filters, the list, and the decision on one or many. */
export function InboxScreen({ api, env }: InboxScreenProps) {
  const [filters, setFilters] = useState(noFilters('waiting_for_me'));
  const [opened, setOpened] = useState<InboxItem>();
  const [decided, setDecided] = useState<Decided>();
  const inbox = useInbox(api, filters, env.timeZone);
  const selection = useSelection();

  const onDecided = (done: Decided) => {
    setDecided(done);
    selection.set([...done.taken, ...done.refused.map(({ item }) => item)], false);
    inbox.reload();
  };
  const bulk = useDecision(api, onDecided);
  const single = useDecision(api, (done) => {
    env.closeOverlay(REQUEST_PANEL);
    if (done.refused.length === 0) env.announce('Your decision is recorded.');
    onDecided(done);
  });

  const talk: ConversationEnv = {
    api,
    announce: env.announce,
    reload: inbox.reload,
    perform: async (call) => {
      const result = await call();
      if (result.ok) {
        env.closeOverlay(REQUEST_PANEL);
        inbox.reload();
      }
      return result;
    },
  };

  const { page } = inbox;
  const show = (view: InboxView) => {
    setFilters(noFilters(view));
    selection.clear();
    setDecided(undefined);
  };
  const list = (
    <Flex direction="column" gap="medium">
      <FilterBar filters={filters} choices={page?.choices} onChange={setFilters} />
      {page?.scope === 'own' && (
        <Text variant="microcopy" testId="scope">
          You see the requests that you filed or were asked about. Who holds a role in the policy sees all.
        </Text>
      )}
      {decided && <DecidedAlert decided={decided} onDismiss={() => setDecided(undefined)} />}
      {selection.items.length > 0 && (
        <Tile compact testId="selection">
          <Flex direction="column" gap="small">
            <Flex direction="row" gap="small" align="center" justify="between">
              <Heading>{requests(selection.items.length)} selected</Heading>
              <Button size="small" variant="transparent" onClick={selection.clear} testId="clear-selection">
                Clear selection
              </Button>
            </Flex>
            <DecideForm
              items={selection.items}
              decision={bulk}
              onReload={inbox.reload}
              testId="decide-many"
            />
          </Flex>
        </Tile>
      )}
      {inbox.problem && <ErrorPanel problem={inbox.problem} onRetry={inbox.reload} />}
      {page && page.items.length > 0 && (
        <RequestTable
          view={filters.view}
          items={page.items}
          now={page.now}
          timeZone={env.timeZone}
          selected={selection.ids}
          onSelect={selection.set}
          onOpen={setOpened}
        />
      )}
      {page && page.items.length === 0 && !inbox.loading && (
        <EmptyState
          title={isNarrowed(filters) ? 'No request matches' : VIEW_WORDS[filters.view].empty}
          layout="vertical"
          testId="empty"
        >
          <Text>{isNarrowed(filters) ? 'Change or clear the filters.' : 'Refresh to look again.'}</Text>
        </EmptyState>
      )}
      {inbox.loading && !page && <LoadingSpinner label="Reading the inbox" showLabel layout="centered" />}
      <Pager {...inbox} />
    </Flex>
  );
  return (
    <>
      <Tabs
        selected={filters.view}
        onSelectedChange={(view: string | number) => show(INBOX_VIEWS.find((one) => one === view) ?? 'all')}
        testId="views"
      >
        {INBOX_VIEWS.map((view) => (
          <Tab key={view} tabId={view} title={titleOf(view, page?.counts[view])} testId={`view-${view}`}>
            {view === filters.view ? list : null}
          </Tab>
        ))}
      </Tabs>
      <RequestPanel item={opened} decision={single} onReload={inbox.reload} env={env} talk={talk} />
    </>
  );
}

function titleOf(view: InboxView, count: number | undefined): string {
  const { title } = VIEW_WORDS[view];
  return count === undefined ? title : `${title} (${count})`;
}
