import { type FieldDefinition, reference, systemField } from './field-definition.ts';

/** One object of the org. */
export interface ObjectDefinition {
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  /** First three characters of its record ids. */
  readonly keyPrefix: string;
  readonly fields: readonly FieldDefinition[];
  /** Object that keeps its field history, and the field of that object which names the record. */
  readonly history?: { readonly object: string; readonly parentField: string };
  /** Records can be made, changed and deleted through the API. */
  readonly writable: boolean;
  /** Records may be made and never changed or deleted, as the package's permission sets have it. */
  readonly insertOnly?: boolean;
  /** Who sees records beside their owner; `ReadWrite` when left out. */
  readonly sharing?: string;
  /** How the org counts its records for their names, such as `HE-{000000}`. */
  readonly numbering?: string;
}

interface ObjectOptions {
  readonly label?: string;
  readonly plural?: string;
  readonly history?: ObjectDefinition['history'];
  readonly writable?: boolean;
  readonly insertOnly?: boolean;
  /** Who can own its records; left out for one whose records have no owner. */
  readonly ownedBy?: 'user' | 'user_or_queue';
}

/** The fields every object has. */
const SYSTEM_FIELDS: readonly FieldDefinition[] = [
  systemField('id', 'Id'),
  systemField('boolean', 'IsDeleted'),
  systemField('datetime', 'CreatedDate'),
  { ...reference('CreatedById', ['User']), createable: false, updateable: false },
  systemField('datetime', 'LastModifiedDate'),
  { ...reference('LastModifiedById', ['User']), createable: false, updateable: false },
  systemField('datetime', 'SystemModstamp'),
];

/** Makes an object with the org's own fields and those given. */
export function object(
  name: string,
  keyPrefix: string,
  fields: readonly FieldDefinition[],
  options: ObjectOptions = {},
): ObjectDefinition {
  const label = options.label ?? name.replace(/__c$/, '').replaceAll('_', ' ');
  const owners = options.ownedBy === 'user' ? ['User'] : ['User', 'Group'];
  const owner = options.ownedBy ? [reference('OwnerId', owners, { tracked: true })] : [];
  return {
    name,
    keyPrefix,
    label,
    labelPlural: options.plural ?? `${label}s`,
    fields: [...SYSTEM_FIELDS, ...owner, ...fields],
    writable: options.writable ?? true,
    ...(options.history && { history: options.history }),
    ...(options.insertOnly && { insertOnly: true }),
  };
}
