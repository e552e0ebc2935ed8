import { readFile } from 'node:fs/promises';
import { HEALTH_CODES, INSTALL_PROBLEM_CODES, ORG_HEALTH_CODES } from '@handrail/contracts/admin-codes';
import { expect, it } from '@jest/globals';
import { docsOf } from '../../server/health/health-report.ts';
import { INSTALL_PROBLEMS } from '../../server/http/install/install-problems.ts';

const health = await readFile(new URL('../../docs/health.md', import.meta.url), 'utf8');

it('every health code and every code of the install pages has its section, and no section is left over', () => {
  const sections = [...health.matchAll(/^### (\w+)$/gm)].map(([, code]) => code);
  expect(sections).toEqual([...HEALTH_CODES, ...INSTALL_PROBLEM_CODES]);
});

it('every section says what comes next', () => {
  const sections = health.split(/^### /m).slice(1);
  for (const section of sections) expect(section).toMatch(/\*\*Next:\*\*|run `handrail tokens rotate`/);
});

it('what a finding points to is there', () => {
  for (const code of HEALTH_CODES) expect(docsOf(code)).toBe(`docs/health.md#${code}`);
});

it('every code of an org has its section with the next step, in the page that findings point to', async () => {
  const page = await readFile(new URL('../../docs/salesforce-health.md', import.meta.url), 'utf8');
  const sections = page.split(/^## /m).flatMap((part) => part.split(/^### /m).slice(1));
  expect(sections.map((section) => /^\w+/.exec(section)?.[0])).toEqual([...ORG_HEALTH_CODES]);
  for (const section of sections) expect(section).toContain('**Next:**');
  for (const code of ORG_HEALTH_CODES) expect(docsOf(code)).toBe(`docs/salesforce-health.md#${code}`);
});

it('every page says what happened and what to do next', () => {
  for (const code of INSTALL_PROBLEM_CODES) {
    const { title, what } = INSTALL_PROBLEMS[code];
    expect(title.length).toBeGreaterThan(10);
    expect(what.split('. ').length).toBeGreaterThan(1);
  }
});
