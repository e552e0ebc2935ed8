import { z } from 'zod';
import type { SalesforceClient } from '../client.ts';
import { queryAll, quotedList } from '../queries.ts';

/** Addresses asked for in one query: longer ones may not fit into an address. */
const MOST = 100;

const userSchema = z.object({ Id: z.string(), Email: z.string().nullish() });

/**
 * The active users behind addresses. Of several with one address the one that was there first counts.
 *
 * @param emails lower case
 * @returns user ids by address; who has no active user is left out
 * @throws SalesforceCallError
 */
export async function usersByEmail(
  client: SalesforceClient,
  emails: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(emails)];
  const found = new Map<string, string>();
  for (let start = 0; start < wanted.length; start += MOST) {
    const chunk = wanted.slice(start, start + MOST);
    const users = await queryAll(client, {
      soql: `SELECT Id, Email FROM User WHERE Email IN ${quotedList(chunk)} AND IsActive = true AND UserType = 'Standard' ORDER BY Id`,
      record: userSchema,
      purpose: 'look up the people of requests',
      patience: 'job',
    });
    for (const { Id, Email } of users) {
      const email = Email?.toLowerCase();
      if (email !== undefined && !found.has(email)) found.set(email, Id);
    }
  }
  return found;
}
