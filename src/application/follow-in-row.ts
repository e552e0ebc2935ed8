import type { ExceptionRequest } from '../domain/exception-request/state.ts';
import type { HandoffTransaction } from '../ports/unit-of-work.ts';

/** Ids of records of which people see requests in rows: those of Salesforce, which have 18 characters. */
const SHOWN_IN_ROWS = /^[0-9A-Za-z]{18}$/;

/**
 * Has the row that shows a request follow it: part of the transaction that changes what people see. Costs nothing for a
 * record whose card asks the server.
 */
export async function followInRow(
  tx: HandoffTransaction,
  { requestId, record }: Pick<ExceptionRequest, 'requestId' | 'record'>,
  at: Date,
): Promise<void> {
  if (SHOWN_IN_ROWS.test(record.recordId)) await tx.rowOutbox.touch(requestId, at);
}
