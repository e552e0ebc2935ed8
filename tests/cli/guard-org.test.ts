import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { INTEGRATION_USERNAME } from '../../sandbox/salesforce/seed/people.ts';
import type { RunningOrgOptions } from '../../sandbox/salesforce/start-org.ts';
import { openStore } from '../../server/adapters/store/open-store.ts';
import { sha256 } from '../fixtures/sha256.ts';
import { startOrgWithKey } from '../http/salesforce-server.ts';
import { openPortal } from '../sandbox/portal-fixture.ts';
import {
  LEAD_RULES,
  OPPORTUNITY_WORKFLOW,
  ownerFlow,
  TRIGGER,
} from '../sandbox/salesforce/setup-metadata.ts';
import { runHandrail } from './run-handrail.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const flow = (fullName: string, options: Parameters<typeof ownerFlow>[1] = {}) => ({
  type: 'Flow',
  fullName,
  content: ownerFlow(fullName.replaceAll('_', ' '), options),
});
const METADATA: NonNullable<RunningOrgOptions['metadata']> = [
  flow('Route_Deals'),
  flow('Kept_Out', { guarded: true }),
  { ...flow('Drafted'), draft: ownerFlow('Drafted', { status: 'Draft', guarded: true }) },
  { ...flow('acme__Hidden'), namespace: 'acme' },
  { type: 'AssignmentRules', fullName: 'Lead', content: LEAD_RULES },
  { type: 'Workflow', fullName: 'Opportunity', content: OPPORTUNITY_WORKFLOW },
  { type: 'ApexTrigger', fullName: 'AssignDeals', content: TRIGGER },
];
// Each test runs the command several times, in processes of their own.
jest.setTimeout(120_000);

const TRIGGER_ID = 'AssignDeals (Apex trigger)';

async function setUp({ metadata = METADATA, keeps = false } = {}) {
  const { org, variables, forget } = await startOrgWithKey({ metadata });
  const folder = await mkdtemp(join(tmpdir(), 'handrail-org-'));
  closing.push(forget, () => rm(folder, { recursive: true }));
  const dataDir = keeps ? join(folder, 'store') : 'memory://';
  if (keeps) await (await openStore({ dataDir, sha256 })).close();
  const environment = { ...variables, HANDRAIL_DATA_DIR: dataDir };
  const guard = (...args: string[]) => runHandrail(['guard', ...args], environment);
  return { org, environment, guard, folder };
}

describe('handrail guard coverage on a Salesforce org', () => {
  it('lists what ignores the hold first, in words of Salesforce, and ends with 1', async () => {
    const { org, guard } = await setUp();
    const { code, out, err } = await guard('coverage');
    expect([code, out.split('\n').slice(0, 2)]).toEqual([
      1,
      [
        'ignores         Route_Deals                               on   Route Deals',
        '    A held opportunity comes to action Set_Owner, which copies a value into the owner, and nothing on the way looks at the routing hold.',
      ],
    ]);
    expect(out).toContain('not visible     acme__Hidden');
    expect(out).toContain('7 automations: ignores 4, needs review 1, not visible 1, respects 1.');
    expect(out).toContain('To be mended, because they are on and ignore the routing hold: 4.');
    expect(err).toBe('');
    expect(org.unknownCalls).toEqual([]);
  });

  it('tells one with the way through it, by its name', async () => {
    const { guard } = await setUp();
    const one = await guard('coverage', '--flow', 'Opportunity.Route & tell (workflow rule)');
    expect(one.out).toContain('The way: ');
    expect(one.code).toBe(1);
    const nobody = await guard('coverage', '--flow', 'Nobody');
    expect([nobody.code, nobody.err]).toEqual([2, expect.stringContaining('no automation of this name')]);
  });

  it('ends with 2 and the permission to give when it may not look', async () => {
    const { org, guard } = await setUp();
    org.withhold(INTEGRATION_USERNAME, 'ViewSetup', true);
    const { code, err } = await guard('coverage');
    expect([code, err]).toEqual([2, expect.stringContaining('View Setup and Configuration')]);
  });

  it('keeps a person’s mark beside the verdict until it is edited', async () => {
    const { org, guard } = await setUp({ keeps: true });
    const by = ['--by', 'priya.nair@northwind.example'];
    const marked = await guard('review', '--flow', TRIGGER_ID, '--reason', 'It only sets a region.', ...by);
    expect([marked.code, marked.out]).toEqual([
      0,
      expect.stringContaining('Marked as reviewed: "AssignDeals"'),
    ]);
    expect((await guard('coverage')).out).toContain('Reviewed by Priya Nair');
    org.core.metadata.put({ type: 'ApexTrigger', fullName: 'AssignDeals', content: `${TRIGGER}\n` });
    expect((await guard('coverage')).out).toContain('Edited since Priya Nair reviewed it');
  });
});

