import type { ChangeSource, ChangeSourceKind } from '../../../../src/domain/watch/field-change.ts';

/** HubSpot names what wrote a value, not only in whose name it was written. */
type HubSpotKind = Exclude<ChangeSourceKind, 'running_user' | 'own_user' | 'own_flow' | 'unseen' | 'other'>;

/**
 * HubSpot's source types by what they mean to us. HubSpot types the field as free text and has published 119 values in
 * another API's enumeration; those that write fields we watch stand here, any other is `other`.
 */
const KINDS: Readonly<Record<HubSpotKind, readonly string[]>> = {
  workflow: ['AUTOMATION_PLATFORM', 'AUTOMATION_JOURNEY', 'WORKFLOWS', 'WORKFLOW_CONTACT_DELETE_ACTION'],
  person: ['CRM_UI', 'CRM_UI_BULK_ACTION', 'MOBILE_IOS', 'MOBILE_ANDROID', 'CONTACTS_WEB', 'COMPANIES_WEB'],
  integration: ['INTEGRATION', 'INTEGRATIONS_PLATFORM', 'INTEGRATIONS_SYNC', 'EXTENSION'],
  crm_sync: ['SALESFORCE', 'SALESFORCE_SYNC', 'DATASET_SYNC'],
  import: ['IMPORT', 'BULK_UPLOAD'],
  api: ['API', 'BATCH_UPDATE', 'INTERNAL_PROCESSING'],
  merge: ['MERGE_OBJECTS', 'MERGE_CONTACTS', 'MERGE_COMPANIES'],
  calculated: ['CALCULATED', 'DEFAULT'],
};
const KIND_OF = new Map(
  Object.entries(KINDS).flatMap(([kind, types]) =>
    types.map((type) => [type, kind as ChangeSourceKind] as const),
  ),
);
const USER = /(?:^|;)userId:(\d{1,20})(?:;|$)/;

/** The source of one value in a property's history. */
export interface HistorySource {
  readonly sourceType?: string | null | undefined;
  readonly sourceId?: string | null | undefined;
  readonly sourceLabel?: string | null | undefined;
  readonly updatedByUserId?: number | null | undefined;
}

/** Says who a value of HubSpot's history comes from. Edits on HubSpot's pages name the user inside the source id. */
export function changeSourceOf(from: HistorySource): ChangeSource {
  const type = from.sourceType?.toUpperCase();
  const userId = from.updatedByUserId ?? from.sourceId?.match(USER)?.[1];
  return {
    kind: (type !== undefined && KIND_OF.get(type)) || 'other',
    ...(type !== undefined && { type }),
    ...(from.sourceId && { id: from.sourceId }),
    ...(from.sourceLabel && { label: from.sourceLabel }),
    ...(userId !== undefined && userId !== null && { userId: String(userId) }),
  };
}
