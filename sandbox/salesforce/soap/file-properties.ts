import { elements } from './envelope.ts';

/** A component with the file it stands in. */
export interface FiledComponent {
  readonly type: string;
  readonly fullName: string;
  readonly fileName: string;
  /** Empty for a type whose components the org gives no ids. */
  readonly id: string;
  readonly namespace: string | undefined;
}

/** What the Metadata API tells of a component. @param at ISO 8601 instant */
export function fileProperties(
  { type, fullName, fileName, id, namespace }: FiledComponent,
  userId: string,
  at: string,
): string {
  return elements({
    createdById: userId,
    createdByName: 'Sandbox',
    createdDate: at,
    fileName,
    fullName,
    id,
    lastModifiedById: userId,
    lastModifiedByName: 'Sandbox',
    lastModifiedDate: at,
    manageableState: namespace === undefined ? 'unmanaged' : 'installed',
    namespacePrefix: namespace,
    type,
  });
}
