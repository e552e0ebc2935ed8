/** Text as it may stand in an element. */
export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}

/** The white space before the closing tag of an element that ends on a line of its own. */
export function indentOf(element: string): string {
  return /\n([ \t]*)<\/[^>]+>$/.exec(element)?.[1] ?? '';
}

/**
 * Puts whole lines before the first line that begins one of these elements, in this order of preference; null when
 * none is there.
 */
export function insertBefore(text: string, elements: readonly string[], lines: string): string | null {
  for (const element of elements) {
    const at = new RegExp(`^[ \\t]*<${element}[>/]`, 'm').exec(text);
    if (at) return text.slice(0, at.index) + lines + text.slice(at.index);
  }
  return null;
}
