import { describe, expect, it } from '@jest/globals';
import { policyDocument } from '../../server/policy-document/policy-document.ts';
import { renderHtml } from '../../server/policy-document/render-html.ts';
import { renderMarkdown } from '../../server/policy-document/render-markdown.ts';
import { shippedPolicy } from './shipped-policy.ts';

const EVIL = '<script>alert(1)</script> | *bold* [x](javascript:y) & "quoted"\n# no heading';

async function evilDocument() {
  const { policy } = await shippedPolicy();
  const exceptionTypes = policy.exceptionTypes.map((type) => ({ ...type, label: EVIL, definition: EVIL }));
  return policyDocument({ ...policy, exceptionTypes }, 'a draft');
}

describe('the policy document', () => {
  it('tells types, approvers, people, playbooks and standard handoffs', async () => {
    const { policy } = await shippedPolicy();
    const page = renderMarkdown(policyDocument(policy, 'policy version 7'));
    expect(page).toContain('This is policy version 7.');
    expect(page).toContain('| Over 100,000 | when deal amount is over 100,000 | RevOps |');
    for (const { label, examples } of policy.exceptionTypes) {
      expect(page).toContain(`### ${label}`);
      expect(page).toContain(`- Yes: ${examples[0]}`);
    }
    expect(page).toContain('Once approved: Hold routing; Write the exception on the record;');
    expect(page).toContain('| Deal desk | priya.nair@northwind.example or victor.lang@northwind.example |');
    expect(page).toContain('it may be extended 2 times, by up to 30 days each time');
    expect(page).toContain('Break-glass: Escalation owner or Region lead may have it take effect at once');
    expect(page).toContain(
      'While nobody decides: after 4 the approvers are reminded, after 8 Chief Revenue Officer may decide as well, after 16 RevOps may decide as well and after 40 the request lapses (business hours).',
    );
    for (const { label } of policy.standardHandoffs) expect(page).toContain(`### ${label}`);
  });

  it('as HTML escapes what people wrote and loads nothing', async () => {
    const html = renderHtml(await evilDocument());
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).not.toMatch(/\b(src|href)=/);
    expect(html).toContain('<html lang="en">');
    expect(html.match(/<h1>/g)).toHaveLength(1);
    expect(html).toContain('<th scope="col">Approvers</th>');
  });

  it('as Markdown lets no text become markup', async () => {
    const markdown = renderMarkdown(await evilDocument());
    expect(markdown).not.toMatch(/(^|[^\\])<script/);
    expect(markdown).not.toMatch(/^# no heading/m);
    expect(markdown).not.toMatch(/[^\\]\[x]/);
    const tables = markdown.split('\n').filter((line) => line.startsWith('|'));
    expect(tables.length).toBeGreaterThan(20);
  });
});
