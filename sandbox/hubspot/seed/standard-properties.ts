import type { PropertyDefinition, PropertyOption, PropertyType } from '../store/model.ts';
import { OBJECT_TYPE_FACTS, OBJECT_TYPES, type ObjectType } from '../store/object-types.ts';
import type { Portal } from '../store/portal.ts';
import { SALES_REGIONS } from './people.ts';

type Sketch = readonly [name: string, label: string, type: PropertyType, extra?: Partial<PropertyDefinition>];

const READ_ONLY = { readOnlyValue: true };
const UNIQUE = { hasUniqueValue: true };
const OWNER = { externalOptions: true, referencedObjectType: 'OWNER' };

const OWNED: readonly Sketch[] = [
  ['hubspot_owner_id', 'Owner', 'enumeration', OWNER],
  ['hubspot_team_id', 'HubSpot team', 'string', READ_ONLY],
];

const PROPERTIES: Readonly<Record<ObjectType, readonly Sketch[]>> = {
  deals: [
    ...OWNED,
    ['dealname', 'Deal name', 'string'],
    ['amount', 'Amount', 'number'],
    ['closedate', 'Close date', 'datetime'],
    ['pipeline', 'Pipeline', 'enumeration'],
    ['dealstage', 'Deal stage', 'enumeration'],
    [
      'dealtype',
      'Deal type',
      'enumeration',
      choices(['newbusiness', 'New business'], ['existingbusiness', 'Existing business']),
    ],
    ['description', 'Deal description', 'string', { fieldType: 'textarea' }],
    ['hs_next_step', 'Next step', 'string'],
    [
      'hs_priority',
      'Priority',
      'enumeration',
      choices(['low', 'Low'], ['medium', 'Medium'], ['high', 'High']),
    ],
    ['notes_last_updated', 'Last activity date', 'datetime', READ_ONLY],
    [
      'sales_region',
      'Sales region',
      'enumeration',
      { ...choices(...SALES_REGIONS.map((region) => [region, region] as const)), hubspotDefined: false },
    ],
  ],
  contacts: [
    ...OWNED,
    ['email', 'Email', 'string', UNIQUE],
    ['firstname', 'First name', 'string'],
    ['lastname', 'Last name', 'string'],
    ['phone', 'Phone number', 'phone_number'],
    ['jobtitle', 'Job title', 'string'],
    ['country', 'Country', 'string'],
    [
      'lifecyclestage',
      'Lifecycle stage',
      'enumeration',
      choices(
        ['lead', 'Lead'],
        ['marketingqualifiedlead', 'Marketing qualified lead'],
        ['salesqualifiedlead', 'Sales qualified lead'],
        ['opportunity', 'Opportunity'],
        ['customer', 'Customer'],
      ),
    ],
    [
      'hs_lead_status',
      'Lead status',
      'enumeration',
      choices(
        ['NEW', 'New'],
        ['OPEN', 'Open'],
        ['IN_PROGRESS', 'In progress'],
        ['UNQUALIFIED', 'Unqualified'],
      ),
    ],
    ['notes_last_updated', 'Last activity date', 'datetime', READ_ONLY],
  ],
  companies: [
    ...OWNED,
    ['name', 'Company name', 'string'],
    ['domain', 'Company domain name', 'string'],
    ['country', 'Country/Region', 'string'],
    ['city', 'City', 'string'],
    ['industry', 'Industry', 'string'],
    ['numberofemployees', 'Number of employees', 'number'],
    ['annualrevenue', 'Annual revenue', 'number'],
    ['notes_last_updated', 'Last activity date', 'datetime', READ_ONLY],
  ],
  tickets: [
    ...OWNED,
    ['subject', 'Ticket name', 'string'],
    ['content', 'Ticket description', 'string', { fieldType: 'textarea' }],
    ['hs_pipeline', 'Pipeline', 'enumeration'],
    ['hs_pipeline_stage', 'Ticket status', 'enumeration'],
    [
      'hs_ticket_priority',
      'Priority',
      'enumeration',
      choices(['LOW', 'Low'], ['MEDIUM', 'Medium'], ['HIGH', 'High'], ['URGENT', 'Urgent']),
    ],
  ],
  notes: [
    ['hubspot_owner_id', 'Activity assigned to', 'enumeration', OWNER],
    ['hs_timestamp', 'Activity date', 'datetime'],
    ['hs_note_body', 'Note body', 'string', { fieldType: 'html' }],
  ],
  tasks: [
    ['hubspot_owner_id', 'Assigned to', 'enumeration', OWNER],
    ['hs_timestamp', 'Due date', 'datetime'],
    ['hs_task_subject', 'Task title', 'string'],
    ['hs_task_body', 'Notes', 'string', { fieldType: 'html' }],
    [
      'hs_task_status',
      'Task status',
      'enumeration',
      choices(
        ['NOT_STARTED', 'Not started'],
        ['IN_PROGRESS', 'In progress'],
        ['WAITING', 'Waiting'],
        ['COMPLETED', 'Completed'],
        ['DEFERRED', 'Deferred'],
      ),
    ],
    [
      'hs_task_priority',
      'Priority',
      'enumeration',
      choices(['NONE', 'None'], ['LOW', 'Low'], ['MEDIUM', 'Medium'], ['HIGH', 'High']),
    ],
    [
      'hs_task_type',
      'Task type',
      'enumeration',
      choices(['TODO', 'To-do'], ['CALL', 'Call'], ['EMAIL', 'Email']),
    ],
  ],
};

