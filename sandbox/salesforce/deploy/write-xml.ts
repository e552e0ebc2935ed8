import type { XmlNode } from '../metadata/xml-node.ts';

/** An element as text. Attributes are not kept: metadata has none that matter. */
export function writeXml(name: string, node: XmlNode): string {
  const inner = node.names
    .map((child) =>
      node
        .all(child)
        .map((one) => writeXml(child, one))
        .join(''),
    )
    .join('');
  return `<${name}>${escapeXml(node.text)}${inner}</${name}>`;
}

/** An element as the text of a file. */
export function writeFile(root: string, node: XmlNode): string {
  const xml = writeXml(root, node).replace(
    `<${root}>`,
    `<${root} xmlns="http://soap.sforce.com/2006/04/metadata">`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xml}\n`;
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
