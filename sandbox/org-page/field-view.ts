import type { PropertyEditor, PropertyView } from '../record-page/wire.ts';
import type { DescribedField, OrgRow } from './org-client.ts';

/** Fields that only Handrail writes; the org's rules do not stop an admin, so the page does not offer it. */
const WRITTEN_BY_HANDRAIL = /^Handoff_/;

/** People who can own a record, for the owner's editor. */
export type Owners = readonly { readonly userId: string; readonly name: string }[];

/** One field of a row, ready to be shown and edited. */
export function fieldView(field: DescribedField, row: OrgRow, owners: Owners): PropertyView {
  const value = row[field.name];
  return {
    name: field.name,
    label: fieldLabel(field),
    help: field.inlineHelpText ?? '',
    display: display(field, value, row),
    raw: value === null || value === undefined ? '' : String(value),
    editor: editorOf(field, owners),
  };
}

/** A field's label; the sandbox calls most standard fields by their names. */
export function fieldLabel({ name, label, type }: DescribedField): string {
  const words = label === name ? label.replaceAll(/([a-z])([A-Z])/g, '$1 $2') : label;
  return type === 'reference' ? words.replace(/ Id$/, '') : words;
}

function display(field: DescribedField, value: unknown, row: OrgRow): string {
  if (value === null || value === undefined || value === '') return '';
  if (field.type === 'boolean') return value === true ? 'Yes' : 'No';
  if (field.type === 'currency') return Number(value).toLocaleString('en-US');
  if (field.type === 'datetime') return `${String(value).slice(0, 16).replace('T', ' ')} UTC`;
  if (field.type !== 'reference') return String(value);
  const related = row[field.relationshipName ?? ''];
  const name =
    typeof related === 'object' && related !== null && 'Name' in related ? related.Name : undefined;
  return String(name ?? value);
}

function editorOf(field: DescribedField, owners: Owners): PropertyEditor | null {
  if (!field.updateable || WRITTEN_BY_HANDRAIL.test(field.name)) return null;
  if (field.name === 'OwnerId') {
    return { kind: 'select', options: owners.map(({ userId, name }) => ({ value: userId, label: name })) };
  }
  switch (field.type) {
    case 'picklist':
      return { kind: 'select', options: field.picklistValues ?? [] };
    case 'currency':
    case 'double':
    case 'int':
    case 'percent':
      return { kind: 'number' };
    case 'date':
      return { kind: 'date' };
    case 'string':
    case 'textarea':
    case 'email':
    case 'phone':
    case 'url':
      return { kind: 'text' };
    default:
      return null;
  }
}

/** What the editor gave, as the org takes it. */
export function writtenValue(field: DescribedField, text: string): unknown {
  if (text === '') return null;
  return ['currency', 'double', 'int', 'percent'].includes(field.type) ? Number(text) : text;
}
