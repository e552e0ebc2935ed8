import { describe, expect, it } from '@jest/globals';
import { escapeHtml, htmlWithReference, referenceLine } from '../../../server/adapters/hubspot/note-body.ts';

describe('htmlWithReference', () => {
  it('escapes the text, keeps its lines and ends with the reference', () => {
    expect(htmlWithReference('<b>"A" & \'B\'</b>\nNext: call', 'r:grant:1')).toBe(
      '<p>&lt;b&gt;&quot;A&quot; &amp; &#39;B&#39;&lt;/b&gt;<br>Next: call</p><p>[Handrail reference r:grant:1]</p>',
    );
  });

  it('keeps a body of exactly the longest length', () => {
    const room = 65_536 - htmlWithReference('', 'k').length;
    expect(htmlWithReference('x'.repeat(room), 'k')).toHaveLength(65_536);
    expect(htmlWithReference('x'.repeat(room), 'k')).not.toContain('shortened');
  });

  it.each([
    ['plain', 'x'],
    ['escaped', '&'],
    ['two code units long', '\u{1F600}'],
  ])('cuts %s characters whole, and never the reference', (_, character) => {
    const body = htmlWithReference(character.repeat(70_000), 'k');
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(body.length).toBeGreaterThan(65_520);
    expect(body.endsWith('… (shortened)</p><p>[Handrail reference k]</p>')).toBe(true);
    const text = body.slice('<p>'.length, body.indexOf('…'));
    expect(text.replaceAll(escapeHtml(character), '')).toBe('');
  });
});

describe('referenceLine', () => {
  it('is not found inside the reference of another step', () => {
    expect(referenceLine('r:grant:10')).not.toContain(referenceLine('r:grant:1'));
  });
});
