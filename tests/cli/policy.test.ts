import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startServer } from '../../server/start-server.ts';
import { filledForm, startTestServer, type TestServer } from '../http/test-server.ts';
import { runHandrail } from './run-handrail.ts';

const ROOT = new URL('../../', import.meta.url);
const PRIYA = 'priya.nair@northwind.example';

let folder: string;
let draft: string;
let test: TestServer;
let environment: Record<string, string>;

/** Real requests through the server on a data directory, which the commands then read. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'handrail-policy-'));
  draft = join(folder, 'draft');
  await cp(new URL('config/', ROOT), draft, { recursive: true });
  test = await startTestServer({ variables: { HANDRAIL_DATA_DIR: join(folder, 'data') } });
  const rep = test.as('maya.chen');
  for (const [over, upTo] of [
    [50_000, 100_000],
    [100_000, 150_000],
    [150_000, 10_000_000],
  ] as const) {
    const deal = test.takeDeal({ region: 'EMEA', over, upTo });
    const { live } = await rep.card(CARD_ROUTES.requests, filledForm(deal));
    if (upTo === 100_000 && live) {
      const review = { outcome: 'approve', comment: 'Yes.', version: live.version };
      await test.as('ines.moreau').card(CARD_ROUTES.review(live.requestId), review);
    }
  }
  await test.server.close();
  environment = {
    HANDRAIL_DATA_DIR: join(folder, 'data'),
    HUBSPOT_PORTAL_ID: test.env.hubspot.portalId,
    HUBSPOT_ACCESS_TOKEN: test.env.hubspot.accessToken,
    HUBSPOT_API_ORIGIN: test.portal.origin,
  };
}, 60_000);
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true });
});

const handrail = (...args: string[]) => runHandrail(['policy', ...args], environment);

async function edit(file: string, from: string | RegExp, to: string): Promise<void> {
  const path = join(draft, file);
  const before = await readFile(path, 'utf8');
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${file} has no ${from}`);
  await writeFile(path, after);
}

describe('handrail policy', () => {
  it('lint passes the shipped policy with warnings, and the CRM knows its people', async () => {
    const { code, out } = await handrail('lint', '--crm', '--json');
    expect(code).toBe(0);
    const { ok, findings } = JSON.parse(out);
    expect(ok).toBe(true);
    expect(new Set(findings.map((finding: { code: string }) => finding.code))).toEqual(
      new Set(['sole_approver', 'escalation_to_oneself']),
    );
  }, 60_000);

  it('show, document and history say what is in force', async () => {
    const shown = await handrail('show', 'strategic-logo');
    expect(shown.out).toContain('This is policy version 1.');
    expect(shown.out).toContain('Over 100,000: RevOps, when deal amount is over 100,000');
    const wrong = await handrail('show', 'nonsense', '--dir', 'config');
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('There are: data-fix') });
    const page = await handrail('document', '--format', 'html');
    expect(page.out).toMatch(/^<!doctype html>/);
    expect(page.out).toContain('<caption>Who approves Strategic Logo</caption>');
    const history = JSON.parse((await handrail('history', '--json')).out);
    expect(history).toMatchObject([
      { version: 1, publishedBy: 'config', reason: 'First start of the server' },
    ]);
  }, 60_000);

  it('diff and simulate say what a draft would change, without publishing it', async () => {
    await edit('policies/strategic-logo.yml', 'operator: GT, value: 100000', 'operator: GT, value: 150000');
    const diff = await handrail('diff', draft);
    expect(diff.out).toContain('becomes "when deal amount is over 150,000"');
    const { code, out } = await handrail('simulate', draft, '--json');
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(code).toBe(0);
    expect(lines.filter(({ changed }) => changed)).toMatchObject([
      { kind: 'request', exceptionType: 'strategic-logo', added: [], dropped: [PRIYA], unresolvable: false },
    ]);
    expect(lines.at(-1)).toMatchObject({
      kind: 'summary',
      against: 1,
      requests: 3,
      history: [{ role: 'region_lead', n: 1 }],
      types: [{ requests: 3, changed: 1, waiting: { n: 1, noHistory: 2, rolesWithoutHistory: ['revops'] } }],
    });
    const words = await handrail('simulate', draft);
    expect(words.out).toContain(`dropped ${PRIYA}`);
    expect(words.out).toContain('3 requests, policy version 1 against the files of');
  }, 60_000);

  it('simulates made-up requests, and ends with 1 when nobody could decide one', async () => {
    const file = join(folder, 'made-up.jsonl');
    const facts = { 'deal.amount': 120_000, 'deal.sales_region': 'EMEA' };
    const one = { exceptionTypeId: 'strategic-logo', facts };
    await writeFile(
      file,
      `${JSON.stringify(one)}\n\n${JSON.stringify({ ...one, id: 'hers', requesterEmail: 'ines.moreau@northwind.example' })}\n`,
    );
    const { code, out } = await handrail('simulate', draft, '--file', file, '--json');
    expect(code).toBe(1);
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { id: 'line 1', dropped: [PRIYA], unresolvable: false },
      { id: 'hers', after: { outcome: 'no_eligible_approver' }, unresolvable: true },
      { kind: 'summary', readsPast: false },
    ]);
    await writeFile(file, '{"exceptionTypeId": 7}\n');
    const wrong = await handrail('simulate', draft, '--file', file);
    expect(wrong).toMatchObject({
      code: 2,
      err: expect.stringContaining('made-up.jsonl:1: exceptionTypeId'),
    });
  }, 60_000);

  it('publish needs a known person, audits it, and refuses what was overtaken', async () => {
    const by = ['--by', 'Priya.Nair@northwind.example', '--reason', 'RevOps decides less often'];
    expect((await handrail('publish', draft, '--by', PRIYA)).code).toBe(2);
    const stranger = await handrail('publish', draft, '--by', 'x@example.com', '--reason', 'why');
    expect(stranger).toMatchObject({
      code: 1,
      out: expect.stringContaining('knows no active user x@example.com'),
    });
    const published = await handrail('publish', draft, ...by, '--expect', '1');
    expect(published).toMatchObject({
      code: 0,
      out: expect.stringContaining('Version 2 is in force, published by Priya Nair'),
    });
    const again = await handrail('publish', draft, ...by);
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining('Nothing to publish') });
    const late = await handrail('publish', 'config', ...by, '--expect', '1', '--json');
    expect(late.code).toBe(1);
    expect(JSON.parse(late.out)).toMatchObject({ published: false, code: 'changed_meanwhile' });
    const [newest] = JSON.parse((await handrail('history', '--json')).out);
    expect(newest).toMatchObject({ version: 2, publishedBy: PRIYA, reason: 'RevOps decides less often' });
  }, 120_000);

  it('publish refuses a policy with a lint error', async () => {
    await edit(
      'policies/data-fix.yml',
      'when: always\n    require: {',
      'when:\n      - { property: request.object_type, operator: EQ, value: deal }\n    require: {',
    );
    const linted = await handrail('lint', draft);
    expect(linted).toMatchObject({
      code: 1,
      out: expect.stringContaining('Nobody is asked for Data Fix on a contact'),
    });
    const refused = await handrail('publish', draft, '--by', PRIYA, '--reason', 'why', '--json');
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.out)).toMatchObject({ published: false, code: 'lint_errors' });
  }, 60_000);

  it('a server that starts again leaves the published version in force and says that its files differ', async () => {
    const before = test.logLines.length;
    const { pino } = await import('pino');
    const lines: string[] = [];
    const logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
    const server = await startServer(test.env, { logger });
    await server.close();
    expect(test.logLines.length).toBe(before);
    expect(lines.join('')).toContain('policy version 2 is in force; the files of config differ from it');
  }, 60_000);
});
