import { SALESFORCE_OBJECTS, type SalesforceObject } from '@handrail/contracts/salesforce-vocabulary';
import type { z } from 'zod';
import { findDirectoryAsRead } from '../../src/application/people.ts';
import { findPolicyInForce } from '../../src/application/published-policy.ts';
import { CrmError } from '../../src/ports/crm.ts';
import type { RowTrouble } from '../../src/ports/row-outbox.ts';
import type { SalesforceClient } from '../adapters/salesforce/client.ts';
import type { Fields } from '../adapters/salesforce/field-names.ts';
import { holds } from '../adapters/salesforce/mapper.ts';
import { queryAll } from '../adapters/salesforce/queries.ts';
import type { RowOutcome, RowUpdate } from '../adapters/salesforce/row-outcome.ts';
import { chunksOf } from '../adapters/salesforce/rows-out/chunks.ts';
import { createRows } from '../adapters/salesforce/rows-out/create-rows.ts';
import { troubleOfCall, troubleOfRow } from '../adapters/salesforce/rows-out/row-trouble.ts';
import { recordSchema } from '../adapters/salesforce/schema.ts';
import { updateMany } from '../adapters/salesforce/update-many.ts';
import type { RowsOut } from './load-requests.ts';
import { type PolicyRow, policyRows } from './policy-rows.ts';

const OBJECT = 'Handoff_Policy__c';
const LEASE_MS = 60_000;
const COLUMNS = [
  'Name',
  'Key__c',
  'Kind__c',
  'Object__c',
  'Position__c',
  'Active__c',
  'Hold_Hours__c',
  'Document__c',
];

/** What syncing needs beside what rows are written with. */
export interface PolicyRowsOut extends RowsOut {
  /** The fields of a governed object as the integration user sees them. @throws SalesforceCallError */
  readonly objectFields: (object: SalesforceObject) => Promise<Fields>;
}

/** What a look at the policy rows did. */
export interface PolicyRowsSync {
  readonly policyVersion: number;
  readonly created: number;
  readonly changed: number;
  /** Rows of what the policy no longer offers. */
  readonly retired: number;
  readonly trouble: RowTrouble | null;
}

/**
 * Makes the policy rows of the org say what the policy in force says: writes what differs, whoever made it differ, and
 * takes out of force what is gone. Safe to repeat; one instance of a tenant at a time. What came of it is remembered.
 *
 * @returns null when another instance is at it
 * @throws what the store throws; never because of the org
 */
export async function syncPolicyRows(
  out: PolicyRowsOut,
  tenantId: string,
  holder: string,
): Promise<PolicyRowsSync | null> {
  const { unitOfWork, clock } = out;
  const now = clock.now();
  const begun = await unitOfWork.transact(tenantId, async (tx) => {
    const until = new Date(now.getTime() + LEASE_MS);
    if (!(await tx.watch.lease('policy_rows', holder, now, until))) return null;
    return {
      policy: await findPolicyInForce(tx, tenantId),
      directory: await findDirectoryAsRead({ clock }, tx),
    };
  });
  if (!begun) return null;
  const policyVersion = begun.policy.version;
  let sync: PolicyRowsSync;
  try {
    const objects = await Promise.all(
      SALESFORCE_OBJECTS.map(async (object) => [object, await out.objectFields(object)] as const),
    );
    const fields = Object.fromEntries(objects) as Record<SalesforceObject, Fields>;
    const { rows, tooLong } = policyRows({ ...begun, fields });
    sync = { policyVersion, ...(await writeDifferences(out, rows, new Set(tooLong))) };
    if (tooLong.length > 0 && !sync.trouble) sync = { ...sync, trouble: troubleOfLength(tooLong) };
  } catch (error) {
    if (!(error instanceof CrmError)) throw error;
    sync = { policyVersion, created: 0, changed: 0, retired: 0, trouble: troubleOfCall(error) };
  }
  await unitOfWork.transact(tenantId, async (tx) => {
    const { trouble } = sync;
    const checkedAt = now.toISOString();
    await tx.rowOutbox.savePolicyRows({
      policyVersion: trouble ? null : policyVersion,
      checkedAt,
      trouble,
    });
    await tx.watch.release('policy_rows', holder);
  });
  return sync;
}

type StandingRow = z.infer<typeof recordSchema>;

async function writeDifferences(
  { client, packageFields, timing }: PolicyRowsOut,
  rows: readonly PolicyRow[],
  leftAlone: ReadonlySet<string>,
): Promise<Omit<PolicyRowsSync, 'policyVersion'>> {
  const fields = (await packageFields())[OBJECT];
  const into = { client, objectName: OBJECT, fields };
  const standing = await readStanding(client);
  const byKey = new Map(standing.map((row) => [String(row.Key__c), row]));
  const wanted = new Set(rows.map(({ key }) => key));
  const creates = rows.filter(({ key }) => !byKey.has(key));
  const changes = rows.flatMap(({ key, values }): RowUpdate[] => {
    const row = byKey.get(key);
    if (!row) return [];
    const differing = Object.entries(values).filter(
      ([name, text]) => !holds(fields.get(name.toLowerCase()), row[name], text),
    );
    return differing.length > 0 ? [{ id: String(row.Id), values: Object.fromEntries(differing) }] : [];
  });
  const retired = standing
    .filter((row) => row.Active__c === true && !wanted.has(String(row.Key__c)))
    .filter((row) => !leftAlone.has(String(row.Key__c)))
    .map((row): RowUpdate => ({ id: String(row.Id), values: { Active__c: 'false' } }));
  const updated: RowOutcome[] = [];
  for (const chunk of chunksOf([...changes, ...retired])) {
    updated.push(...(await updateMany({ ...into, ...(timing && { timing }) }, chunk)));
  }
  const made = await createRows({ ...into, keyField: 'Key__c' }, creates);
  // A row that somebody deletes meanwhile is made again by the next look.
  const failure = [...updated, ...made].find(
    (outcome) => outcome.outcome === 'failed' && outcome.code !== 'record_not_found',
  );
  const done = (outcomes: readonly RowOutcome[]) =>
    outcomes.filter(({ outcome }) => outcome !== 'failed').length;
  return {
    created: done(made),
    changed: done(updated.slice(0, changes.length)),
    retired: done(updated.slice(changes.length)),
    trouble: failure?.outcome === 'failed' ? troubleOfRow(failure) : null,
  };
}

async function readStanding(client: SalesforceClient): Promise<readonly StandingRow[]> {
  return queryAll(client, {
    soql: `SELECT Id, ${COLUMNS.join(', ')} FROM ${OBJECT}`,
    record: recordSchema,
    purpose: 'read the policy rows',
    patience: 'job',
  });
}

function troubleOfLength(keys: readonly string[]): RowTrouble {
  return {
    code: 'policy_document_too_long',
    message: `What the policy says of ${keys.join(', ')} is longer than a field of Salesforce holds. Shorten its texts or take examples out.`,
  };
}
