import type { ObjectType } from '@handrail/contracts/vocabulary';

const TYPE_ID: Readonly<Record<ObjectType, string>> = {
  contact: '0-1',
  company: '0-2',
  deal: '0-3',
  ticket: '0-5',
};

/** The record's page in HubSpot. Without a host, because portals live on several. */
export function recordUrl(
  portalId: number,
  { objectType, recordId }: { readonly objectType: ObjectType; readonly recordId: string },
): string {
  return `/contacts/${portalId}/record/${TYPE_ID[objectType]}/${recordId}`;
}
