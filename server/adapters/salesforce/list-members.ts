import type { GroupObjectType } from '@handrail/contracts/vocabulary';
import type { RecordRef } from '../../../src/domain/policy/facts.ts';
import { type AssociatedPage, CrmError } from '../../../src/ports/crm.ts';
import type { SalesforceClient } from './client.ts';
import { queryAll, quoted } from './queries.ts';
import { readRecords } from './read-records.ts';
import { memberSchema } from './schema.ts';
import { isSalesforceId, objectOf } from './sobjects.ts';

const PAGE_SIZE = 100;

/** What is read of each kind of member. */
const MEMBERS: Readonly<Record<GroupObjectType, { readonly object: string; readonly fields: string }>> = {
  deal: { object: 'Opportunity', fields: 'Id, Name, IsClosed' },
  contact: { object: 'Contact', fields: 'Id, Name' },
};

/**
 * One page of an account's opportunities or contacts, by their ids: an order that stays. See `CrmPort.listAssociated`.
 *
 * @throws SalesforceCallError; CrmError `record_not_found`; `refused` for a record that is no account
 */
export async function listMembers(
  client: SalesforceClient,
  record: RecordRef,
  objectType: GroupObjectType,
  after: string | undefined,
): Promise<AssociatedPage> {
  const { recordId } = record;
  if (record.objectType !== 'company') {
    throw new CrmError(
      'refused',
      `Handrail reads the ${objectType}s of an account only, not of a ${record.objectType}.`,
      'members of a record that is no account',
    );
  }
  const { object, fields } = MEMBERS[objectType];
  const members = isSalesforceId(recordId)
    ? await queryAll(client, {
        soql: `SELECT ${fields} FROM ${object} WHERE AccountId = ${quoted(recordId)}${after === undefined ? '' : ` AND Id > ${quoted(after)}`} ORDER BY Id LIMIT ${PAGE_SIZE}`,
        record: memberSchema,
        purpose: `list the ${objectType}s of the account`,
        patience: 'job',
      })
    : [];
  if (members.length === 0) await checkAccount(client, record);
  const last = members.at(-1);
  return {
    records: members.map(({ Id, Name, IsClosed }) => ({
      recordId: Id,
      title: Name?.trim() || Id,
      closed: IsClosed === true,
    })),
    ...(members.length === PAGE_SIZE && last && { next: last.Id }),
  };
}

/** An account without members and one that is gone look alike in a query. */
async function checkAccount(client: SalesforceClient, record: RecordRef): Promise<void> {
  const { recordId } = record;
  const found = await readRecords(client, objectOf(record).name, {
    ids: [recordId],
    fields: ['Id'],
    patience: 'job',
  });
  if (found.has(recordId)) return;
  throw new CrmError(
    'record_not_found',
    'Salesforce does not know this account any more.',
    'not among the accounts',
  );
}
