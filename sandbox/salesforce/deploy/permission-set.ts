import type { XmlNode } from '../metadata/xml-node.ts';
import type { OrgComponent } from './component.ts';

/** What a permission set lets its holders do, as far as the sandbox looks at it. */
export interface PermissionSet {
  readonly name: string;
  readonly label: string;
  /** `Object.Field` in lower case. */
  readonly readable: ReadonlySet<string>;
  readonly editable: ReadonlySet<string>;
  readonly customPermissions: ReadonlySet<string>;
}

export function readPermissionSet({ fullName, node }: OrgComponent): PermissionSet {
  const fields = node?.all('fieldPermissions') ?? [];
  const names = (list: readonly XmlNode[], flag: string, element: string) =>
    new Set(list.filter((one) => one.flag(flag)).map((one) => (one.textOf(element) ?? '').toLowerCase()));
  return {
    name: fullName,
    label: node?.textOf('label') ?? fullName,
    readable: names(fields, 'readable', 'field'),
    editable: names(fields, 'editable', 'field'),
    customPermissions: new Set(
      (node?.all('customPermissions') ?? [])
        .filter((one) => one.flag('enabled'))
        .map((one) => one.required('name')),
    ),
  };
}
