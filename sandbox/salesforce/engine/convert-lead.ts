import { saveError } from '../salesforce-error.ts';
import type { Value } from '../store/field-value.ts';
import type { OrgCore } from './org-core.ts';
import { saveRecord } from './save-record.ts';
import type { Transaction } from './transaction.ts';

/** What a lead has become. */
export interface ConvertedLead {
  readonly accountId: string;
  readonly contactId: string;
  readonly opportunityId: string;
}

/**
 * Converts a lead as its page does: a new account, contact and opportunity of the lead's owner, none of the package's
 * fields copied. The lead stays, and nobody can change it any more.
 *
 * @throws SalesforceError when it is no lead that can be converted, or the org refuses a record it makes
 */
export function convertLead(org: OrgCore, transaction: Transaction, leadId: string): ConvertedLead {
  const lead = org.store.find(leadId);
  if (lead?.objectName !== 'Lead' || lead.values.IsConverted === true) {
    throw saveError('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead');
  }
  const { Company, FirstName, LastName, Email, OwnerId } = lead.values;
  const make = (objectName: string, values: Readonly<Record<string, Value>>) =>
    saveRecord(org, transaction, {
      objectName,
      id: undefined,
      values: { OwnerId: OwnerId ?? null, ...values },
    }).id;
  const accountId = make('Account', { Name: Company ?? null });
  const contactId = make('Contact', {
    FirstName: FirstName ?? null,
    LastName: LastName ?? null,
    Email: Email ?? null,
    AccountId: accountId,
  });
  const CloseDate = new Date(org.clock.now() + 90 * 86_400_000).toISOString().slice(0, 10);
  const opportunityId = make('Opportunity', {
    Name: `${String(Company)}-`,
    AccountId: accountId,
    StageName: 'Prospecting',
    CloseDate,
  });
  const at = new Date(org.clock.now()).toISOString();
  const converted = {
    IsConverted: true,
    Status: 'Qualified',
    ConvertedDate: at.slice(0, 10),
    ConvertedAccountId: accountId,
    ConvertedContactId: contactId,
    ConvertedOpportunityId: opportunityId,
    LastModifiedDate: at,
    LastModifiedById: transaction.userId,
    SystemModstamp: at,
  };
  org.store.put({ ...lead, values: { ...lead.values, ...converted } });
  transaction.touched.add(lead.id);
  return { accountId, contactId, opportunityId };
}
