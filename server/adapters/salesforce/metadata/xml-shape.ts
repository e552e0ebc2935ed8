import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** Reads metadata XML of which nothing is known for sure. None of these throws. */

/** An element with children. Text is a string, a repeated element a list. */
export type XmlObject = Readonly<Record<string, unknown>>;

export type XmlReading =
  | { readonly kind: 'read'; readonly root: string; readonly document: XmlObject }
  /** `why` completes "It could not be read: ". */
  | { readonly kind: 'unreadable'; readonly why: string };

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  removeNSPrefix: true,
});

/** Parses one metadata file. An empty root element is read as one without children. */
export function parseXml(text: string): XmlReading {
  try {
    if (XMLValidator.validate(text) !== true) return { kind: 'unreadable', why: 'the file is no XML' };
    const parsed = asObject(parser.parse(text));
    const [root] = Object.keys(parsed ?? {});
    if (!parsed || root === undefined) return { kind: 'unreadable', why: 'the file is empty' };
    return { kind: 'read', root, document: asObject(parsed[root]) ?? {} };
  } catch {
    // The parser's own limits: depth, and entities that grow without end.
    return { kind: 'unreadable', why: 'the file is no XML that is read here' };
  }
}

function asObject(value: unknown): XmlObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as XmlObject) : null;
}

function valuesOf(object: XmlObject | null, key: string): readonly unknown[] {
  if (!object || !Object.hasOwn(object, key)) return [];
  const value = object[key];
  return Array.isArray(value) ? value : [value];
}

/** Every child of this name that has children of its own, or is empty. */
export function all(object: XmlObject | null, key: string): readonly XmlObject[] {
  return valuesOf(object, key).flatMap((value): readonly XmlObject[] => {
    const child = value === '' ? {} : asObject(value);
    return child ? [child] : [];
  });
}

/** The first child of this name that has children of its own. */
export function one(object: XmlObject | null, key: string): XmlObject | null {
  return all(object, key)[0] ?? null;
}

/** The texts of all children of this name. */
export function texts(object: XmlObject | null, key: string): readonly string[] {
  return valuesOf(object, key).flatMap((value) => (typeof value === 'string' && value !== '' ? value : []));
}

/** The text of the first child of this name; null when there is none or it is empty. */
export function text(object: XmlObject | null, key: string): string | null {
  return texts(object, key)[0] ?? null;
}

/** The text of a child, empty when it is there without one; null when it is not there. */
export function toldText(object: XmlObject | null, key: string): string | null {
  const [value] = valuesOf(object, key);
  if (value === undefined) return null;
  return typeof value === 'string' ? value : '';
}

/** True for a child that says `true`. */
export function flag(object: XmlObject | null, key: string): boolean {
  return text(object, key) === 'true';
}
