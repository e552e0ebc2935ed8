/** One list view. */
export interface ListView {
  readonly object: string;
  readonly name: string;
  readonly columns: readonly string[];
  readonly filterScope: 'Everything' | 'Mine';
  readonly filters?: readonly {
    readonly field: string;
    readonly operation: string;
    readonly value: string;
  }[];
  readonly label: string;
}

const REQUEST = ['NAME', 'Exception_Type__c', 'Record_Id__c', 'Status__c', 'Expires_At__c', 'CREATED_DATE'];

/** The list views of the package's objects. */
export const LIST_VIEWS: readonly ListView[] = [
  {
    object: 'Handoff_Exception__c',
    name: 'All',
    columns: REQUEST,
    filterScope: 'Everything',
    label: 'All',
  },
  {
    object: 'Handoff_Exception__c',
    name: 'Waiting',
    columns: REQUEST,
    filterScope: 'Everything',
    filters: [{ field: 'Status__c', operation: 'equals', value: 'submitted,pending,info_requested' }],
    label: 'Waiting for a decision',
  },
  {
    object: 'Handoff_Exception__c',
    name: 'In_Force',
    columns: REQUEST,
    filterScope: 'Everything',
    filters: [{ field: 'Status__c', operation: 'equals', value: 'approved,active,ending' }],
    label: 'In force',
  },
  {
    object: 'Handoff_Exception__c',
    name: 'Needs_Attention',
    columns: [...REQUEST, 'Problem_Code__c'],
    filterScope: 'Everything',
    filters: [{ field: 'Status__c', operation: 'equals', value: 'needs_attention,refused' }],
    label: 'Needs attention or refused',
  },
  {
    object: 'Handoff_Exception__c',
    name: 'Took_Effect_At_Once',
    columns: REQUEST,
    filterScope: 'Everything',
    filters: [{ field: 'Break_Glass__c', operation: 'equals', value: '1' }],
    label: 'Break-glass',
  },
  {
    object: 'Handoff_Exception__c',
    name: 'Over',
    columns: [...REQUEST, 'Ended_At__c', 'End_Reason__c'],
    filterScope: 'Everything',
    filters: [{ field: 'Status__c', operation: 'equals', value: 'ended,reverted,rejected,withdrawn,lapsed' }],
    label: 'Over',
  },
  {
    object: 'Handoff_Exception__c',
    name: 'Filed_By_Me',
    columns: REQUEST,
    filterScope: 'Mine',
    label: 'Filed by me',
  },
  {
    object: 'Handoff_Decision__c',
    name: 'All',
    columns: ['NAME', 'Handoff_Exception__c', 'Decision__c', 'Outcome__c', 'CREATEDBY_USER', 'CREATED_DATE'],
    filterScope: 'Everything',
    label: 'All',
  },
  {
    object: 'Handoff_Decision__c',
    name: 'Not_Read_Yet',
    columns: ['NAME', 'Handoff_Exception__c', 'Decision__c', 'CREATEDBY_USER', 'CREATED_DATE'],
    filterScope: 'Everything',
    filters: [{ field: 'Outcome__c', operation: 'equals', value: 'waiting' }],
    label: 'Not read by Handrail yet',
  },
  {
    object: 'Handoff_Decision__c',
    name: 'Refused',
    columns: ['NAME', 'Handoff_Exception__c', 'Decision__c', 'Problem_Code__c', 'CREATEDBY_USER'],
    filterScope: 'Everything',
    filters: [{ field: 'Outcome__c', operation: 'equals', value: 'refused' }],
    label: 'Refused by Handrail',
  },
  {
    object: 'Handoff_Seat__c',
    name: 'Open',
    columns: ['NAME', 'Handoff_Exception__c', 'Person__c', 'May__c'],
    filterScope: 'Everything',
    filters: [{ field: 'Open__c', operation: 'equals', value: '1' }],
    label: 'Who is waited for',
  },
  {
    object: 'Handoff_Policy__c',
    name: 'All',
    columns: ['NAME', 'Object__c', 'Kind__c', 'Active__c', 'Hold_Hours__c'],
    filterScope: 'Everything',
    label: 'All',
  },
];
