import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SEED_FLOW } from '../../sandbox/hubspot/seed/flows.ts';
import type { RunningPortal } from '../../sandbox/hubspot/start-portal.ts';
import { openPortal } from '../sandbox/portal-fixture.ts';
import { runHandrail } from './run-handrail.ts';

const ROOT = new URL('../../', import.meta.url);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'handrail-guard-'));
});
afterAll(() => rm(folder, { recursive: true }));

function environmentOf({ portalId, accessToken, origin }: RunningPortal): Record<string, string> {
  return {
    HUBSPOT_PORTAL_ID: String(portalId),
    HUBSPOT_ACCESS_TOKEN: accessToken,
    HUBSPOT_API_ORIGIN: origin,
  };
}

const guard = (environment: Record<string, string>, ...args: string[]) =>
  runHandrail(['guard', ...args], environment);

describe('handrail guard coverage', () => {
  it('lists the workflows that ignore the hold first, with the evidence, and ends with 1', async () => {
    const { running } = await openPortal();
    const environment = environmentOf(running);
    const { code, out } = await guard(environment, 'coverage');
    expect(code).toBe(1);
    const lines = out.split('\n');
    expect(lines[0]).toBe('ignores         610000105  on   Renewals to account owner (2022)');
    expect(lines[1]).toBe(
      '    A held deal comes to action 1, which copies a value into the owner, and nothing on the way looks at the routing hold.',
    );
    expect(out).toContain('6 workflows: ignores 2, respects 4.');
    expect(out).toContain('To be mended, because they are on and ignore the routing hold: 2.');
    expect(running.unknownCalls).toEqual([]);
  });

  it('ends with 0 when those that ignore it are off, and shows them as off', async () => {
    const { running } = await openPortal();
    const environment = environmentOf(running);
    for (const id of [SEED_FLOW.legacyRenewals, SEED_FLOW.contactLeads]) {
      const flow = running.flows.require(id);
      running.flows.replace(id, { ...flow, isEnabled: false }, { revisionId: flow.revisionId });
    }
    const { code, out } = await guard(environment, 'coverage');
    expect(code).toBe(0);
    expect(out).toContain('ignores         610000105  off  Renewals to account owner (2022)');
    expect(out).toContain('No workflow that is on ignores the routing hold.');
  });

  it('tells one workflow with the way through it, also as JSON, and governs a property of your own', async () => {
    const { running } = await openPortal();
    const environment = environmentOf(running);
    const one = await guard(environment, 'coverage', '--flow', SEED_FLOW.inactivity);
    expect(one.code).toBe(0);
    expect(one.out).toContain(
      'The way: action 1 → action 2, branch "Inactive" → action 3, branch "AMER" → action 4',
    );
    const json = await guard(environment, 'coverage', '--flow', SEED_FLOW.inactivity, '--json');
    expect(JSON.parse(json.out)).toMatchObject({
      ignoring: 0,
      coverages: [
        {
          automationId: SEED_FLOW.inactivity,
          verdict: 'respects',
          reason: 'branched_off',
          writes: ['owner'],
        },
      ],
    });
    const routes = await guard(
      environment,
      'coverage',
      '--json',
      '--route',
      'sales_region',
      '--route',
      'Lane',
    );
    expect(routes.code).toBe(1);
  });

  it('ends with 2 and the next step when it cannot judge: no such workflow, no leave, no settings', async () => {
    const { running } = await openPortal();
    const environment = environmentOf(running);
    const nobody = await guard(environment, 'coverage', '--flow', '42');
    expect([nobody.code, nobody.err]).toEqual([2, expect.stringContaining('Workflow 42 cannot be judged')]);
    running.faults.inject({ kind: 'status', status: 403, path: '/flows$' });
    const refused = await guard(environment, 'coverage');
    expect([refused.code, refused.err]).toEqual([
      2,
      expect.stringContaining('An administrator must grant it'),
    ]);
    const unset = await guard({}, 'coverage');
    expect([unset.code, unset.err]).toEqual([2, expect.stringContaining('HUBSPOT_ACCESS_TOKEN')]);
  });
});

