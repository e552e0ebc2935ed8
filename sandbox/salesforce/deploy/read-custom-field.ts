import { MetadataError, type XmlNode } from '../metadata/xml-node.ts';
import {
  type FieldDefinition,
  type FieldOptions,
  type FieldType,
  field,
  reference,
} from '../schema/field-definition.ts';

/** Types of custom fields that the sandbox keeps, by their name in metadata. */
const TYPE_OF: Readonly<Record<string, FieldType>> = {
  Checkbox: 'boolean',
  Currency: 'currency',
  Date: 'date',
  DateTime: 'datetime',
  Email: 'email',
  LongTextArea: 'textarea',
  MultiselectPicklist: 'string',
  Number: 'double',
  Percent: 'percent',
  Phone: 'phone',
  Picklist: 'picklist',
  Text: 'string',
  TextArea: 'textarea',
  Url: 'url',
};
const REFERENCES: ReadonlySet<string> = new Set(['Lookup', 'MasterDetail']);
/** A field's own text can be so long; several values of a list together longer. */
const MULTISELECT_LENGTH = 4099;

/** A custom field as a deployment describes it. */
export interface CustomField {
  readonly field: FieldDefinition;
  /** Field-level security does not apply: whoever sees the object sees it. */
  readonly alwaysVisible: boolean;
}

/**
 * Reads the description of a custom field.
 *
 * @throws MetadataError for what the platform refuses, or the sandbox does not keep
 */
export function readCustomField(node: XmlNode): CustomField {
  const name = node.required('fullName');
  if (!/^[A-Za-z]\w*__c$/.test(name))
    throw new MetadataError(`The name of a custom field ends in __c: ${name}`);
  const type = node.required('type');
  const isReference = REFERENCES.has(type);
  const kind = Object.hasOwn(TYPE_OF, type) ? TYPE_OF[type] : undefined;
  if (!isReference && kind === undefined)
    throw new MetadataError(`the sandbox org keeps no field of type ${type}`);
  const required = node.flag('required') || type === 'MasterDetail';
  const options: FieldOptions & { label: string } = {
    label: node.required('label'),
    help: node.textOf('inlineHelpText') ?? '',
    required,
    unique: node.flag('unique'),
    externalId: node.flag('externalId'),
    tracked: node.flag('trackHistory'),
    ...lengthOf(type, node),
    ...valuesOf(type, node),
    ...defaultOf(type, node),
  };
  const alwaysVisible = required;
  if (!isReference) return { field: field(kind ?? 'string', name, options), alwaysVisible };
  const children = node.textOf('relationshipName');
  const link = reference(name, [node.required('referenceTo')], {
    ...options,
    ...(children !== undefined && { childRelationshipName: `${children}__r` }),
  });
  return { field: link, alwaysVisible };
}

function lengthOf(type: string, node: XmlNode): FieldOptions {
  if (type === 'MultiselectPicklist') return { length: MULTISELECT_LENGTH };
  if (type !== 'Text' && type !== 'LongTextArea') return {};
  const length = Number(node.required('length'));
  const most = type === 'Text' ? 255 : 131_072;
  if (!Number.isInteger(length) || length < 1 || length > most) {
    throw new MetadataError(`Length of a ${type} field must be between 1 and ${most}: ${length}`);
  }
  return { length };
}

function valuesOf(type: string, node: XmlNode): FieldOptions {
  if (type !== 'Picklist') return {};
  const set = node.one('valueSet');
  const values = (set?.one('valueSetDefinition')?.all('value') ?? []).map((value) => ({
    value: value.required('fullName'),
    label: value.textOf('label') ?? value.required('fullName'),
  }));
  if (values.length === 0) throw new MetadataError('Picklist requires valueSet to be specified');
  return { values, restricted: set?.flag('restricted') === true };
}

function defaultOf(type: string, node: XmlNode): FieldOptions {
  const text = node.textOf('defaultValue');
  if (type === 'Checkbox') return { defaultValue: text === 'true' };
  if (type === 'Picklist') {
    const chosen = (node.one('valueSet')?.one('valueSetDefinition')?.all('value') ?? []).find((value) =>
      value.flag('default'),
    );
    return chosen ? { defaultValue: chosen.required('fullName') } : {};
  }
  if (text === undefined || text === '') return {};
  if (type === 'Number') return { defaultValue: Number(text) };
  // Any other default is a formula, of which a text in quotes is the simplest.
  const quoted = /^(["'])(.*)\1$/.exec(text)?.[2];
  if (quoted === undefined) throw new MetadataError(`the sandbox org runs no default value ${text}`);
  return { defaultValue: quoted };
}
