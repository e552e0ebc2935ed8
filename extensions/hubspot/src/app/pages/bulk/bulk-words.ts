import type { BulkItemView, BulkView } from '@handrail/contracts/bulk';
import type { BulkItemOutcome, BulkStatus } from '@handrail/contracts/vocabulary';

interface StatusWords {
  readonly label: string;
  readonly variant: 'danger' | 'warning' | 'info' | 'success' | 'default';
}

/** What each status is called, and its colour. */
export const BULK_STATUS_WORDS: Readonly<Record<BulkStatus, StatusWords>> = {
  preparing: { label: 'Looking at the records', variant: 'info' },
  ready: { label: 'Ready to ask', variant: 'warning' },
  pending: { label: 'Waiting for a decision', variant: 'warning' },
  carrying_out: { label: 'Being carried out', variant: 'info' },
  needs_attention: { label: 'Some records failed', variant: 'danger' },
  done: { label: 'Done', variant: 'success' },
  refused: { label: 'Could not be filed', variant: 'danger' },
  rejected: { label: 'Rejected', variant: 'danger' },
  withdrawn: { label: 'Withdrawn', variant: 'default' },
  lapsed: { label: 'Lapsed', variant: 'warning' },
};

/** What became of a record, in words. */
export const OUTCOME_WORDS: Readonly<Record<BulkItemOutcome, string>> = {
  waiting: 'not looked at yet',
  prepared: 'prepared',
  left_out: 'left out',
  carrying_out: 'on its way',
  done: 'done',
  failed: 'failed',
};

/** Whether the server is at work on it, so that looking again shows something new. */
export function isMoving({ status }: Pick<BulkView, 'status'>): boolean {
  return status === 'preparing' || status === 'carrying_out';
}

/** "1 record", "500 records". */
export function records(count: number): string {
  return count === 1 ? '1 record' : `${count} records`;
}

const SEPARATORS = /[\s,;]+/;

/** Record ids as people paste them: from a column, a line or a list. */
export function idsIn(text: string): readonly string[] {
  return text.split(SEPARATORS).filter((id) => id !== '');
}

const COLUMNS = ['recordId', 'title', 'outcome', 'code', 'words'] as const;

/** Records as CSV. A text that a spreadsheet would take for a formula is kept from being one. */
export function asCsv(items: readonly BulkItemView[]): string {
  const lines = items.map((item) => COLUMNS.map((column) => cell(item[column] ?? '')).join(','));
  return [COLUMNS.join(','), ...lines].join('\n');
}

function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