describe('handrail guard coverage --patch on an org', () => {
  it('writes the files as Salesforce gives them with a patch that applies and mends; the org stays as it is', async () => {
    const { org, guard, folder } = await setUp();
    const out = join(folder, 'out');
    const before = org.core.metadata.all();
    const { code, err } = await guard('coverage', '--patch', out);
    expect([code, err]).toEqual([
      1,
      expect.stringContaining('Proposed changes to 2 files; 2 to be mended by hand'),
    ]);
    expect(org.core.metadata.all()).toEqual(before);
    expect((await readdir(join(out, 'force-app/main/default/flows'))).toSorted()).toEqual([
      'Route_Deals.flow-meta.xml',
    ]);
    const instructions = await readFile(join(out, 'INSTRUCTIONS.md'), 'utf8');
    expect(instructions).toMatch(/newest version is not the active one\n\n.*\n\n- \*\*Drafted\*\*/);
    const patch = await readFile(join(out, 'handrail-guard.patch'), 'utf8');
    // Only what is proposed stands in the patch: everything else is as Salesforce wrote it.
    expect(patch.split('\n').filter((line) => /^-[^-]/.test(line))).toEqual([]);

    expect((await runHandrail(['guard', 'scan', out], {})).code).toBe(1);
    execFileSync('git', ['init', '--quiet'], { cwd: out });
    execFileSync('git', ['apply', '--check', 'handrail-guard.patch'], { cwd: out });
    execFileSync('git', ['apply', 'handrail-guard.patch'], { cwd: out });
    const scanned = await runHandrail(['guard', 'scan', out], {});
    expect([scanned.code, scanned.out]).toEqual([0, expect.stringContaining('2 automations: respects 2.')]);
  });

  it('writes instructions alone where nothing is to be mended', async () => {
    const { guard, folder } = await setUp({ metadata: [flow('Kept_Out', { guarded: true })] });
    const out = join(folder, 'out');
    const { code, err } = await guard('coverage', '--patch', out);
    expect([code, err]).toEqual([0, expect.stringContaining('No change to propose; 0 to be mended by hand')]);
    expect(await readdir(out)).toEqual(['INSTRUCTIONS.md']);
  });

  it('is refused with one flow, and without an org', async () => {
    const { guard, folder } = await setUp();
    const one = await guard('coverage', '--flow', 'Route_Deals', '--patch', join(folder, 'out'));
    expect([one.code, one.err]).toEqual([2, expect.stringContaining('leave --flow out')]);
    const { running } = await openPortal();
    const portal = {
      HUBSPOT_PORTAL_ID: String(running.portalId),
      HUBSPOT_ACCESS_TOKEN: running.accessToken,
      HUBSPOT_API_ORIGIN: running.origin,
    };
    const none = await runHandrail(['guard', 'coverage', '--patch', join(folder, 'out')], portal);
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('none is configured')]);
  });
});

describe('handrail guard coverage where both CRMs are connected', () => {
  async function both() {
    const { org, environment } = await setUp();
    const { running } = await openPortal();
    const variables = {
      ...environment,
      HUBSPOT_PORTAL_ID: String(running.portalId),
      HUBSPOT_ACCESS_TOKEN: running.accessToken,
      HUBSPOT_API_ORIGIN: running.origin,
    };
    return { org, running, guard: (...args: string[]) => runHandrail(['guard', ...args], variables) };
  }

  it('tells all of both, or of one that is named', async () => {
    const { guard, running } = await both();
    const all = await guard('coverage', '--json');
    const { counts, coverages } = JSON.parse(all.out);
    expect(counts).toMatchObject({ ignores: 6, respects: 5, needs_review: 1, not_visible: 1 });
    expect(coverages).toHaveLength(13);
    expect((await guard('coverage', '--crm', 'salesforce')).out).toContain('7 automations:');
    expect((await guard('coverage', '--portal', String(running.portalId))).out).toContain('6 workflows:');
  });

  it('tells the one CRM when the other lists nothing, and says so', async () => {
    const { org, guard } = await both();
    org.withhold(INTEGRATION_USERNAME, 'ViewSetup', true);
    const { code, out } = await guard('coverage');
    expect(code).toBe(1);
    expect(out).toMatch(
      /not visible {5}Salesforce .*All automation of Salesforce\n {4}It could not be read: Handrail may not see/,
    );
    expect(out).toContain('ignores         610000105');
  });
});
