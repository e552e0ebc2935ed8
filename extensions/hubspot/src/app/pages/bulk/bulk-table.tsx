import type { BulkView } from '@handrail/contracts/bulk';
import {
  Button,
  StatusTag,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import { fromNow } from 'handrail-hubspot-cards/words/portal-time.ts';
import { BULK_STATUS_WORDS, records } from './bulk-words.ts';

export interface BulkTableProps {
  readonly bulks: readonly BulkView[];
  /** The server's clock when the list was read. */
  readonly now: string;
  readonly onOpen: (bulk: BulkView) => void;
}

/** Bulk requests, newest first. */
export function BulkTable({ bulks, now, onOpen }: BulkTableProps) {
  return (
    <Table bordered density="condensed" testId="bulks">
      <TableHead>
        <TableRow>
          <TableHeader>Bulk request</TableHeader>
          <TableHeader>Records</TableHeader>
          <TableHeader>Requested by</TableHeader>
          <TableHeader>Status</TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {bulks.map((bulk) => (
          <TableRow key={bulk.bulkId} testId={`bulk-${bulk.bulkId}`}>
            <TableCell>
              <Button
                variant="transparent"
                size="small"
                onClick={() => onOpen(bulk)}
                testId={`open-bulk-${bulk.bulkId}`}
              >
                {bulk.typeLabel}: {bulk.reasonLabel}
              </Button>
            </TableCell>
            <TableCell>
              <Text>{records(bulk.counts.total)}</Text>
              <Text variant="microcopy">
                {bulk.counts.done} done, {bulk.counts.failed} failed, {bulk.counts.left_out} left out
              </Text>
            </TableCell>
            <TableCell>
              <Text>{bulk.requester.name}</Text>
              <Text variant="microcopy">{fromNow(bulk.submittedAt, Date.parse(now))}</Text>
            </TableCell>
            <TableCell>
              <StatusTag variant={BULK_STATUS_WORDS[bulk.status].variant}>
                {BULK_STATUS_WORDS[bulk.status].label}
              </StatusTag>
              {bulk.can.review && <Text variant="microcopy">Waits for you</Text>}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