/** Installs the groups and properties of a fresh portal. Pipelines must be there already. */
export function installStandardProperties(portal: Portal): void {
  for (const type of OBJECT_TYPES) {
    const facts = OBJECT_TYPE_FACTS[type];
    const groupName = `${facts.singular}information`;
    portal.catalog.addGroup(type, {
      name: groupName,
      label: `${capital(facts.singular)} information`,
      displayOrder: 0,
    });
    const dates: readonly Sketch[] = [
      ['hs_object_id', 'Record ID', 'number', READ_ONLY],
      [facts.createdProperty, 'Create date', 'datetime', READ_ONLY],
      [facts.modifiedProperty, 'Last modified date', 'datetime', READ_ONLY],
    ];
    for (const sketch of [...PROPERTIES[type], ...dates]) {
      portal.catalog.add(type, toDefinition(portal, type, groupName, sketch));
    }
  }
}

function toDefinition(
  portal: Portal,
  type: ObjectType,
  groupName: string,
  sketch: Sketch,
): PropertyDefinition {
  const [name, label, propertyType, extra] = sketch;
  const at = portal.clock.now();
  return {
    name,
    label,
    description: '',
    type: propertyType,
    fieldType: standardFieldType(propertyType),
    groupName,
    options: pipelineOptions(portal, type, name),
    displayOrder: -1,
    hidden: false,
    formField: false,
    hasUniqueValue: false,
    hubspotDefined: true,
    readOnlyValue: false,
    externalOptions: false,
    createdAt: at,
    updatedAt: at,
    ...extra,
  };
}

function pipelineOptions(portal: Portal, type: ObjectType, name: string): PropertyOption[] {
  const pipelines = portal.pipelines.get(type) ?? [];
  if (name === 'pipeline' || name === 'hs_pipeline') return pipelines.map(toOption);
  if (name === 'dealstage' || name === 'hs_pipeline_stage')
    return pipelines.flatMap((one) => one.stages).map(toOption);
  return [];
}

function toOption(
  item: { readonly id: string; readonly label: string },
  displayOrder: number,
): PropertyOption {
  return { value: item.id, label: item.label, displayOrder, hidden: false };
}

function choices(...pairs: ReadonlyArray<readonly [value: string, label: string]>): {
  options: PropertyOption[];
} {
  return {
    options: pairs.map(([value, label], displayOrder) => ({ value, label, displayOrder, hidden: false })),
  };
}

function standardFieldType(type: PropertyType): string {
  switch (type) {
    case 'bool':
      return 'booleancheckbox';
    case 'date':
    case 'datetime':
      return 'date';
    case 'enumeration':
      return 'select';
    case 'number':
      return 'number';
    case 'phone_number':
      return 'phonenumber';
    case 'string':
      return 'text';
  }
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
