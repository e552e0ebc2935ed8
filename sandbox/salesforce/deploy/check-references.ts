import type { XmlNode } from '../metadata/xml-node.ts';
import type { OrgSchema } from '../schema/org-schema.ts';
import { type ComponentFailure, type Components, failureOf, type OrgComponent } from './component.ts';

/** The org that a component must fit into. */
export interface Surroundings {
  readonly schema: OrgSchema;
  readonly components: Components;
}

/** What a component names: the element it stands in, the type of what must be there, its name. */
interface Reference {
  readonly element: string;
  readonly type: string;
  readonly name: string;
}

/** What components of each type name that must be in the org. Standard fields and tabs are not looked at. */
const REFERENCES: Readonly<Record<string, (node: XmlNode, fullName: string) => readonly Reference[]>> = {
  CustomApplication: (node) =>
    texts(node, 'tabs', 'CustomTab').filter(({ name }) => !name.startsWith('standard-')),
  CustomTab: (node, fullName) => [
    ...texts(node, 'flexiPage', 'FlexiPage'),
    ...(node.flag('customObject') ? [{ element: 'customObject', type: 'CustomObject', name: fullName }] : []),
  ],
  ExtlClntAppGlobalOauthSettings: (node) =>
    texts(node, 'externalClientApplication', 'ExternalClientApplication'),
  ExtlClntAppOauthConfigurablePolicies: (node) => [
    ...texts(node, 'externalClientApplication', 'ExternalClientApplication'),
    ...commaList(node, 'commaSeparatedPermissionSet', 'PermissionSet'),
  ],
  ExtlClntAppOauthSettings: (node) => texts(node, 'externalClientApplication', 'ExternalClientApplication'),
  FlexiPage: (node) => [
    ...texts(node, 'sobjectType', 'CustomObject'),
    ...[...deepTexts(node, 'componentName')]
      .filter((name) => name.startsWith('c:'))
      .map((name) => ({ element: 'componentName', type: 'LightningComponentBundle', name: name.slice(2) })),
  ],
  Layout: (node, fullName) => {
    const object = fullName.split('-')[0] ?? '';
    const fields = [...deepTexts(node, 'field')].filter((name) => name.endsWith('__c'));
    return [
      { element: 'fullName', type: 'CustomObject', name: object },
      ...fields.map((name) => ({ element: 'field', type: 'CustomField', name: `${object}.${name}` })),
    ];
  },
  ListView: (node, fullName) => {
    const object = fullName.split('.')[0] ?? '';
    const named = [
      ...node.all('columns').map(({ text }) => text),
      ...node.all('filters').map((one) => one.required('field')),
    ];
    return named
      .filter((name) => name.endsWith('__c'))
      .map((name) => ({ element: 'columns', type: 'CustomField', name: `${object}.${name}` }));
  },
  PermissionSet: (node) => [
    ...inner(node, 'applicationVisibilities', 'application', 'CustomApplication'),
    ...inner(node, 'customPermissions', 'name', 'CustomPermission'),
    ...inner(node, 'fieldPermissions', 'field', 'CustomField'),
    ...inner(node, 'objectPermissions', 'object', 'CustomObject'),
    ...inner(node, 'recordTypeVisibilities', 'recordType', 'RecordType'),
    ...inner(node, 'tabSettings', 'tab', 'CustomTab').filter(({ name }) => !name.startsWith('standard-')),
  ],
  PlatformEventChannelMember: (node) => [
    {
      element: 'selectedEntity',
      type: 'CustomObject',
      name: node
        .required('selectedEntity')
        .replace(/__ChangeEvent$/, '__c')
        .replace(/ChangeEvent$/, ''),
    },
  ],
  RecordType: (_, fullName) => [
    { element: 'fullName', type: 'CustomObject', name: fullName.split('.')[0] ?? '' },
  ],
  Report: (node) => ownReportType(node),
  ReportType: (node) => texts(node, 'baseObject', 'CustomObject'),
};

/** Finds what a component names and the org has not. */
export function checkReferences(component: OrgComponent, around: Surroundings): readonly ComponentFailure[] {
  const { type, fullName, node } = component;
  if (type === 'LightningComponentBundle') return checkImports(component, around);
  const read = Object.hasOwn(REFERENCES, type) ? REFERENCES[type] : undefined;
  if (!node || !read) return [];
  return read(node, fullName)
    .filter((reference) => !isThere(reference, around))
    .map(({ element, type: wanted, name }) =>
      failureOf(component, `In field: ${element} - no ${wanted} named ${name} found`, name),
    );
}

/** The modules and labels that a component imports. */
function checkImports(component: OrgComponent, { components }: Surroundings): readonly ComponentFailure[] {
  const failures: ComponentFailure[] = [];
  for (const [path, text] of component.files) {
    if (!path.endsWith('.js')) continue;
    for (const [, module = ''] of text.matchAll(/from\s+['"]c\/(\w+)['"]/g)) {
      if (components.has(`LightningComponentBundle:${module}`)) continue;
      failures.push(
        failureOf(
          { ...component, fileName: path },
          `Invalid reference c/${module} of type module`,
          `c/${module}`,
        ),
      );
    }
    for (const [, label = ''] of text.matchAll(/['"]@salesforce\/label\/c\.(\w+)['"]/g)) {
      if (components.has(`CustomLabel:${label}`)) continue;
      failures.push(
        failureOf({ ...component, fileName: path }, `Invalid reference c.${label} of type label`, label),
      );
    }
  }
  return failures;
}

function isThere({ type, name }: Reference, { schema, components }: Surroundings): boolean {
  if (components.has(`${type}:${name}`)) return true;
  if (type === 'CustomObject') return schema.findObject(name) !== undefined;
  if (type !== 'CustomField') return false;
  const [object = '', field = ''] = name.split('.');
  // Fields of events are those of activities; the sandbox keeps no events.
  const kept = object === 'Event' ? 'Task' : object;
  return schema.findField(kept, field) !== undefined;
}

function texts(node: XmlNode, element: string, type: string): readonly Reference[] {
  return node.all(element).flatMap(({ text: name }) => (name === '' ? [] : [{ element, type, name }]));
}

function inner(node: XmlNode, list: string, element: string, type: string): readonly Reference[] {
  return node.all(list).map((one) => ({ element, type, name: one.required(element) }));
}

function commaList(node: XmlNode, element: string, type: string): readonly Reference[] {
  const names = (node.textOf(element) ?? '').split(',').map((name) => name.trim());
  return names.filter((name) => name !== '').map((name) => ({ element, type, name }));
}

/** A report of an org's own type names it with `__c`. */
function ownReportType(node: XmlNode): readonly Reference[] {
  return texts(node, 'reportType', 'ReportType')
    .filter(({ name }) => name.endsWith('__c'))
    .map((one) => ({ ...one, name: one.name.replace(/__c$/, '') }));
}

/** The texts of all elements of a name, however deep. */
function* deepTexts(node: XmlNode, element: string): Generator<string> {
  for (const name of node.names) {
    for (const child of node.all(name)) {
      if (name === element) yield child.text;
      yield* deepTexts(child, element);
    }
  }
}
