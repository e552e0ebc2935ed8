import { recordInRows } from '../../src/application/follow-in-row.ts';
import type { RequestWithSteps } from '../../src/application/load-card.ts';
import { isLive } from '../../src/domain/exception-request/state.ts';
import type { Person } from '../../src/domain/policy/facts.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Sha256 } from '../../src/ports/digest.ts';
import type { DueRow } from '../../src/ports/row-outbox.ts';
import type { UnitOfWork } from '../../src/ports/unit-of-work.ts';
import type { SalesforceClient } from '../adapters/salesforce/client.ts';
import { readUsers } from '../adapters/salesforce/org-catalog.ts';
import { readRecords } from '../adapters/salesforce/read-records.ts';
import type { ManyUpdate } from '../adapters/salesforce/row-outcome.ts';
import type { PackageFields } from '../adapters/salesforce/rows-out/package-fields.ts';
import { objectOf } from '../adapters/salesforce/sobjects.ts';
import { filedValues, type RowValues, shownValues } from './request-row.ts';
import { type Seat, seatsOf } from './seats-of.ts';

/** What rows are written with. */
export interface RowsOut {
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly sha256: Sha256;
  readonly client: SalesforceClient;
  /** The fields of the package as the integration user has them. @throws CrmError `properties_missing` */
  readonly packageFields: () => Promise<PackageFields>;
  readonly timing?: ManyUpdate['timing'];
}

/** A request with all that its rows shall say. */
export interface LoadedRequest {
  readonly requestId: string;
  readonly revision: number;
  /** Null for one that has no row yet. */
  readonly rowId: string | null;
  readonly shown: RowValues;
  /** For a row that Handrail creates. */
  readonly filed: RowValues;
  readonly seats: readonly Seat[];
}

interface Read {
  readonly due: DueRow;
  readonly request: RequestWithSteps;
  readonly rowId: string | null;
}

/**
 * Reads requests as they stand and works out what their rows shall say. Those that no component can show, or that are
 * not there any more, are told apart.
 *
 * @throws CrmError when the owners of their records cannot be read
 */
export async function loadRequests(
  { unitOfWork, client, clock }: RowsOut,
  tenantId: string,
  due: readonly DueRow[],
): Promise<{ readonly requests: readonly LoadedRequest[]; readonly shownNowhere: readonly DueRow[] }> {
  const read = await unitOfWork.transact(tenantId, async (tx) => {
    const found: Read[] = [];
    for (const one of due) {
      const stored = await tx.findRequest(one.requestId);
      if (!stored) continue;
      const steps = await tx.listSteps(one.requestId);
      const notices = await tx.listNotices(one.requestId);
      const link = await tx.requestRows.find(one.requestId);
      found.push({ due: one, request: { ...stored, steps, notices }, rowId: link?.rowId ?? null });
    }
    return found;
  });
  const owners = await ownersOf(client, read);
  const now = clock.now();
  const requests = read.flatMap(({ due: { requestId, revision }, request, rowId }): LoadedRequest[] => {
    const record = recordInRows(request.state.request);
    const filed = filedValues(request.state.request);
    if (record === null || filed === null) return [];
    const owner = owners.get(record.recordId) ?? null;
    const shown = shownValues(request, owner, revision, now);
    return [{ requestId, revision, rowId, shown, filed, seats: seatsOf(request, owner, now) }];
  });
  const shown = new Set(requests.map(({ requestId }) => requestId));
  return { requests, shownNowhere: due.filter(({ requestId }) => !shown.has(requestId)) };
}

/** Who owns the records whose owner may object to what is in force there, by record id. */
async function ownersOf(
  client: SalesforceClient,
  read: readonly Read[],
): Promise<ReadonlyMap<string, Person | null>> {
  const records = read
    .map(({ request: { state } }) => state)
    .filter((state) => state.request.disputeRule !== undefined && isLive(state))
    .flatMap(({ request }) => recordInRows(request) ?? []);
  const ownerIds = new Map<string, string>();
  for (const [objectName, some] of Map.groupBy(records, (record) => objectOf(record).name)) {
    const ids = some.map(({ recordId }) => recordId);
    const found = await readRecords(client, objectName, { ids, fields: ['Id', 'OwnerId'], patience: 'job' });
    for (const [id, { OwnerId }] of found) if (typeof OwnerId === 'string') ownerIds.set(id, OwnerId);
  }
  const users = await readUsers(client, [...ownerIds.values()], 'job');
  return new Map([...ownerIds].map(([recordId, ownerId]) => [recordId, users.get(ownerId) ?? null]));
}
