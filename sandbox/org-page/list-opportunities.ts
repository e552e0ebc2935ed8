import type { OrgClient } from './org-client.ts';
import type { OpportunityRow } from './wire.ts';

const SHOWN = 200;

/** The opportunities whose name holds a text, as one person may read them, by name. */
export async function listOpportunities(
  client: OrgClient,
  username: string,
  search: string,
): Promise<readonly OpportunityRow[]> {
  const escaped = search.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll(/[%_]/g, '\\$&');
  const where = search === '' ? '' : ` WHERE Name LIKE '%${escaped}%'`;
  const rows = await client.query(
    username,
    `SELECT Id, Name, StageName, Amount, CloseDate, Owner.Name, Handoff_Routing_Hold__c FROM Opportunity${where} ORDER BY Name LIMIT ${SHOWN}`,
  );
  return rows.map((row) => ({
    recordId: String(row.Id),
    name: String(row.Name),
    stage: String(row.StageName),
    amount: row.Amount === null ? '' : Number(row.Amount).toLocaleString('en-US'),
    owner: nameIn(row.Owner),
    closeDate: String(row.CloseDate ?? ''),
    onHold: row.Handoff_Routing_Hold__c === true,
  }));
}

function nameIn(related: unknown): string {
  return typeof related === 'object' && related !== null && 'Name' in related ? String(related.Name) : '';
}
