/** HubSpot's longest note or task body, in characters. */
const MAX_BODY_LENGTH = 65_536;
const SHORTENED = '… (shortened)';

/**
 * The visible line by which a repeated step finds what it wrote before. The closing bracket keeps the reference of
 * step 1 from matching that of step 10.
 */
export function referenceLine(stepKey: string): string {
  return `[Handrail reference ${stepKey}]`;
}

/**
 * Plain text as the HTML body of a note or task: escaped, line breaks kept, the reference as its last line. Too long
 * a text is cut so that the reference always fits.
 */
export function htmlWithReference(text: string, stepKey: string): string {
  const reference = `<p>${escapeHtml(referenceLine(stepKey))}</p>`;
  const whole = paragraph(text);
  if (whole.length + reference.length <= MAX_BODY_LENGTH) return whole + reference;
  const room = MAX_BODY_LENGTH - reference.length - paragraph(SHORTENED).length;
  let kept = '';
  let length = 0;
  for (const character of text) {
    length += htmlText(character).length;
    if (length > room) break;
    kept += character;
  }
  return paragraph(kept + SHORTENED) + reference;
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function paragraph(text: string): string {
  return `<p>${htmlText(text)}</p>`;
}

function htmlText(text: string): string {
  return escapeHtml(text).replaceAll('\n', '<br>');
}
