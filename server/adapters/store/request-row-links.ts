// What each function promises stands at its namesake in `RequestRowLinks`, src/ports/request-row-links.ts.

import type { RequestRowLink, RequestRowLinks } from '../../../src/ports/request-row-links.ts';
import { ConcurrencyConflict } from '../../../src/ports/unit-of-work.ts';
import type { TenantScope } from './database.ts';

const COLUMNS = [
  'salesforce_request_row.request_id as requestId',
  'salesforce_request_row.row_id as rowId',
  'salesforce_request_row.mirrored_version as mirroredVersion',
  'salesforce_request_row.mirrored_hash as mirroredHash',
] as const;

/** Which row shows which request, within one transaction. */
export function requestRowLinksOf(scope: TenantScope): RequestRowLinks {
  return {
    link: (requestId, rowId) => link(scope, requestId, rowId),
    find: (requestId) => find(scope, 'request_id', requestId),
    findByRow: (rowId) => find(scope, 'row_id', rowId),
    listBehind: (options) => listBehind(scope, options),
    markMirrored: (requestId, version, hash, at) => markMirrored(scope, requestId, version, hash, at),
  };
}

async function link(scope: TenantScope, requestId: string, rowId: string): Promise<void> {
  await scope.trx
    .insertInto('salesforce_request_row')
    .values({ tenant_id: scope.tenantId, request_id: requestId, row_id: rowId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const found = await find(scope, 'request_id', requestId);
  if (found?.rowId === rowId) return;
  throw new ConcurrencyConflict('The request or the row is linked to another one.');
}

async function find(
  { trx, tenantId }: TenantScope,
  column: 'request_id' | 'row_id',
  id: string,
): Promise<RequestRowLink | null> {
  const row = await trx
    .selectFrom('salesforce_request_row')
    .select(COLUMNS)
    .where('tenant_id', '=', tenantId)
    .where(column, '=', id)
    .executeTakeFirst();
  return row ?? null;
}

async function listBehind(
  { trx, tenantId }: TenantScope,
  { after, limit }: { readonly after?: string; readonly limit: number },
): Promise<readonly RequestRowLink[]> {
  return trx
    .selectFrom('salesforce_request_row')
    .innerJoin('exception_request as request', (join) =>
      join
        .onRef('request.tenant_id', '=', 'salesforce_request_row.tenant_id')
        .onRef('request.request_id', '=', 'salesforce_request_row.request_id'),
    )
    .select(COLUMNS)
    .where('salesforce_request_row.tenant_id', '=', tenantId)
    .where((eb) =>
      eb.or([
        eb('salesforce_request_row.mirrored_version', 'is', null),
        eb('salesforce_request_row.mirrored_version', '<', eb.ref('request.version')),
      ]),
    )
    .$if(after !== undefined, (query) => query.where('salesforce_request_row.request_id', '>', after ?? ''))
    .orderBy('salesforce_request_row.request_id')
    .limit(limit)
    .execute();
}

async function markMirrored(
  { trx, tenantId }: TenantScope,
  requestId: string,
  version: number,
  hash: string,
  at: Date,
): Promise<void> {
  await trx
    .updateTable('salesforce_request_row')
    .set({ mirrored_version: version, mirrored_hash: hash, mirrored_at: at })
    .where('tenant_id', '=', tenantId)
    .where('request_id', '=', requestId)
    .where((eb) => eb.or([eb('mirrored_version', 'is', null), eb('mirrored_version', '<=', version)]))
    .execute();
}
