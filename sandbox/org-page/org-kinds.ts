/** What the page shows of an object. */
export interface OrgKind {
  readonly object: string;
  /** The fields under the record's name. */
  readonly highlights: readonly string[];
  readonly details: readonly string[];
  /** The field that names a record. */
  readonly title: string;
  /** The object that keeps its field history, and the field there that names the record. */
  readonly history: { readonly object: string; readonly parent: string };
}

const KINDS: readonly OrgKind[] = [
  {
    object: 'Opportunity',
    highlights: ['Amount', 'CloseDate', 'StageName'],
    details: ['AccountId', 'Sales_Region__c', 'Type', 'LeadSource', 'Probability', 'NextStep', 'Description'],
    title: 'Name',
    history: { object: 'OpportunityFieldHistory', parent: 'OpportunityId' },
  },
  {
    object: 'Lead',
    highlights: ['Company', 'Status', 'Rating'],
    details: ['Title', 'Email', 'Country', 'Sales_Region__c', 'LeadSource', 'Description'],
    title: 'Name',
    history: { object: 'LeadHistory', parent: 'LeadId' },
  },
  {
    object: 'Account',
    highlights: ['Industry', 'NumberOfEmployees', 'BillingCountry'],
    details: ['Type', 'Sales_Region__c', 'Website', 'Phone', 'Description'],
    title: 'Name',
    history: { object: 'AccountHistory', parent: 'AccountId' },
  },
  {
    object: 'Case',
    highlights: ['Status', 'Priority', 'Origin'],
    details: ['Subject', 'AccountId', 'Sales_Region__c', 'Description'],
    title: 'CaseNumber',
    history: { object: 'CaseHistory', parent: 'CaseId' },
  },
];

/** The kind of an object; undefined for one the page does not show. */
export function findOrgKind(object: string): OrgKind | undefined {
  return KINDS.find((one) => one.object === object);
}

const PREFIXES: Readonly<Record<string, string>> = {
  '006': 'Opportunity',
  '00Q': 'Lead',
  '001': 'Account',
  '500': 'Case',
};

/** The object of a record by its id; undefined for one the page does not show. */
export function objectOfId(recordId: string): string | undefined {
  return PREFIXES[recordId.slice(0, 3)];
}

/** A record's page; absent for one the page does not show. */
export function hrefOf(recordId: string): string | undefined {
  const object = objectOfId(recordId);
  return object === undefined ? undefined : `/r/${object}/${recordId}`;
}
