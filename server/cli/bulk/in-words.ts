import type { BulkItemView, BulkView } from '@handrail/contracts/bulk';

/** One line a bulk request, for a list. */
export function lineOf({ bulkId, status, typeLabel, requester, counts, submittedAt }: BulkView): string {
  const { total, done, failed, left_out } = counts;
  return `${bulkId}  ${submittedAt}  ${status.padEnd(15)} ${typeLabel}, ${requester.name}: ${total} records, ${done} done, ${failed} failed, ${left_out} left out`;
}

/** Everything about a bulk request but its records. */
export function bulkInWords(bulk: BulkView): string {
  const { bulkId, status, typeLabel, reasonLabel, reason, requester, source, counts, next } = bulk;
  return [
    `${typeLabel} for ${counts.total} ${bulk.objectType} records (${source}), filed by ${requester.name}`,
    `  id        ${bulkId}`,
    `  status    ${status.replaceAll('_', ' ')}`,
    `  reason    ${reasonLabel}: ${reason}`,
    `  changes   ${bulk.changes.join('; ') || 'routing is held, no field changes'}`,
    `  until     ${bulk.expiresAt}`,
    `  records   ${counts.waiting} not looked at, ${counts.prepared} prepared, ${counts.left_out} left out, ${counts.carrying_out} on the way, ${counts.done} done, ${counts.failed} failed`,
    ...bulk.asked.map(
      ({ label, approve, people, records, because }) =>
        `  asks      ${label}: ${approve} of ${people.map(({ name }) => name).join(', ')} for ${records} records. ${because}`,
    ),
    ...bulk.rows.map(
      ({ label, records, unknown, because, example }) =>
        `  row       "${label}" for ${records} records${unknown > 0 ? `, for ${unknown} of them because a fact is missing` : ''}; ${example.title}: ${because}`,
    ),
    ...bulk.reviews.map(
      ({ reviewer, outcome, comment }) =>
        `  review    ${reviewer.name}: ${outcome}${comment ? `, ${comment}` : ''}`,
    ),
    `  next      ${next}`,
  ].join('\n');
}

/** One line a record. */
export function itemInWords({ recordId, title, outcome, words }: BulkItemView): string {
  const name = title === recordId ? recordId : `${recordId} ${title}`;
  return `${outcome.padEnd(12)} ${name}${words === undefined ? '' : `: ${words}`}`;
}

const COLUMNS = ['recordId', 'title', 'outcome', 'requestId', 'code', 'words'] as const;

/** The head of an export. */
export const CSV_HEAD = COLUMNS.join(',');

/** One record as a line of CSV. A text that a spreadsheet would take for a formula is kept from being one. */
export function itemAsCsv(item: BulkItemView): string {
  return COLUMNS.map((column) => {
    const text = item[column] ?? '';
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  }).join(',');
}
