/** Field types of the org, by the names that `describe` uses. */
export type FieldType =
  | 'boolean'
  /** An object, kept as JSON. Only metadata has such fields. */
  | 'complexvalue'
  | 'currency'
  | 'date'
  | 'datetime'
  | 'double'
  | 'email'
  | 'id'
  | 'int'
  | 'percent'
  | 'phone'
  | 'picklist'
  | 'reference'
  | 'string'
  | 'textarea'
  | 'url';

/** One value of a picklist. */
export interface PicklistValue {
  readonly value: string;
  readonly label: string;
}

/** One field of an object. */
export interface FieldDefinition {
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  /** Longest text, in characters. 0 for types that are no text. */
  readonly length: number;
  /** A value must be given on creation and cannot be taken away. */
  readonly required: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  /** Takes values of its list only. */
  readonly restricted: boolean;
  readonly values: readonly PicklistValue[];
  /** Objects that a reference may point to. */
  readonly referenceTo: readonly string[];
  /** How SOQL and formulas walk the reference: `Owner` for `OwnerId`. */
  readonly relationshipName: string | undefined;
  /** How SOQL walks it the other way: `Contacts` of an account. */
  readonly childRelationshipName: string | undefined;
  readonly externalId: boolean;
  readonly unique: boolean;
  readonly defaultValue: string | number | boolean | undefined;
  /** Whether changes of it are kept in the object's field history. */
  readonly tracked: boolean;
  readonly help: string;
}

/** What a field may differ in from a plain optional one. */
export type FieldOptions = Partial<Omit<FieldDefinition, 'name' | 'label' | 'type'>>;

const TEXT_LENGTH: Readonly<Partial<Record<FieldType, number>>> = {
  string: 255,
  textarea: 32_000,
  email: 80,
  phone: 40,
  url: 255,
  picklist: 255,
  id: 18,
  reference: 18,
};

/** Makes a field; `label` falls back to the name. */
export function field(type: FieldType, name: string, options: FieldOptions & { label?: string } = {}) {
  const base: FieldDefinition = {
    name,
    label: name.replace(/__c$/, '').replaceAll('_', ' '),
    type,
    length: TEXT_LENGTH[type] ?? 0,
    required: false,
    createable: true,
    updateable: true,
    restricted: false,
    values: [],
    referenceTo: [],
    relationshipName: undefined,
    childRelationshipName: undefined,
    externalId: false,
    unique: false,
    defaultValue: type === 'boolean' ? false : undefined,
    tracked: false,
    help: '',
  };
  return { ...base, ...options } satisfies FieldDefinition;
}

/** A field the org fills in itself. */
export function systemField(type: FieldType, name: string, options: FieldOptions = {}): FieldDefinition {
  return field(type, name, { ...options, createable: false, updateable: false });
}

/** A reference; the relationship is the name without `Id`, or with `__r` for a custom one. */
export function reference(
  name: string,
  referenceTo: readonly string[],
  options: FieldOptions = {},
): FieldDefinition {
  const relationshipName = name.endsWith('__c') ? name.replace(/__c$/, '__r') : name.replace(/Id$/, '');
  return field('reference', name, { referenceTo, relationshipName, ...options });
}

/** A picklist whose labels are its values. Unrestricted unless said. */
export function picklist(
  name: string,
  values: readonly string[],
  options: FieldOptions = {},
): FieldDefinition {
  return field('picklist', name, { values: values.map((value) => ({ value, label: value })), ...options });
}
