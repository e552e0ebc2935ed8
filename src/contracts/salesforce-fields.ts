import { RECORD_PROPERTY } from './crm-properties.ts';
import {
  EXCEPTION_ROW_STATUSES,
  type ExceptionRowStatus,
  salesforceFieldName,
} from './salesforce-vocabulary.ts';
import { REQUEST_STATUSES } from './vocabulary.ts';

/** Field types of the package, by their names in the Metadata API. */
export type SalesforceFieldType =
  | 'Checkbox'
  | 'DateTime'
  | 'LongTextArea'
  | 'Lookup'
  | 'MasterDetail'
  | 'MultiselectPicklist'
  | 'Number'
  | 'Picklist'
  | 'Text';

/** One custom field of the package. `writer` says whose permission sets may edit it. */
export interface SalesforceField {
  readonly name: string;
  readonly label: string;
  /** The help text beside the field; at most 510 characters. */
  readonly help: string;
  readonly type: SalesforceFieldType;
  /** Longest text in characters; digits before the point of a number. */
  readonly length?: number;
  /** Restricted values of a picklist. */
  readonly values?: readonly { readonly value: string; readonly label: string }[];
  readonly defaultValue?: string;
  readonly required?: boolean;
  readonly unique?: boolean;
  /** The object a reference points to, and what that object calls its rows. */
  readonly to?: string;
  readonly children?: string;
  readonly tracked?: boolean;
  readonly writer: 'person' | 'backend';
}

const STATUS_LABEL: Readonly<Record<ExceptionRowStatus, string>> = {
  submitted: 'Sent to Handrail',
  refused: 'Refused by the policy',
  pending: 'Waiting for a decision',
  info_requested: 'Waiting for an answer',
  approved: 'Approved, changes under way',
  active: 'Exception active',
  needs_attention: 'Needs attention',
  ending: 'Ending',
  ended: 'Ended',
  reverting: 'Being taken back',
  reverted: 'Taken back',
  rejected: 'Rejected',
  withdrawn: 'Withdrawn',
  lapsed: 'Lapsed',
};

/** What the statuses are called in the org. */
export const EXCEPTION_STATUS_VALUES = EXCEPTION_ROW_STATUSES.map((value) => ({
  value,
  label: STATUS_LABEL[value],
}));

const TEXT = { type: 'Text', length: 255, writer: 'backend' } as const;
const LONG_TEXT = { type: 'LongTextArea', length: 4000, writer: 'backend' } as const;
const INSTANT = { type: 'DateTime', writer: 'backend' } as const;

/** What Handrail writes on every governed record. */
export const SALESFORCE_RECORD_FIELDS: readonly SalesforceField[] = [
  {
    name: salesforceFieldName(RECORD_PROPERTY.routingHold),
    label: 'Handoff routing hold',
    help: 'Checked while an approved handoff exception governs this record. Flows and assignment rules that change owner, stage or team must leave checked records alone. Written by Handrail only.',
    type: 'Checkbox',
    tracked: true,
    writer: 'backend',
  },
  {
    name: salesforceFieldName(RECORD_PROPERTY.status),
    label: 'Handoff exception status',
    help: 'How far the newest exception request of this record has come.',
    type: 'Picklist',
    values: REQUEST_STATUSES.map((value) => ({ value, label: STATUS_LABEL[value] })),
    tracked: true,
    writer: 'backend',
  },
  {
    name: salesforceFieldName(RECORD_PROPERTY.exceptionType),
    label: 'Handoff exception type',
    help: 'The id of the exception type in the handoff policy, such as strategic-logo.',
    ...TEXT,
  },
  {
    name: salesforceFieldName(RECORD_PROPERTY.reason),
    label: 'Handoff exception reason',
    help: 'Why this record leaves the standard handoff, in the words of the person who asked.',
    ...LONG_TEXT,
  },
  {
    name: salesforceFieldName(RECORD_PROPERTY.requestedBy),
    label: 'Handoff exception requested by',
    help: 'The person who filed the exception request.',
    ...TEXT,
  },
  {
    name: salesforceFieldName(RECORD_PROPERTY.approver),
    label: 'Handoff exception approver',
    help: 'The people who approved the exception request. Empty until it is approved.',
    ...TEXT,
  },
  {
    name: salesforceFieldName(RECORD_PROPERTY.approvedAt),
    label: 'Handoff exception approved at',
    help: 'When the exception request was approved.',
    ...INSTANT,
  },
  {
    name: salesforceFieldName(RECORD_PROPERTY.expiresAt),
    label: 'Handoff exception expires at',
    help: 'When the exception ends by itself and the record goes back to the standard handoff.',
    ...INSTANT,
  },
  {
    name: salesforceFieldName(RECORD_PROPERTY.reviewDueAt),
    label: 'Handoff review due at',
    help: 'Set while an exception that took effect at once has not been reviewed. Unless it is confirmed by then, its changes are taken back.',
    ...INSTANT,
  },
  {
    name: salesforceFieldName(RECORD_PROPERTY.nextStep),
    label: 'Handoff exception next step',
    help: 'What the owner of the record does next under this exception.',
    ...LONG_TEXT,
  },
  {
    name: salesforceFieldName(RECORD_PROPERTY.resubmittedAt),
    label: 'Handoff resubmitted at',
    help: 'Set when an exception ends and the record goes back to standard routing. Routing flows may take records again when it changes.',
    ...INSTANT,
  },
  {
    name: salesforceFieldName(RECORD_PROPERTY.exceptionId),
    label: 'Handoff exception id',
    help: 'The request in Handrail that wrote these fields. Do not change it: Handrail releases only its own hold.',
    ...TEXT,
    length: 64,
  },
];

/** On tasks and events: the key by which a repeated step finds the activity it made. */
export const SALESFORCE_ACTIVITY_FIELD: SalesforceField = {
  name: 'Handoff_Reference__c',
  label: 'Handoff reference',
  help: 'The step of Handrail that made this activity. It keeps a repeated step from making it twice.',
  type: 'Text',
  length: 120,
  unique: true,
  writer: 'backend',
};
