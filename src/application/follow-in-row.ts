import type { ExceptionRequest } from '../domain/exception-request/state.ts';
import type { RecordRef } from '../domain/policy/facts.ts';
import type { HandoffTransaction } from '../ports/unit-of-work.ts';

/** Ids of records of which people see requests in rows: those of Salesforce, which have 18 characters. */
const SHOWN_IN_ROWS = /^[0-9A-Za-z]{18}$/;

/** The record on whose page people see a request in a row: its own, or the same one in the other CRM. Null for none. */
export function recordInRows({
  record,
  linked,
}: Pick<ExceptionRequest, 'record' | 'linked'>): RecordRef | null {
  return [record, linked?.record].find((one) => one && SHOWN_IN_ROWS.test(one.recordId)) ?? null;
}

/**
 * Has the row that shows a request follow it: part of the transaction that changes what people see. Costs nothing for a
 * record whose card asks the server.
 */
export async function followInRow(
  tx: HandoffTransaction,
  request: Pick<ExceptionRequest, 'requestId' | 'record' | 'linked'>,
  at: Date,
): Promise<void> {
  if (recordInRows(request)) await tx.rowOutbox.touch(request.requestId, at);
}
