import { Fragment, type ReactNode } from 'react';

const ALLOWED = new Set([
  'p',
  'br',
  'strong',
  'b',
  'em',
  'i',
  'u',
  'ul',
  'ol',
  'li',
  'blockquote',
  'h3',
  'h4',
]);
const DROPPED = new Set(['script', 'style', 'template', 'iframe', 'object']);

function toNode(node: Node, key: number): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  if (!(node instanceof Element)) return null;
  const tag = node.tagName.toLowerCase();
  if (DROPPED.has(tag)) return null;
  if (tag === 'br') return <br key={key} />;
  const children = [...node.childNodes].map(toNode);
  if (tag === 'a') {
    const href = node.getAttribute('href') ?? '';
    if (!/^https?:\/\//i.test(href)) return <Fragment key={key}>{children}</Fragment>;
    return (
      <a key={key} href={href} target="_blank" rel="noopener noreferrer">
        {children}
      </a>
    );
  }
  if (!ALLOWED.has(tag)) return <Fragment key={key}>{children}</Fragment>;
  const Tag = tag as 'p';
  return <Tag key={key}>{children}</Tag>;
}

/**
 * Shows the HTML of a note with its paragraphs, emphasis, lists and links. It is parsed into an inert document and
 * rebuilt from an allow-list, so nothing in a note can run.
 */
export function NoteHtml({ html }: { html: string }) {
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  return <div className="note-html">{[...parsed.body.childNodes].map(toNode)}</div>;
}
