import type { ObjectType } from '@handrail/contracts/vocabulary';
import type { RecordRef } from '../../../src/domain/policy/facts.ts';

/** HubSpot's numbers of the record types, as its pages' addresses have them. */
const OBJECT_TYPE_ID: Readonly<Record<ObjectType, string>> = {
  contact: '0-1',
  company: '0-2',
  deal: '0-3',
  ticket: '0-5',
};

/**
 * Where a person opens a record.
 *
 * @param template with `{portalId}`, `{objectTypeId}` and `{recordId}`: accounts in Europe live on another host
 */
export function hubspotRecordUrl(
  template: string,
  portalId: string,
  { objectType, recordId }: RecordRef,
): string {
  const values: Readonly<Record<string, string>> = {
    portalId,
    objectTypeId: OBJECT_TYPE_ID[objectType],
    recordId,
  };
  return template.replaceAll(/\{(\w+)\}/g, (mark, name: string) =>
    values[name] === undefined ? mark : encodeURIComponent(values[name]),
  );
}
