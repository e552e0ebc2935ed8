/** What an element of a metadata file holds: text, elements, or the same element several times. */
export type XmlValue = string | number | boolean | XmlElement | readonly XmlValue[];
export interface XmlElement {
  readonly [name: string]: XmlValue | undefined;
}

/** One metadata file: the type that is its root, and what stands in it. */
export interface Metadata {
  readonly type: string;
  /** Below `force-app/main/default`. */
  readonly path: string;
  readonly content: XmlElement;
}

/** Stands on the first line of everything generated. */
export const GENERATED = 'Generated from src/contracts by extensions/salesforce/generate. Do not edit.';

/**
 * The file's text. Elements without a value are left out. The root opens on the first line, and the remark stands in
 * it: Salesforce's own library does not find the root of a file that begins with a comment.
 */
export function toXml({ type, content }: Metadata): string {
  return `<?xml version="1.0" encoding="UTF-8"?><${type} xmlns="http://soap.sforce.com/2006/04/metadata"><!-- ${GENERATED} -->
${elements(content, 1)}</${type}>
`;
}

function elements(content: XmlElement, depth: number): string {
  return Object.entries(content)
    .map(([name, value]) => (value === undefined ? '' : element(name, value, depth)))
    .join('');
}

function element(name: string, value: XmlValue, depth: number): string {
  const indent = '    '.repeat(depth);
  if (isList(value)) return value.map((item) => element(name, item, depth)).join('');
  if (typeof value === 'object') {
    return `${indent}<${name}>\n${elements(value, depth + 1)}${indent}</${name}>\n`;
  }
  return `${indent}<${name}>${escaped(String(value))}</${name}>\n`;
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}
