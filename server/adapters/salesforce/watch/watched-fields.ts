import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import type { WatchedField } from '../../../../src/domain/watch/field-change.ts';
import { type Fields, tagField } from '../field-names.ts';
import type { SalesforceObject } from '../sobjects.ts';

/** One watched field of an object. */
export interface WatchedColumn {
  /** The API name in Salesforce. */
  readonly name: string;
  /** What the change is told under: Handrail's own fields go by the names that both CRMs share. */
  readonly property: string;
  readonly field: WatchedField;
}

/** Fields that are watched wherever an object has them. The status of a lead is no stage to the guard either. */
const GOVERNED: readonly (readonly [name: string, field: WatchedField, objects?: readonly string[]])[] = [
  ['OwnerId', 'owner'],
  ['StageName', 'stage'],
  ['Status', 'stage', ['Case']],
  ['Status', 'lead_status', ['Lead']],
  ['Territory2Id', 'team'],
];

const TAGS: readonly WatchedColumn[] = Object.values(RECORD_PROPERTY).map((property) => ({
  name: tagField(property),
  property,
  field: 'tag',
}));

/** What is watched of an object, as far as the org has it and shows it to the integration user. */
export function watchedColumns({ name: object }: SalesforceObject, fields: Fields): readonly WatchedColumn[] {
  const governed = GOVERNED.filter(([, , objects]) => objects === undefined || objects.includes(object)).map(
    ([name, field]) => ({ name, property: name, field }),
  );
  return [...governed, ...TAGS].filter(({ name }) => fields.has(name.toLowerCase()));
}

/** Where an object keeps its field history, and the field there that names the record. */
export const HISTORY_OF: Readonly<Record<string, { readonly object: string; readonly parent: string }>> = {
  Opportunity: { object: 'OpportunityFieldHistory', parent: 'OpportunityId' },
  Lead: { object: 'LeadHistory', parent: 'LeadId' },
  Contact: { object: 'ContactHistory', parent: 'ContactId' },
  Account: { object: 'AccountHistory', parent: 'AccountId' },
  Case: { object: 'CaseHistory', parent: 'CaseId' },
};
