import type { ObjectType } from '@handrail/contracts/vocabulary';
import type { RecordRef } from '../../../src/domain/policy/facts.ts';

/** One Salesforce object that Handrail governs. */
export interface SalesforceObject {
  readonly name: string;
  /** What people call a record: the first of these fields that is filled. */
  readonly titleFields: readonly string[];
  /** The field that holds the stage; absent where there is none. */
  readonly stageField?: string;
  /** What people call the stages together, in the place of a pipeline's name. */
  readonly stageLabel?: string;
  /** The field that names the account. */
  readonly accountField?: string;
  /** How tasks point to a record. */
  readonly taskField: 'WhatId' | 'WhoId';
}

const OPPORTUNITY: SalesforceObject = {
  name: 'Opportunity',
  titleFields: ['Name'],
  stageField: 'StageName',
  stageLabel: 'Opportunity stages',
  accountField: 'AccountId',
  taskField: 'WhatId',
};
const CONTACT: SalesforceObject = {
  name: 'Contact',
  titleFields: ['Name', 'Email'],
  accountField: 'AccountId',
  taskField: 'WhoId',
};
const LEAD: SalesforceObject = {
  name: 'Lead',
  titleFields: ['Name', 'Company'],
  stageField: 'Status',
  stageLabel: 'Lead status',
  taskField: 'WhoId',
};
const ACCOUNT: SalesforceObject = { name: 'Account', titleFields: ['Name'], taskField: 'WhatId' };
const CASE: SalesforceObject = {
  name: 'Case',
  titleFields: ['Subject', 'CaseNumber'],
  stageField: 'Status',
  stageLabel: 'Case status',
  accountField: 'AccountId',
  taskField: 'WhatId',
};

const BY_TYPE: Readonly<Record<ObjectType, SalesforceObject>> = {
  deal: OPPORTUNITY,
  contact: CONTACT,
  company: ACCOUNT,
  ticket: CASE,
};

/** Leads are contacts that nobody has qualified yet: the first three characters of the id tell the two apart. */
const LEAD_PREFIX = '00Q';

/** The object a record belongs to. */
export function objectOf({ objectType, recordId }: RecordRef): SalesforceObject {
  return objectType === 'contact' && recordId.startsWith(LEAD_PREFIX) ? LEAD : BY_TYPE[objectType];
}

/** The object of a record type as a whole; for contacts not the leads. */
export function objectOfType(objectType: ObjectType): SalesforceObject {
  return BY_TYPE[objectType];
}

/** Every object whose records are of a type. */
export function objectsOfType(objectType: ObjectType): readonly SalesforceObject[] {
  return objectType === 'contact' ? [CONTACT, LEAD] : [BY_TYPE[objectType]];
}

/** The fields every reading of a record needs, whatever facts are wanted. */
export function basicFields({ titleFields, stageField, accountField }: SalesforceObject): readonly string[] {
  return [
    'Id',
    ...titleFields,
    'OwnerId',
    ...(stageField ? [stageField] : []),
    ...(accountField ? [accountField] : []),
  ];
}

/** True for text that can be an id: 15 or 18 letters and digits. One that cannot makes Salesforce refuse a whole call. */
export function isSalesforceId(id: string): boolean {
  return /^[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?$/.test(id);
}

/**
 * Where a person opens a record.
 *
 * @param appOrigin such as `https://acme.lightning.force.com`
 */
export function salesforceRecordUrl(appOrigin: string, record: RecordRef): string {
  return `${appOrigin}/lightning/r/${objectOf(record).name}/${encodeURIComponent(record.recordId)}/view`;
}
