import type { SalesforceError } from '../salesforce-error.ts';
import { SalesforceError as Refusal, saveError } from '../salesforce-error.ts';
import type { FieldDefinition } from '../schema/field-definition.ts';
import { toLongId } from './record-ids.ts';

/** A field's value in the store: instants in ISO 8601 UTC, dates as `YYYY-MM-DD`, ids with 18 characters. */
export type Value = string | number | boolean | null;
/** The values of one record by field name. */
export type Values = Readonly<Record<string, Value>>;

const DATE = /^\d{4}-\d\d-\d\d$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/;

/**
 * What comes in as the store keeps it.
 *
 * @throws SalesforceError as the org words a value it does not take
 */
export function toStored(definition: FieldDefinition, raw: unknown): Value {
  if (raw === null || raw === undefined || raw === '') return definition.type === 'boolean' ? false : null;
  const converted = convert(definition, raw);
  if (converted === undefined) throw wrongType(definition, raw);
  return converted;
}

function convert(definition: FieldDefinition, raw: unknown): Value | undefined {
  switch (definition.type) {
    case 'boolean':
      return typeof raw === 'boolean' ? raw : raw === 'true' ? true : raw === 'false' ? false : undefined;
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      return numberOf(definition, raw);
    case 'date':
      return typeof raw === 'string' ? dateOf(raw) : undefined;
    case 'datetime':
      return typeof raw === 'string' ? instantOf(raw) : undefined;
    case 'id':
    case 'reference':
      return idOf(definition, raw);
    default:
      return textOf(definition, raw);
  }
}

function numberOf({ type }: FieldDefinition, raw: unknown): number | undefined {
  const number = typeof raw === 'number' ? raw : typeof raw === 'string' ? Number(raw) : Number.NaN;
  if (!Number.isFinite(number)) return undefined;
  return type === 'int' && !Number.isInteger(number) ? undefined : number;
}

function dateOf(raw: string): string | undefined {
  const day = DATE.test(raw) ? raw : INSTANT.test(raw) ? raw.slice(0, 10) : '';
  return day !== '' && !Number.isNaN(Date.parse(day)) ? day : undefined;
}

function instantOf(raw: string): string | undefined {
  const time = INSTANT.test(raw) ? Date.parse(raw.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')) : Number.NaN;
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

function idOf({ name }: FieldDefinition, raw: unknown): string {
  const id = typeof raw === 'string' ? toLongId(raw) : null;
  if (id === null)
    throw saveError('MALFORMED_ID', `${name}: id value of incorrect type: ${String(raw)}`, [name]);
  return id;
}

function textOf(definition: FieldDefinition, raw: unknown): string | undefined {
  if (typeof raw === 'object') return undefined;
  const text = String(raw);
  const { name, label, type, length, restricted, values } = definition;
  if (text.length > length) {
    throw saveError('STRING_TOO_LONG', `${label}: data value too large: ${text} (max length=${length})`, [
      name,
    ]);
  }
  if (type === 'picklist' && restricted && !values.some(({ value }) => value === text)) {
    throw saveError(
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      `${label}: bad value for restricted picklist field: ${text}`,
      [name],
    );
  }
  if (type === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) {
    throw saveError('INVALID_EMAIL_ADDRESS', `${label}: invalid email address: ${text}`, [name]);
  }
  return text;
}

/** JSON of the wrong kind is refused by the parser of the API, not by the record. */
function wrongType({ type, name }: FieldDefinition, raw: unknown): SalesforceError {
  const kind =
    typeof raw === 'object' ? 'START_OBJECT' : `VALUE_${typeof raw === 'string' ? 'STRING' : 'NUMBER'}`;
  return new Refusal(
    400,
    'JSON_PARSER_ERROR',
    `Cannot deserialize instance of ${type} from ${kind} value ${JSON.stringify(raw)} or request may be missing a required field: ${name}`,
  );
}

/** A stored value as replies carry it: instants with the org's own offset form. */
export function toWire({ type }: Pick<FieldDefinition, 'type'>, value: Value): Value {
  return type === 'datetime' && typeof value === 'string' ? value.replace('Z', '+0000') : value;
}
