import type { Href } from './remote-props.ts';

/** A link target as HTML attributes. */
export interface LinkTarget {
  readonly href: string;
  readonly target?: '_blank';
  readonly rel?: 'noopener noreferrer';
}

const SAFE_PROTOCOLS = ['http:', 'https:', 'mailto:', 'tel:'];

/** The attributes for a card's link, or null when the address is missing or could run code (`javascript:`). */
export function linkTarget(href: Href | undefined): LinkTarget | null {
  if (!href) return null;
  const { url, external } = typeof href === 'string' ? { url: href, external: undefined } : href;
  if (!URL.canParse(url, document.baseURI)) return null;
  const parsed = new URL(url, document.baseURI);
  if (!SAFE_PROTOCOLS.includes(parsed.protocol)) return null;
  const newTab = external ?? parsed.origin !== location.origin;
  return newTab ? { href: url, target: '_blank', rel: 'noopener noreferrer' } : { href: url };
}
