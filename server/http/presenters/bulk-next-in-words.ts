import type { FiledBulk } from '../../../src/domain/bulk-request/state.ts';
import { ballotsOf } from '../../../src/domain/exception-request/ballots-of.ts';
import { rejectionInWords } from '../../../src/domain/policy/ballots.ts';
import type { BulkCounts } from '../../../src/ports/bulk-requests.ts';
import { waitingInWords } from './next-in-words.ts';

/** What comes next for a bulk request, in plain sentences. */
export function bulkNextInWords(state: FiledBulk, counts: BulkCounts): string {
  switch (state.status) {
    case 'preparing':
      return state.listing.state === 'reading'
        ? `Reading the list: ${records(counts.waiting)} so far.`
        : `Looking at the records: ${counts.prepared + counts.left_out} of ${records(totalOf(counts))}.`;
    case 'ready':
      return `${records(counts.prepared)} can be carried out, ${counts.left_out} left out. Nobody has been asked yet.`;
    case 'pending':
      return `Waiting for ${waitingInWords(state.requirement, ballotsOf(state.reviews))} to decide on ${records(counts.prepared)}.`;
    case 'carrying_out':
    case 'needs_attention':
      return progressInWords(counts);
    case 'done':
      return `${records(counts.done)} done, ${counts.left_out} left out. Each exception ends by itself on its own.`;
    case 'refused':
      return state.message;
    case 'rejected':
      return `${rejectionInWords(state.reason, state.roles)} All records stay under standard routing.`;
    case 'withdrawn':
      return 'Withdrawn. All records stay under standard routing.';
    case 'lapsed':
      return 'Nobody decided in time. All records stay under standard routing; the bulk request can be filed again.';
  }
}

function progressInWords({ done, failed, carrying_out, prepared }: BulkCounts): string {
  const open = carrying_out + prepared;
  const failures =
    failed === 0
      ? ''
      : ` ${records(failed)} failed: mend what each says, then try the failed ones again. What is done stays as it is.`;
  return open > 0
    ? `Approved. ${records(done)} done, ${open} on the way.${failures}`
    : `Approved. ${records(done)} done.${failures}`;
}

function records(count: number): string {
  return count === 1 ? '1 record' : `${count} records`;
}

function totalOf(counts: BulkCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
