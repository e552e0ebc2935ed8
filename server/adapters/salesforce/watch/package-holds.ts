import { z } from 'zod';
import type { SalesforceClient } from '../client.ts';
import { SalesforceCallError } from '../errors.ts';
import { queryAll, quotedList } from '../queries.ts';
import { instantOf } from './instants.ts';

/** How far a row's creation and the hold that its flow sets may be apart, in milliseconds: both tell seconds only. */
const SAME_SAVE = 2_000;

/** A request row whose flow holds its record until Handrail answers. */
export interface PackageHold {
  readonly recordId: string;
  /** ISO 8601 instants. */
  readonly from: string;
  readonly until: string;
}

const LOOKUPS: Readonly<Record<string, string>> = {
  Opportunity: 'Opportunity__c',
  Lead: 'Lead__c',
  Account: 'Account__c',
  Case: 'Case__c',
};

/**
 * The holds that the flow of the package has set: it writes in the name of whoever made the request row.
 *
 * @returns none when the package, or the part of it that holds, is not there
 * @throws SalesforceCallError
 */
export async function readPackageHolds(
  client: SalesforceClient,
  objectName: string,
  recordIds: readonly string[],
): Promise<readonly PackageHold[]> {
  const lookup = LOOKUPS[objectName];
  if (lookup === undefined || recordIds.length === 0) return [];
  const record = z.looseObject({ CreatedDate: z.string(), Hold_Until__c: z.string() }).transform(
    (row): PackageHold => ({
      recordId: String(row[lookup]),
      from: instantOf(row.CreatedDate),
      until: instantOf(row.Hold_Until__c),
    }),
  );
  try {
    return await queryAll(client, {
      soql: `SELECT ${lookup}, CreatedDate, Hold_Until__c FROM Handoff_Exception__c WHERE ${lookup} IN ${quotedList(recordIds)} AND Hold_Until__c != null`,
      record,
      purpose: `read which records of ${objectName} the package holds`,
      patience: 'job',
    });
  } catch (error) {
    const absent = ['INVALID_TYPE', 'INVALID_FIELD'];
    if (error instanceof SalesforceCallError && absent.includes(error.errorCode ?? '')) return [];
    throw error;
  }
}

/** True when the hold came in the save that made a request row. */
export function isSetByPackage(holds: readonly PackageHold[], recordId: string, at: string): boolean {
  return holds.some(
    (hold) => hold.recordId === recordId && Math.abs(Date.parse(at) - Date.parse(hold.from)) <= SAME_SAVE,
  );
}

/** True when a request row may be what holds the record. */
export function isHeldByPackage(holds: readonly PackageHold[], recordId: string, at: string): boolean {
  const time = Date.parse(at);
  return holds.some(
    (hold) =>
      hold.recordId === recordId &&
      time >= Date.parse(hold.from) - SAME_SAVE &&
      time <= Date.parse(hold.until) + SAME_SAVE,
  );
}
