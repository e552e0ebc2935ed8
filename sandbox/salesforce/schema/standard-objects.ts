import { type FieldDefinition, field, picklist, reference, systemField } from './field-definition.ts';
import { type ObjectDefinition, object } from './object-definition.ts';
import { SETUP_OBJECTS } from './setup-objects.ts';

/** Stages of the org's opportunities, with what `OpportunityStage` says of each. */
export const OPPORTUNITY_STAGES = [
  { name: 'Prospecting', probability: 10, closed: false, won: false },
  { name: 'Qualification', probability: 20, closed: false, won: false },
  { name: 'Needs Analysis', probability: 35, closed: false, won: false },
  { name: 'Proposal/Price Quote', probability: 60, closed: false, won: false },
  { name: 'Negotiation/Review', probability: 80, closed: false, won: false },
  { name: 'Closed Won', probability: 100, closed: true, won: true },
  { name: 'Closed Lost', probability: 0, closed: true, won: false },
] as const;

/** Statuses of cases; only the last closes one. */
export const CASE_STATUSES = ['New', 'Working', 'Escalated', 'Closed'] as const;
export const LEAD_STATUSES = [
  'Open - Not Contacted',
  'Working - Contacted',
  'Qualified',
  'Unqualified',
] as const;

const REGION = picklist('Sales_Region__c', ['AMER', 'EMEA', 'APAC', 'LATAM'], {
  restricted: true,
  tracked: true,
});

const address = (prefix: string): readonly FieldDefinition[] =>
  ['Street', 'City', 'State', 'PostalCode', 'Country'].map((part) => field('string', `${prefix}${part}`));

const PERSON: readonly FieldDefinition[] = [
  field('string', 'FirstName', { length: 40 }),
  field('string', 'LastName', { length: 80, required: true }),
  systemField('string', 'Name'),
  field('email', 'Email'),
  field('phone', 'Phone'),
  field('string', 'Title', { length: 128 }),
];

/** The field of a lead that names what it became. */
const converted = (name: string): FieldDefinition => ({
  ...reference(`Converted${name}Id`, [name]),
  createable: false,
  updateable: false,
});

/** Objects that records of a deal are made of. */
const SALES_OBJECTS: readonly ObjectDefinition[] = [
  object(
    'Account',
    '001',
    [
      field('string', 'Name', { required: true, tracked: true }),
      picklist('Industry', ['Energy', 'Technology', 'Manufacturing', 'Retail']),
      picklist('Type', ['Prospect', 'Customer', 'Partner']),
      field('int', 'NumberOfEmployees'),
      field('currency', 'AnnualRevenue'),
      field('url', 'Website'),
      field('phone', 'Phone'),
      field('textarea', 'Description'),
      reference('ParentId', ['Account'], { childRelationshipName: 'ChildAccounts' }),
      ...address('Billing'),
      REGION,
    ],
    { ownedBy: 'user', history: { object: 'AccountHistory', parentField: 'AccountId' } },
  ),
  object(
    'Contact',
    '003',
    [
      ...PERSON,
      reference('AccountId', ['Account'], { childRelationshipName: 'Contacts' }),
      field('textarea', 'Description'),
      ...address('Mailing'),
    ],
    { ownedBy: 'user', history: { object: 'ContactHistory', parentField: 'ContactId' } },
  ),
  object(
    'Lead',
    '00Q',
    [
      ...PERSON,
      field('string', 'Company', { required: true }),
      picklist('Status', LEAD_STATUSES, {
        required: true,
        tracked: true,
        defaultValue: 'Open - Not Contacted',
      }),
      picklist('LeadSource', ['Web', 'Phone Inquiry', 'Partner Referral', 'Other']),
      picklist('Rating', ['Hot', 'Warm', 'Cold']),
      picklist('Industry', ['Energy', 'Technology', 'Manufacturing', 'Retail']),
      field('int', 'NumberOfEmployees'),
      field('textarea', 'Description'),
      systemField('boolean', 'IsConverted'),
      systemField('date', 'ConvertedDate'),
      converted('Account'),
      converted('Contact'),
      converted('Opportunity'),
      ...address(''),
      REGION,
    ],
    { ownedBy: 'user_or_queue', history: { object: 'LeadHistory', parentField: 'LeadId' } },
  ),
  object(
    'Opportunity',
    '006',
    [
      field('string', 'Name', { required: true, length: 120 }),
      reference('AccountId', ['Account'], { childRelationshipName: 'Opportunities' }),
      picklist(
        'StageName',
        OPPORTUNITY_STAGES.map(({ name }) => name),
        { required: true, tracked: true },
      ),
      field('date', 'CloseDate', { required: true, tracked: true }),
      field('currency', 'Amount', { tracked: true }),
      field('percent', 'Probability'),
      field('string', 'NextStep'),
      field('textarea', 'Description'),
      picklist('Type', ['New Customer', 'Existing Customer - Upgrade']),
      picklist('LeadSource', ['Web', 'Phone Inquiry', 'Partner Referral', 'Other']),
      systemField('boolean', 'IsClosed'),
      systemField('boolean', 'IsWon'),
      REGION,
    ],
    {
      ownedBy: 'user',
      plural: 'Opportunities',
      history: { object: 'OpportunityFieldHistory', parentField: 'OpportunityId' },
    },
  ),
  object(
    'Case',
    '500',
    [
      systemField('string', 'CaseNumber'),
      field('string', 'Subject'),
      field('textarea', 'Description'),
      picklist('Status', CASE_STATUSES, { required: true, tracked: true, defaultValue: 'New' }),
      picklist('Priority', ['High', 'Medium', 'Low'], { defaultValue: 'Medium' }),
      picklist('Origin', ['Phone', 'Email', 'Web']),
      reference('AccountId', ['Account'], { childRelationshipName: 'Cases' }),
      reference('ContactId', ['Contact'], { childRelationshipName: 'Cases' }),
      systemField('boolean', 'IsClosed'),
      REGION,
    ],
    { ownedBy: 'user_or_queue', history: { object: 'CaseHistory', parentField: 'CaseId' } },
  ),
  object(
    'Task',
    '00T',
    [
      reference('WhatId', ['Opportunity', 'Account', 'Case', 'Handoff_Exception__c'], {
        childRelationshipName: 'Tasks',
      }),
      reference('WhoId', ['Contact', 'Lead']),
      field('string', 'Subject'),
      field('date', 'ActivityDate'),
      field('textarea', 'Description'),
      picklist('Status', ['Not Started', 'In Progress', 'Completed'], {
        required: true,
        defaultValue: 'Not Started',
      }),
      picklist('Priority', ['High', 'Normal', 'Low'], { required: true, defaultValue: 'Normal' }),
      systemField('boolean', 'IsClosed'),
    ],
    { ownedBy: 'user_or_queue' },
  ),
];

