/** The fields of one model, or a choice between models. */
export type ModelFacts = Readonly<Record<string, string>> | { readonly oneOf: readonly unknown[] };

/** What is known of one API. */
export interface ApiFacts {
  readonly operations: readonly string[];
  /** Query names by operation; operations without any are left out. */
  readonly queries?: Readonly<Record<string, readonly string[]>>;
  readonly models: Readonly<Record<string, ModelFacts>>;
  readonly enums: Readonly<Record<string, readonly string[]>>;
}

/** The SDK's spelling of field names that are words of its language. */
const WIRE_NAMES: Readonly<Record<string, string>> = { _in: 'in', _new: 'new', _from: 'from' };

/**
 * Compares a reply with a model: every required field, no unknown field, and the right type all the way down.
 *
 * @returns what is wrong, each with its place; empty when the reply fits
 */
export function misfits(api: ApiFacts, type: string, value: unknown, place = 'reply'): string[] {
  if (type === 'any') return [];
  const list = /^Array<(.*)>$/.exec(type)?.[1];
  if (list !== undefined) {
    if (!Array.isArray(value)) return [`${place} is no list`];
    return value.flatMap((item, at) => misfits(api, list, item, `${place}[${at}]`));
  }
  const entry = /^Record<string, (.*)>$/.exec(type)?.[1];
  if (entry !== undefined) {
    if (!isRecord(value)) return [`${place} is no record`];
    return Object.entries(value).flatMap(([key, item]) => misfits(api, entry, item, `${place}.${key}`));
  }
  if (type.includes(' | ')) {
    const choices = type.split(' | ').map((choice) => misfits(api, choice, value, place));
    return choices.some((wrong) => wrong.length === 0) ? [] : (choices[0] ?? []);
  }
  const options = api.enums[type];
  if (options)
    return options.includes(String(value))
      ? []
      : [`${place} is ${String(value)}, not one of ${options.join()}`];
  const model = api.models[type];
  return model ? modelMisfits(api, model, value, place) : scalarMisfits(type, value, place);
}

function modelMisfits(api: ApiFacts, model: ModelFacts, value: unknown, place: string): string[] {
  if (!isRecord(value)) return [`${place} is no record`];
  if (isChoice(model)) return [];
  const fields = new Map(
    Object.entries(model).map(([name, type]) => {
      const plain = name.replace(/\?$/, '');
      return [WIRE_NAMES[plain] ?? plain, { type, required: !name.endsWith('?') }];
    }),
  );
  const missing = [...fields].filter(([name, field]) => field.required && !(name in value));
  return [
    ...missing.map(([name]) => `${place}.${name} is missing`),
    ...Object.entries(value).flatMap(([name, item]) => {
      const field = fields.get(name);
      return field ? misfits(api, field.type, item, `${place}.${name}`) : [`${place}.${name} is unknown`];
    }),
  ];
}

function scalarMisfits(type: string, value: unknown, place: string): string[] {
  switch (type) {
    case 'null':
      return value === null ? [] : [`${place} is not null`];
    case 'Date':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)
        ? []
        : [`${place} is no ISO date`];
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value === type ? [] : [`${place} is no ${type}`];
    default:
      throw new Error(`the facts do not know the type ${type}`);
  }
}

function isChoice(model: ModelFacts): model is { readonly oneOf: readonly unknown[] } {
  return Array.isArray(model.oneOf);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