describe('handrail guard scan', () => {
  it('judges a folder of documents, the lists beside them included', async () => {
    const corpus = 'tests/guard/corpus';
    const { code, out } = await guard({}, 'scan', corpus, '--json');
    expect(code).toBe(1);
    const { coverages } = JSON.parse(out);
    const files = (await readdir(new URL(corpus, ROOT))).filter((file) => file.endsWith('.json'));
    expect(coverages).toHaveLength(files.length);
    expect(coverages).toContainEqual(
      expect.objectContaining({ verdict: 'respects', mechanism: 'exclusion_list' }),
    );
    expect(coverages).toContainEqual(
      expect.objectContaining({ automationId: 'no-object.json', verdict: 'not_visible' }),
    );
  });

  it('tells a file that holds no JSON from a workflow, and a folder without files from a clean one', async () => {
    await writeFile(join(folder, 'broken.json'), '{"id": ');
    const broken = await guard({}, 'scan', folder);
    expect(broken.code).toBe(0);
    expect(broken.out).toContain('not visible     broken.json  on   broken.json');
    expect(broken.out).toContain('It could not be read: the file holds no JSON.');
    const none = await guard({}, 'scan', join(folder, 'nowhere'));
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('There is no folder')]);
  });
});

describe('handrail guard scan of Salesforce metadata', () => {
  const corpus = 'tests/guard/salesforce/corpus';

  it('judges flows, rules and triggers of a project, whatever JSON lies beside them', async () => {
    const project = await mkdtemp(join(folder, 'project-'));
    await cp(new URL(corpus, ROOT), join(project, 'force-app', 'main', 'default', 'flows'), {
      recursive: true,
    });
    await writeFile(join(project, 'sfdx-project.json'), '{}');
    const { code, out, err } = await guard({}, 'scan', project);
    expect([code, err]).toEqual([1, '']);
    expect(out).toMatch(
      /ignores +Unguarded_Update +on {3}Unguarded Update\n {4}A held opportunity comes to action Set_Owner, which copies a value into the owner, and nothing on the way looks at the routing hold\.\n/,
    );
    expect(out).toMatch(/\n\d+ automations: ignores \d+, partly \d+, needs review \d+, not visible 4, /);
    const json = await guard({}, 'scan', project, '--json');
    expect(JSON.parse(json.out).coverages).toContainEqual(
      expect.objectContaining({
        automationId: 'Start_Hold_False',
        verdict: 'respects',
        mechanism: 'start_condition',
      }),
    );
  });

  it('writes the proposed changes as a patch with instructions, and nothing into the folder itself', async () => {
    const project = await mkdtemp(join(folder, 'patched-'));
    await cp(new URL(`${corpus}/Unguarded_Update.flow-meta.xml`, ROOT), join(project, 'A.flow-meta.xml'));
    const out = join(project, 'proposed');
    const first = await guard({}, 'scan', project, '--patch', out);
    expect([first.code, first.err]).toEqual([
      1,
      expect.stringContaining('Proposed changes to 1 file; 0 to be mended by hand.'),
    ]);
    expect(await readFile(join(out, 'INSTRUCTIONS.md'), 'utf8')).toContain(
      'Handrail deploys nothing itself.',
    );
    expect((await guard({}, 'scan', project)).code).toBe(1);
    execFileSync('git', ['apply', 'proposed/handrail-guard.patch'], { cwd: project });
    const second = await guard({}, 'scan', project);
    expect([second.code, second.out]).toEqual([0, expect.stringContaining('respects 1')]);
  });

  it('refuses --patch for a folder of HubSpot workflows', async () => {
    const { code, err } = await guard({}, 'scan', 'tests/guard/corpus', '--patch', join(folder, 'nothing'));
    expect([code, err]).toEqual([2, expect.stringContaining('--patch needs Salesforce metadata')]);
  });
});
