import type { InboxItem } from '@handrail/contracts/inbox';
import type { InboxView } from '@handrail/contracts/vocabulary';
import {
  Button,
  Checkbox,
  StatusTag,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import { statusInWords } from 'handrail-hubspot-cards/parts/request-status.tsx';
import { fromNow } from 'handrail-hubspot-cards/words/portal-time.ts';
import { changesInWords, MATTER_WORDS, questionInWords } from '../words/inbox-words.ts';
import { REQUEST_PANEL } from './request-panel.tsx';

export interface RequestTableProps {
  readonly view: InboxView;
  readonly items: readonly InboxItem[];
  /** The server's clock when the list was read. */
  readonly now: string;
  readonly timeZone: string;
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (items: readonly InboxItem[], selected: boolean) => void;
  readonly onOpen: (item: InboxItem) => void;
}

/** The requests of one page. Only those the person may decide can be ticked. */
export function RequestTable({ view, items, now, timeZone, selected, onSelect, onOpen }: RequestTableProps) {
  const decidable = items.filter(({ canReview }) => canReview);
  const allTicked = decidable.length > 0 && decidable.every(({ requestId }) => selected.has(requestId));
  const waiting = view === 'waiting_for_me';
  return (
    <Table bordered density="condensed" testId="requests">
      <TableHead>
        <TableRow>
          {decidable.length > 0 && (
            <TableHeader width="min">
              <Checkbox
                aria-label="Select all on this page"
                checked={allTicked}
                onChange={(checked) => onSelect(decidable, checked)}
                testId="select-all"
              />
            </TableHeader>
          )}
          <TableHeader>Request</TableHeader>
          <TableHeader>What would change</TableHeader>
          <TableHeader>Requested by</TableHeader>
          <TableHeader>{waiting ? 'Why you are asked' : 'Status'}</TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {items.map((item) => (
          <TableRow key={item.requestId} testId={`row-${item.requestId}`}>
            {decidable.length > 0 && (
              <TableCell width="min">
                {item.canReview && (
                  <Checkbox
                    aria-label={`Select ${item.recordTitle}`}
                    checked={selected.has(item.requestId)}
                    onChange={(checked) => onSelect([item], checked)}
                    testId={`select-${item.requestId}`}
                  />
                )}
              </TableCell>
            )}
            <TableCell>
              <Button
                variant="transparent"
                size="small"
                onClick={(_event, reactions) => {
                  onOpen(item);
                  reactions.openPanel(REQUEST_PANEL);
                }}
                testId={`open-${item.requestId}`}
              >
                {item.recordTitle}
              </Button>
              <Text variant="microcopy">
                {item.typeLabel}: {item.reasonLabel}
              </Text>
              <QuestionTag item={item} />
            </TableCell>
            <TableCell>{questionInWords(item, timeZone) ?? changesInWords(item)}</TableCell>
            <TableCell>
              <Text>{item.requester.name}</Text>
              <Text variant="microcopy">{fromNow(item.submittedAt, Date.parse(now))}</Text>
            </TableCell>
            <TableCell>
              {waiting ? <Text variant="microcopy">{item.whyMe}</Text> : <Status item={item} />}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** Marks what is not a new request: an extension, or something in effect that nobody approved. */
function QuestionTag({ item }: { readonly item: InboxItem }) {
  const words = MATTER_WORDS[item.matter ?? 'request'];
  if (words === undefined) return null;
  return (
    <StatusTag variant="warning" testId={`matter-${item.requestId}`}>
      {words}
    </StatusTag>
  );
}

function Status({ item }: { readonly item: InboxItem }) {
  const { label, variant } = statusInWords(item);
  return (
    <>
      <StatusTag variant={variant}>{label}</StatusTag>
      {item.waitingFor.length > 0 && (
        <Text variant="microcopy">{item.waitingFor.map(({ name }) => name).join(', ')}</Text>
      )}
    </>
  );
}
