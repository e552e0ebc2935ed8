import { ConcurrencyConflict } from '../../src/ports/unit-of-work.ts';
import { readRecords } from '../adapters/salesforce/read-records.ts';
import type { RowOutcome } from '../adapters/salesforce/row-outcome.ts';
import { chunksOf } from '../adapters/salesforce/rows-out/chunks.ts';
import { createRows } from '../adapters/salesforce/rows-out/create-rows.ts';
import type { PackageFields } from '../adapters/salesforce/rows-out/package-fields.ts';
import { isOvertaken, troubleOfRow } from '../adapters/salesforce/rows-out/row-trouble.ts';
import { updateMany } from '../adapters/salesforce/update-many.ts';
import type { LoadedRequest, RowsOut } from './load-requests.ts';
import type { RowResult } from './write-due-rows.ts';
import type { WrittenRequest } from './write-seats.ts';

const OBJECT = 'Handoff_Exception__c';

type FailedRow = Extract<RowOutcome, { outcome: 'failed' }>;

/**
 * Writes the rows of requests: creates those of requests that were not filed in the org, changes the others. What was
 * not written gets its result here; what was is handed on to have its seats written.
 *
 * @throws CrmError when no call goes through any more
 */
export async function writeRows(
  rowsOut: RowsOut,
  tenantId: string,
  {
    fields,
    requests,
    results,
  }: {
    readonly fields: PackageFields;
    readonly requests: readonly LoadedRequest[];
    readonly results: Map<string, RowResult>;
  },
): Promise<readonly WrittenRequest[]> {
  const { client, timing } = rowsOut;
  const into = { client, objectName: OBJECT, fields: fields[OBJECT] };
  const written: WrittenRequest[] = [];
  const overtaken: { readonly request: LoadedRequest; readonly failure: FailedRow }[] = [];

  function take(request: LoadedRequest, outcome: RowOutcome): boolean {
    const { requestId } = request;
    if (outcome.outcome !== 'failed') {
      written.push({ request, rowId: outcome.id });
      return true;
    }
    if (isOvertaken(outcome)) overtaken.push({ request, failure: outcome });
    else if (outcome.code === 'record_not_found') results.set(requestId, { outcome: 'gone' });
    else results.set(requestId, { outcome: 'failed', trouble: troubleOfRow(outcome) });
    return false;
  }

  const fresh = requests.filter(({ rowId }) => rowId === null);
  const created = await createRows(
    { ...into, keyField: 'Request_Id__c' },
    fresh.map(({ requestId, filed, shown }) => ({ key: requestId, values: { ...filed, ...shown } })),
  );
  for (const [at, outcome] of created.entries()) {
    const request = fresh[at];
    if (request && take(request, outcome)) await link(rowsOut, tenantId, request.requestId, outcome.id);
  }

  const known = requests.flatMap((request) =>
    request.rowId === null ? [] : [{ request, id: request.rowId, values: request.shown }],
  );
  for (const chunk of chunksOf(known)) {
    const outcomes = await updateMany({ ...into, ...(timing && { timing }) }, chunk);
    for (const [at, { request }] of chunk.entries()) {
      const outcome = outcomes[at];
      if (outcome) take(request, outcome);
    }
  }

  if (overtaken.length > 0) {
    const ids = overtaken.map(({ failure }) => failure.id);
    const standing = await readRecords(client, OBJECT, {
      ids,
      fields: ['Id', 'Revision__c'],
      patience: 'job',
    });
    for (const { request, failure } of overtaken) {
      const revision = Number(standing.get(failure.id)?.Revision__c ?? 0);
      // A rule that refuses what is newer has been changed in the org: that is no reason to try again at once.
      const result: RowResult =
        revision >= request.revision
          ? { outcome: 'overtaken', revision }
          : { outcome: 'failed', trouble: troubleOfRow(failure) };
      results.set(request.requestId, result);
    }
  }
  return written;
}

/** A row that another instance linked at the same moment is the same one: its key says so. */
async function link(
  { unitOfWork }: RowsOut,
  tenantId: string,
  requestId: string,
  rowId: string,
): Promise<void> {
  try {
    await unitOfWork.transact(tenantId, (tx) => tx.requestRows.link(requestId, rowId));
  } catch (error) {
    if (!(error instanceof ConcurrencyConflict)) throw error;
  }
}
