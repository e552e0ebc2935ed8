import { MetadataError, type XmlNode } from '../metadata/xml-node.ts';
import { field } from '../schema/field-definition.ts';
import { type ObjectDefinition, object } from '../schema/object-definition.ts';
import type { CustomField } from './read-custom-field.ts';

/** Letters that make the prefixes of ids of an org's own objects, in the order in which they are given. */
const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The prefix of the n-th custom object. */
export function customPrefix(n: number): string {
  return `a${LETTERS.charAt(Math.floor(n / LETTERS.length))}${LETTERS.charAt(n % LETTERS.length)}`;
}

/**
 * Makes the definition of a custom object of what was deployed.
 *
 * @throws MetadataError for what the platform refuses
 */
export function readCustomObject(
  name: string,
  node: XmlNode,
  { keyPrefix, fields }: { readonly keyPrefix: string; readonly fields: readonly CustomField[] },
): ObjectDefinition {
  if (!/^[A-Za-z]\w*__c$/.test(name))
    throw new MetadataError(`The name of a custom object ends in __c: ${name}`);
  const label = node.textOf('label');
  // What the platform says of an object file without anything that makes it an object.
  if (label === undefined || label === '') throw new MetadataError(NO_LABEL);
  const nameField = node.one('nameField');
  if (!nameField) throw new MetadataError('Must specify a nameField for the CustomObject');
  const counted = nameField.textOf('type') === 'AutoNumber' ? nameField.required('displayFormat') : undefined;
  const isDetail = node.textOf('sharingModel') === 'ControlledByParent';
  const keepsHistory = node.flag('enableHistory');
  return {
    ...object(
      name,
      keyPrefix,
      [
        field('string', 'Name', {
          label: nameField.textOf('label') ?? 'Name',
          length: 80,
          ...(counted !== undefined ? { createable: false, updateable: false } : { required: true }),
        }),
        ...fields.map((one) => one.field),
      ],
      {
        label,
        plural: node.textOf('pluralLabel') ?? `${label}s`,
        ...(!isDetail && { ownedBy: 'user_or_queue' as const }),
        ...(keepsHistory && {
          history: { object: name.replace(/__c$/, '__History'), parentField: 'ParentId' },
        }),
      },
    ),
    sharing: node.textOf('sharingModel') ?? 'ReadWrite',
    ...(counted !== undefined && { numbering: counted }),
  };
}

export const NO_LABEL = 'Must specify a non-empty label for the CustomObject';
