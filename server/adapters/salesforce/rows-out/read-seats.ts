import { z } from 'zod';
import type { SalesforceClient } from '../client.ts';
import { queryAll, quotedList } from '../queries.ts';

/** Requests asked about in one query. */
const MOST = 100;

const seatSchema = z.object({
  Id: z.string(),
  Key__c: z.string().nullish(),
  Handoff_Exception__c: z.string(),
  Open__c: z.boolean(),
  May__c: z.string().nullish(),
});

/** A seat as it stands in the org. */
export interface StandingSeat {
  readonly id: string;
  readonly key: string;
  readonly exceptionRowId: string;
  /** Nothing is open and nothing may be done. */
  readonly closed: boolean;
}

/** The seats of some requests, by the ids of their rows. @throws SalesforceCallError */
export async function readSeats(
  client: SalesforceClient,
  rowIds: readonly string[],
): Promise<readonly StandingSeat[]> {
  const seats: StandingSeat[] = [];
  for (let start = 0; start < rowIds.length; start += MOST) {
    const ids = quotedList(rowIds.slice(start, start + MOST));
    const found = await queryAll(client, {
      soql: `SELECT Id, Key__c, Handoff_Exception__c, Open__c, May__c FROM Handoff_Seat__c WHERE Handoff_Exception__c IN ${ids}`,
      record: seatSchema,
      purpose: 'read who may do what about requests',
      patience: 'job',
    });
    for (const seat of found) {
      seats.push({
        id: seat.Id,
        key: seat.Key__c ?? '',
        exceptionRowId: seat.Handoff_Exception__c,
        closed: !(seat.Open__c || seat.May__c),
      });
    }
  }
  return seats;
}
