import type { Clock } from '../../src/ports/clock.ts';
import type { Sha256 } from '../../src/ports/digest.ts';
import type { UnitOfWork } from '../../src/ports/unit-of-work.ts';
import type { SalesforceClient } from '../adapters/salesforce/client.ts';
import { createOrgCatalog } from '../adapters/salesforce/org-catalog.ts';
import { type PackageFields, readPackageFields } from '../adapters/salesforce/rows-out/package-fields.ts';
import type { Tenants } from '../tenants/tenants.ts';
import type { PolicyRowsOut } from './sync-policy-rows.ts';

/** For how long the fields of the package are believed to be as they were; an org that lacks one is asked each time. */
const FIELDS_GOOD_FOR_MS = 5 * 60_000;

interface RowsOutParts {
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly sha256: Sha256;
}

/** What rows of one org are written with. */
export function openRowsOut(
  client: SalesforceClient,
  { unitOfWork, clock, sha256 }: RowsOutParts,
): PolicyRowsOut {
  const catalog = createOrgCatalog(client, clock);
  let known: { readonly fields: PackageFields; readonly until: number } | undefined;
  return {
    unitOfWork,
    clock,
    sha256,
    client,
    objectFields: (object) => catalog.fields(object, 'job'),
    packageFields: async () => {
      const now = clock.now().getTime();
      if (!known || known.until <= now) {
        known = undefined;
        known = { fields: await readPackageFields(client), until: now + FIELDS_GOOD_FOR_MS };
      }
      return known.fields;
    },
  };
}

/** What the rows of each tenant's org are written with, made once for each way to it; null for a tenant without one. */
export function rowsOutOf(
  { salesforceOf, vendorsOf }: Pick<Tenants, 'salesforceOf' | 'vendorsOf'>,
  parts: RowsOutParts,
): (tenantId: string) => Promise<PolicyRowsOut | null> {
  const made = new WeakMap<SalesforceClient, PolicyRowsOut>();
  return async (tenantId) => {
    if (!(await vendorsOf(tenantId)).includes('salesforce')) return null;
    const client = salesforceOf(tenantId);
    const known = made.get(client);
    if (known) return known;
    const rowsOut = openRowsOut(client, parts);
    made.set(client, rowsOut);
    return rowsOut;
  };
}