/** People, and what they are gathered in. */
const PEOPLE_OBJECTS: readonly ObjectDefinition[] = [
  object(
    'User',
    '005',
    [
      field('string', 'Username', { required: true, unique: true }),
      field('email', 'Email', { required: true }),
      field('string', 'FirstName'),
      field('string', 'LastName', { required: true }),
      systemField('string', 'Name'),
      field('boolean', 'IsActive', { defaultValue: true }),
      reference('UserRoleId', ['UserRole']),
      reference('ProfileId', ['Profile']),
      reference('ManagerId', ['User']),
      field('string', 'UserType', { defaultValue: 'Standard' }),
    ],
    { writable: false },
  ),
  object(
    'UserRole',
    '00E',
    [field('string', 'Name'), field('string', 'DeveloperName'), reference('ParentRoleId', ['UserRole'])],
    { writable: false },
  ),
  object('UserLicense', '100', [field('string', 'Name')], { writable: false }),
  object('Profile', '00e', [field('string', 'Name'), reference('UserLicenseId', ['UserLicense'])], {
    writable: false,
  }),
  object(
    'Group',
    '00G',
    [field('string', 'Name'), field('string', 'DeveloperName'), field('string', 'Type')],
    { writable: false },
  ),
  object(
    'GroupMember',
    '011',
    [
      reference('GroupId', ['Group'], { childRelationshipName: 'GroupMembers' }),
      reference('UserOrGroupId', ['User', 'Group']),
    ],
    { writable: false },
  ),
  object(
    'OpportunityStage',
    '01J',
    [
      field('string', 'MasterLabel'),
      field('string', 'ApiName'),
      field('boolean', 'IsActive', { defaultValue: true }),
      field('boolean', 'IsClosed'),
      field('boolean', 'IsWon'),
      field('int', 'SortOrder'),
      field('percent', 'DefaultProbability'),
    ],
    { writable: false },
  ),
  object(
    'Organization',
    '00D',
    [
      field('string', 'Name'),
      field('string', 'OrganizationType'),
      field('boolean', 'IsSandbox'),
      field('string', 'InstanceName'),
      field('string', 'NamespacePrefix'),
      field('datetime', 'TrialExpirationDate'),
    ],
    { writable: false },
  ),
  object(
    'ListView',
    '00B',
    [field('string', 'Name'), field('string', 'DeveloperName'), field('string', 'SobjectType')],
    { writable: false },
  ),
];

/** What the org has before anything is installed. */
export const STANDARD_OBJECTS: readonly ObjectDefinition[] = [
  ...SALES_OBJECTS,
  ...PEOPLE_OBJECTS,
  ...SETUP_OBJECTS,
];
