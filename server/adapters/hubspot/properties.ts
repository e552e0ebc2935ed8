import { PROPERTY_GROUP, RECORD_PROPERTY, type RecordPropertyName } from '@handrail/contracts/crm-properties';
import { REQUEST_STATUSES, type RequestStatus } from '@handrail/contracts/vocabulary';

/** The property group as it appears in HubSpot's settings. */
export const GROUP_DEFINITION = { name: PROPERTY_GROUP, label: 'Handoff exception' } as const;

export interface PropertyOption {
  readonly label: string;
  readonly value: string;
}

/** A property Handrail owns. `description` is the help text HubSpot shows beside the field. */
export interface PropertyDefinition {
  readonly name: RecordPropertyName;
  readonly label: string;
  readonly description: string;
  readonly type: 'bool' | 'datetime' | 'enumeration' | 'string';
  readonly fieldType: 'booleancheckbox' | 'date' | 'select' | 'text' | 'textarea';
  readonly options: readonly PropertyOption[];
}

/** A property of ours that a portal lacks, or has with another type. */
export interface PropertyGap {
  readonly name: RecordPropertyName;
  /** `missing_option`: an older release made it, and the portal would refuse a value this one writes. */
  readonly problem: 'missing' | 'wrong_type' | 'missing_option';
}

const STATUS_LABEL: Readonly<Record<RequestStatus, string>> = {
  pending: 'Waiting for approval',
  info_requested: 'Information requested',
  approved: 'Approved',
  active: 'Active',
  needs_attention: 'Needs attention',
  ending: 'Ending',
  ended: 'Ended',
  reverting: 'Being reverted',
  reverted: 'Reverted',
  rejected: 'Rejected',
  withdrawn: 'Withdrawn',
  lapsed: 'Lapsed',
};

const TEXT = { type: 'string', fieldType: 'text', options: [] } as const;
const LONG_TEXT = { type: 'string', fieldType: 'textarea', options: [] } as const;
const INSTANT = { type: 'datetime', fieldType: 'date', options: [] } as const;

/** What `handrail install` keeps on every record type, in the order HubSpot shows it. */
export const PROPERTY_DEFINITIONS: readonly PropertyDefinition[] = [
  {
    name: RECORD_PROPERTY.routingHold,
    label: 'Handoff routing hold',
    description:
      'Yes while an approved handoff exception governs this record. Workflows that change owner, stage or team must leave records with Yes alone. Written by Handrail only.',
    type: 'bool',
    fieldType: 'booleancheckbox',
    options: [
      { label: 'Yes', value: 'true' },
      { label: 'No', value: 'false' },
    ],
  },
  {
    name: RECORD_PROPERTY.status,
    label: 'Handoff exception status',
    description: 'How far the newest exception request of this record has come.',
    type: 'enumeration',
    fieldType: 'select',
    options: REQUEST_STATUSES.map((value) => ({ label: STATUS_LABEL[value], value })),
  },
  {
    name: RECORD_PROPERTY.exceptionType,
    label: 'Handoff exception type',
    description: 'The id of the exception type in the handoff policy, such as strategic-logo.',
    ...TEXT,
  },
  {
    name: RECORD_PROPERTY.reason,
    label: 'Handoff exception reason',
    description: 'Why this record leaves the standard handoff, in the words of the person who asked.',
    ...LONG_TEXT,
  },
  {
    name: RECORD_PROPERTY.requestedBy,
    label: 'Handoff exception requested by',
    description: 'The person who filed the exception request.',
    ...TEXT,
  },
  {
    name: RECORD_PROPERTY.approver,
    label: 'Handoff exception approver',
    description: 'The people who approved the exception request. Empty until it is approved.',
    ...TEXT,
  },
  {
    name: RECORD_PROPERTY.approvedAt,
    label: 'Handoff exception approved at',
    description: 'When the exception request was approved.',
    ...INSTANT,
  },
  {
    name: RECORD_PROPERTY.expiresAt,
    label: 'Handoff exception expires at',
    description: 'When the exception ends by itself and the record goes back to the standard handoff.',
    ...INSTANT,
  },
  {
    name: RECORD_PROPERTY.reviewDueAt,
    label: 'Handoff exception review due at',
    description:
      'Set while an exception that took effect at once has not been reviewed. Unless it is confirmed by then, its changes are taken back.',
    ...INSTANT,
  },
  {
    name: RECORD_PROPERTY.nextStep,
    label: 'Handoff exception next step',
    description: 'What the owner of the record does next under this exception.',
    ...LONG_TEXT,
  },
  {
    name: RECORD_PROPERTY.resubmittedAt,
    label: 'Handoff resubmitted at',
    description:
      'Set when an exception ends and the record goes back to standard routing. Routing workflows may enrol records again when it changes.',
    ...INSTANT,
  },
  {
    name: RECORD_PROPERTY.exceptionId,
    label: 'Handoff exception id',
    description:
      'The request in Handrail that wrote these fields. Do not change it: Handrail releases only its own hold.',
    ...TEXT,
  },
];

/** What is missing among the definitions of one record type for steps to go through. */
export function propertyGaps(
  present: ReadonlyMap<string, Pick<PropertyDefinition, 'options'> & { readonly type: string }>,
): readonly PropertyGap[] {
  return PROPERTY_DEFINITIONS.flatMap(({ name, type, options }): PropertyGap[] => {
    const found = present.get(name);
    if (!found) return [{ name, problem: 'missing' }];
    if (found.type !== type) return [{ name, problem: 'wrong_type' }];
    const offered = new Set(found.options.map(({ value }) => value));
    return options.every(({ value }) => offered.has(value)) ? [] : [{ name, problem: 'missing_option' }];
  });
}
