import type { ErrorDetail } from '../hubspot-error.ts';
import type { PropertyDefinition } from './model.ts';

/** A value in the form the portal stores and answers, or why it is refused. */
export type CheckedValue =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly error: ErrorDetail };

const MAX_TEXT = 65_536;
const MS_PER_DAY = 86_400_000;

/** What the value check must ask the portal. */
export interface ReferenceChecks {
  isOwner(ownerId: string): boolean;
}

/**
 * Checks a written value against its definition and brings it to HubSpot's stored form. The empty text clears.
 * `null` is refused: HubSpot's clients are told to clear with `""`.
 */
export function checkPropertyValue(
  definition: PropertyDefinition,
  raw: unknown,
  references: ReferenceChecks,
): CheckedValue {
  if (definition.readOnlyValue) {
    return refuse(
      definition,
      'READ_ONLY_VALUE',
      `"${definition.name}" is a read only property; its value cannot be set.`,
    );
  }
  if (typeof raw !== 'string' && typeof raw !== 'number' && typeof raw !== 'boolean') {
    return refuse(
      definition,
      'INVALID_VALUE',
      `${JSON.stringify(raw)} is not a text. Clear a property with "".`,
    );
  }
  const text = String(raw);
  if (text === '') return { ok: true, value: '' };
  switch (definition.type) {
    case 'number': {
      const number = Number(text);
      if (text.trim() === '' || !Number.isFinite(number))
        return wrongType(definition, text, 'number', 'INVALID_DOUBLE');
      return { ok: true, value: text.trim() };
    }
    case 'bool':
      if (!/^(true|false)$/i.test(text)) return wrongOption(definition, text, ['true', 'false']);
      return { ok: true, value: text.toLowerCase() };
    case 'date':
      return checkDate(definition, text);
    case 'datetime':
      return checkDateTime(definition, text);
    case 'enumeration':
      return checkOption(definition, text, references);
    case 'phone_number':
    case 'string':
      if (text.length > MAX_TEXT) {
        return refuse(
          definition,
          'INVALID_STRING_LENGTH',
          `"${definition.name}" is longer than ${MAX_TEXT} characters`,
        );
      }
      return { ok: true, value: text };
  }
}

/** HubSpot's milliseconds or ISO 8601 as a number, or NaN. */
export function parseInstant(text: string): number {
  return /^-?\d+$/.test(text) ? Number(text) : Date.parse(text);
}

function checkDate(definition: PropertyDefinition, text: string): CheckedValue {
  const instant = parseInstant(text);
  if (Number.isNaN(instant)) return wrongType(definition, text, 'date', 'INVALID_DATE');
  if (instant % MS_PER_DAY !== 0) {
    return refuse(
      definition,
      'INVALID_DATE',
      `${text} is at ${new Date(instant).toISOString()}, not midnight UTC`,
    );
  }
  return { ok: true, value: new Date(instant).toISOString().slice(0, 10) };
}

function checkDateTime(definition: PropertyDefinition, text: string): CheckedValue {
  const instant = parseInstant(text);
  if (Number.isNaN(instant)) return wrongType(definition, text, 'datetime', 'INVALID_DATE');
  return { ok: true, value: new Date(instant).toISOString() };
}

function checkOption(
  definition: PropertyDefinition,
  text: string,
  references: ReferenceChecks,
): CheckedValue {
  if (definition.externalOptions && definition.referencedObjectType === 'OWNER') {
    if (references.isOwner(text)) return { ok: true, value: text };
    return refuse(definition, 'INVALID_OWNER_ID', `Owner ${text} does not exist`);
  }
  const allowed = definition.options.map((option) => option.value);
  const chosen = definition.fieldType === 'checkbox' ? text.split(';').filter((part) => part !== '') : [text];
  const wrong = chosen.find((part) => !allowed.includes(part));
  return wrong === undefined ? { ok: true, value: text } : wrongOption(definition, wrong, allowed);
}

function wrongOption(definition: PropertyDefinition, text: string, allowed: readonly string[]): CheckedValue {
  return refuse(
    definition,
    'INVALID_OPTION',
    `${text} was not one of the allowed options: [${allowed.join(', ')}]`,
  );
}

function wrongType(definition: PropertyDefinition, text: string, type: string, code: string): CheckedValue {
  return refuse(definition, code, `${text} was not a valid ${type}.`);
}

function refuse(definition: PropertyDefinition, code: string, message: string): CheckedValue {
  return { ok: false, error: { message, code, context: { propertyName: [definition.name] } } };
}
