import { createHash } from 'node:crypto';
import type { Response } from 'express';

/** Text that is HTML already. Everything else is escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Html | readonly Html[];

/** Makes HTML; what is put in is escaped unless it is HTML itself. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.map((text, at) => text + render(parts[at] ?? '')).join(''));
}

function render(part: Part): string {
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(({ text }) => text).join('');
  return String(part)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const STYLE = `
  body { margin: 0 auto; max-width: 46rem; padding: 2rem 1.25rem 4rem; color: #1f2d3d; background: #fff;
    font: 1rem/1.55 system-ui, sans-serif; }
  h1 { font-size: 1.7rem; line-height: 1.25; } h2 { font-size: 1.2rem; margin-top: 2rem; }
  a.button { display: inline-block; padding: .7rem 1.2rem; border-radius: .3rem; color: #fff; background: #1c5fa8;
    text-decoration: none; font-weight: 600; }
  a:focus-visible { outline: 3px solid #b54708; outline-offset: 2px; }
  table { border-collapse: collapse; width: 100%; } caption { text-align: left; padding-bottom: .5rem; }
  th, td { text-align: left; vertical-align: top; padding: .45rem .6rem .45rem 0; border-top: 1px solid #cbd6e2; }
  th[scope='row'] { font-weight: 400; width: 42%; }
  code { font-family: ui-monospace, monospace; font-size: .92em; overflow-wrap: anywhere; }
  ul.checks { list-style: none; padding: 0; } ul.checks li { display: grid;
    grid-template-columns: 5rem 1fr; padding: .6rem 0; border-top: 1px solid #cbd6e2; }
  ul.checks p { margin: 0 0 .25rem; } .mark { font-weight: 600; }
  .done .mark { color: #14693a; } .todo .mark { color: #a33a05; }
  .facts { color: #4a5b6c; }
`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Only this page's own style; no script, no form, nothing from elsewhere. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${STYLE_HASH}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join(';');

/** Sends a page that needs no script. */
export function sendPage(res: Response, title: string, body: Html): void {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} - Handrail</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`;
  res.set('Content-Security-Policy', POLICY).type('html').send(page.text);
}
