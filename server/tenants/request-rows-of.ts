import type { RequestRows } from '../../src/ports/request-rows.ts';
import type { SalesforceClient } from '../adapters/salesforce/client.ts';
import { createRequestRows } from '../adapters/salesforce/rows/request-rows.ts';
import type { Tenants } from './tenants.ts';

/** The rows of each tenant's org, made once for each way to it. */
export function requestRowsOf({
  salesforceOf,
}: Pick<Tenants, 'salesforceOf'>): (tenantId: string) => RequestRows {
  const made = new WeakMap<SalesforceClient, RequestRows>();
  return (tenantId) => {
    const client = salesforceOf(tenantId);
    const known = made.get(client);
    if (known) return known;
    const rows = createRequestRows(client);
    made.set(client, rows);
    return rows;
  };
}
