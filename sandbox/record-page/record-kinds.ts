/** How one type of record is read and shown. */
export interface RecordKind {
  readonly objectTypeId: string;
  /** The name in API paths. */
  readonly path: string;
  readonly singular: string;
  readonly plural: string;
  /** Shown under the record's name. */
  readonly highlights: readonly string[];
  /** Shown in the list "About this …". */
  readonly about: readonly string[];
  /** Shown beside the name where the record is listed. */
  readonly detail: string;
  /** Types of record listed beside it. */
  readonly related: readonly string[];
  readonly title: (values: Readonly<Record<string, string | null>>) => string;
}

const KINDS: readonly RecordKind[] = [
  {
    objectTypeId: '0-3',
    path: 'deals',
    singular: 'Deal',
    plural: 'Deals',
    highlights: ['amount', 'dealstage', 'closedate'],
    about: [
      'pipeline',
      'sales_region',
      'dealtype',
      'hs_priority',
      'hs_next_step',
      'notes_last_updated',
      'createdate',
    ],
    detail: 'dealstage',
    related: ['companies', 'contacts', 'tickets'],
    title: (values) => values.dealname || 'Unnamed deal',
  },
  {
    objectTypeId: '0-1',
    path: 'contacts',
    singular: 'Contact',
    plural: 'Contacts',
    highlights: ['email', 'phone', 'lifecyclestage'],
    about: ['jobtitle', 'hs_lead_status', 'country', 'createdate'],
    detail: 'email',
    related: ['companies', 'deals', 'tickets'],
    title: (values) =>
      [values.firstname, values.lastname].filter(Boolean).join(' ') || values.email || 'Unnamed contact',
  },
  {
    objectTypeId: '0-2',
    path: 'companies',
    singular: 'Company',
    plural: 'Companies',
    highlights: ['domain', 'industry', 'country'],
    about: ['lifecyclestage', 'numberofemployees', 'annualrevenue', 'createdate'],
    detail: 'domain',
    related: ['contacts', 'deals', 'tickets'],
    title: (values) => values.name || values.domain || 'Unnamed company',
  },
  {
    objectTypeId: '0-5',
    path: 'tickets',
    singular: 'Ticket',
    plural: 'Tickets',
    highlights: ['hs_pipeline_stage', 'hs_ticket_priority'],
    about: ['hs_pipeline', 'content', 'createdate'],
    detail: 'hs_pipeline_stage',
    related: ['contacts', 'companies', 'deals'],
    title: (values) => values.subject || 'Unnamed ticket',
  },
];

/** The kind of record with this type id (`0-3`) or API name (`deals`), or undefined for one the page cannot show. */
export function findRecordKind(name: string): RecordKind | undefined {
  return KINDS.find((kind) => kind.objectTypeId === name || kind.path === name.toLowerCase());
}
