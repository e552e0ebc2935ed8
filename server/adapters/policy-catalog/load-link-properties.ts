import { z } from 'zod';
import type { LinkProperties } from '../hubspot/linked-ids.ts';
import { block } from './issue-in-words.ts';
import { readOptionalFile } from './read-optional-file.ts';

/** What HubSpot's own connection to Salesforce writes; it keeps no id of a case. */
export const STANDARD_LINKS: LinkProperties = {
  deal: ['hs_salesforceopportunityid'],
  contact: ['salesforcecontactid', 'salesforceleadid'],
  company: ['salesforceaccountid'],
  ticket: [],
};

const names = (standard: readonly string[]) =>
  z
    .array(z.string().regex(/^[a-z][a-z0-9_]{0,99}$/, 'must be the internal name of a HubSpot property'))
    .default([...standard]);

const linksSchema = block({
  deal: names(STANDARD_LINKS.deal),
  contact: names(STANDARD_LINKS.contact),
  company: names(STANDARD_LINKS.company),
  ticket: names(STANDARD_LINKS.ticket),
});

/**
 * Reads which HubSpot properties name the same record in Salesforce. It is no part of the policy, and the server takes
 * it at its next start.
 *
 * @param dir the configuration folder
 * @throws PolicyFileError with all problems of the file
 */
export async function loadLinkProperties(dir: string): Promise<LinkProperties> {
  return (await readOptionalFile(dir, 'linked-records.yml', linksSchema)) ?? STANDARD_LINKS;
}
