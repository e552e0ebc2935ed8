import type { XmlObject } from '../metadata/xml-shape.ts';

/** Metadata is nested a few levels; what is deeper is nobody's flow. */
const DEEPEST = 60;

/**
 * Metadata as the Tooling API shows it, in the shape in which files are read: texts for numbers and yes or no, and
 * nothing for what is not set. One analyser reads both.
 *
 * @returns null for what is no object, or is nested beyond all measure. Never throws.
 */
export function documentOfJson(json: unknown): XmlObject | null {
  try {
    const document = valueIn(json, 0);
    return isObject(document) ? document : null;
  } catch (error) {
    if (error instanceof TooDeep) return null;
    throw error;
  }
}

class TooDeep extends Error {}

function valueIn(json: unknown, depth: number): unknown {
  if (depth > DEEPEST) throw new TooDeep();
  if (typeof json === 'boolean' || typeof json === 'number') return String(json);
  if (Array.isArray(json)) {
    const values = json.flatMap((one) => {
      const value = valueIn(one, depth + 1);
      return value === undefined ? [] : [value];
    });
    return values.length === 0 ? undefined : values;
  }
  if (typeof json === 'object' && json !== null) {
    return Object.fromEntries(
      Object.entries(json).flatMap(([name, inner]) => {
        const value = valueIn(inner, depth + 1);
        return value === undefined ? [] : [[name, value]];
      }),
    );
  }
  return typeof json === 'string' ? json : undefined;
}

function isObject(value: unknown): value is XmlObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
