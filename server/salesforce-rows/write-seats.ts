import type { RowOutcome, RowUpdate } from '../adapters/salesforce/row-outcome.ts';
import { createRows, type NewRow } from '../adapters/salesforce/rows-out/create-rows.ts';
import type { PackageFields } from '../adapters/salesforce/rows-out/package-fields.ts';
import { readSeats } from '../adapters/salesforce/rows-out/read-seats.ts';
import { troubleOfRow } from '../adapters/salesforce/rows-out/row-trouble.ts';
import { usersByEmail } from '../adapters/salesforce/rows-out/users-by-email.ts';
import { updateMany } from '../adapters/salesforce/update-many.ts';
import type { LoadedRequest, RowsOut } from './load-requests.ts';
import type { RowValues } from './request-row.ts';
import type { RowResult } from './write-due-rows.ts';

const OBJECT = 'Handoff_Seat__c';

/** A request whose row was written. */
export interface WrittenRequest {
  readonly request: LoadedRequest;
  readonly rowId: string;
}

/** A seat with the request it is of. */
interface Write<T> {
  readonly requestId: string;
  readonly row: T;
}

/**
 * Writes one seat for each person who may do something about a request, and closes those of everybody else. A person
 * without an active user in the org is left out and counted.
 *
 * Every open seat is written with each revision, also one that says the same: what another instance still has under way
 * can then not undo it.
 *
 * @throws CrmError when no call goes through any more
 */
export async function writeSeats(
  { client, timing }: RowsOut,
  {
    fields,
    written,
    results,
  }: {
    readonly fields: PackageFields;
    readonly written: readonly WrittenRequest[];
    readonly results: Map<string, RowResult>;
  },
): Promise<void> {
  if (written.length === 0) return;
  const into = { client, objectName: OBJECT, fields: fields[OBJECT] };
  const emails = written.flatMap(({ request }) => request.seats.map(({ email }) => email));
  const users = await usersByEmail(client, emails);
  const standing = await readSeats(
    client,
    written.map(({ rowId }) => rowId),
  );
  const byRow = Map.groupBy(standing, ({ exceptionRowId }) => exceptionRowId);

  const creates: Write<NewRow>[] = [];
  const updates: Write<RowUpdate>[] = [];
  for (const { request, rowId } of written) {
    const { requestId, revision } = request;
    const known = new Map((byRow.get(rowId) ?? []).map((seat) => [seat.key, seat]));
    const wanted = seatRows(request, users);
    for (const [key, values] of wanted) {
      const seat = known.get(key);
      if (seat) updates.push({ requestId, row: { id: seat.id, values: stateOf(values) } });
      else creates.push({ requestId, row: { key, values: { ...values, Handoff_Exception__c: rowId } } });
    }
    for (const seat of known.values()) {
      if (seat.closed || wanted.has(seat.key)) continue;
      const values = { Open__c: 'false', May__c: '', Why__c: '', Revision__c: String(revision) };
      updates.push({ requestId, row: { id: seat.id, values } });
    }
    const leftOut = request.seats.filter(({ email }) => !users.has(email)).length;
    results.set(requestId, { outcome: 'written', leftOut });
  }
  const failed = (writes: readonly Write<unknown>[], outcomes: readonly RowOutcome[]) => {
    for (const [at, { requestId }] of writes.entries()) {
      const outcome = outcomes[at];
      // A seat that is gone was deleted with its request, or will be made again with the next revision.
      if (outcome?.outcome !== 'failed' || outcome.code === 'record_not_found') continue;
      results.set(requestId, { outcome: 'failed', trouble: troubleOfRow(outcome) });
    }
  };
  await unlessStopped(results, [...creates, ...updates], async () => {
    failed(
      creates,
      await createRows(
        { ...into, keyField: 'Key__c' },
        creates.map(({ row }) => row),
      ),
    );
    failed(
      updates,
      await updateMany(
        { ...into, ...(timing && { timing }) },
        updates.map(({ row }) => row),
      ),
    );
  });
}

/** A request whose seats may not have been written is not done: when calls stop going through, it has no result. */
async function unlessStopped(
  results: Map<string, RowResult>,
  writes: readonly Write<unknown>[],
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    for (const { requestId } of writes) results.delete(requestId);
    throw error;
  }
}

/** The seats of a request by their keys. */
function seatRows(
  { requestId, revision, seats }: LoadedRequest,
  users: ReadonlyMap<string, string>,
): ReadonlyMap<string, RowValues> {
  return new Map(
    seats.flatMap(({ email, open, may, why }) => {
      const userId = users.get(email);
      if (userId === undefined) return [];
      const key = `${requestId}:${userId}`;
      const values = {
        Key__c: key,
        Person__c: userId,
        Open__c: String(open),
        May__c: may.join(';'),
        Why__c: why,
        Revision__c: String(revision),
      };
      return [[key, values]];
    }),
  );
}

/** What may change of a seat: whose it is never does. */
function stateOf({ Key__c: _, Person__c: __, ...state }: RowValues): RowValues {
  return state;
}
