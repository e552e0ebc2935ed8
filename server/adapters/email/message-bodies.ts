import type { NoticeMessage } from '../../../src/domain/notice/message-of.ts';

/** A message as plain text. */
export function textOf({ why, lines, link }: NoticeMessage): string {
  return [
    why,
    '',
    ...lines.map(({ label, value }) => `${label}: ${value}`),
    ...(link ? ['', `${link.label}: ${link.url}`] : []),
    '',
    'Sent by Handrail.',
    '',
  ].join('\n');
}

/** The same as HTML that needs no style sheet, no picture and no script. */
export function htmlOf({ subject, why, lines, link }: NoticeMessage): string {
  const rows = lines
    .map(
      ({ label, value }) =>
        `<tr><th align="left" valign="top" style="padding:2px 16px 2px 0">${escaped(label)}</th><td>${escaped(value).replaceAll('\n', '<br>')}</td></tr>`,
    )
    .join('');
  const button = link ? `<p><a href="${escaped(link.url)}">${escaped(link.label)}</a></p>` : '';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head><body><p>${escaped(why)}</p><table>${rows}</table>${button}<p>Sent by Handrail.</p></body></html>`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
