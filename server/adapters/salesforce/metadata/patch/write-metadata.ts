import { XMLBuilder } from 'fast-xml-parser';
import type { XmlObject } from '../xml-shape.ts';

const NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';
const ATTRIBUTE = '@';

const builder = new XMLBuilder({
  attributeNamePrefix: ATTRIBUTE,
  format: true,
  ignoreAttributes: false,
  indentBy: '    ',
  suppressEmptyNode: true,
});

/** A document as the source file that Salesforce's own tools would write, with its elements in the order given. */
export function writeMetadata(root: string, document: XmlObject): string {
  const body: string = builder.build({ [root]: { [`${ATTRIBUTE}xmlns`]: NAMESPACE, ...document } });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${body}`;
}

/** Whether two documents say the same: in any order of elements, and whether or not what is empty is told. */
export function isSameMetadata(a: XmlObject, b: XmlObject): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return value.map(canonical).join(',');
  if (typeof value !== 'object' || value === null) return scalar(String(value ?? ''));
  const parts = Object.entries(value)
    .map(([name, inner]) => [name, canonical(inner)] as const)
    .filter(([, inner]) => inner !== '')
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return parts.length === 0 ? '' : `{${parts.map(([name, inner]) => `${name}:${inner}`).join(';')}}`;
}

/** Numbers are written with or without what is behind the point. */
function scalar(text: string): string {
  return /^-?\d+\.0+$/.test(text) ? JSON.stringify(text.replace(/\.0+$/, '')) : text && JSON.stringify(text);
}
