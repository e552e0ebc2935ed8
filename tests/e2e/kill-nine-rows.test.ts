import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type HandrailProcess, startHandrail } from '../../sandbox/demo/handrail-process.ts';
import type { RunningOrg } from '../../sandbox/salesforce/start-org.ts';
import { openStore } from '../../server/adapters/store/open-store.ts';
import { tenantOfOrg } from '../../server/tenant-names.ts';
import { sha256 } from '../fixtures/sha256.ts';
import { startOrgWithKey } from '../http/salesforce-server.ts';
import { WITH_PACKAGE } from '../rows/package-metadata.ts';

const MAYA = 'maya.chen@northwind.example';
const PRIYA = 'priya.nair@northwind.example';
const DAY = 24 * 60 * 60 * 1000;
const PATIENCE_MS = 120_000;

/** Which call of the work on rows the server is killed in, and where in it. */
const MOMENTS = [
  ['while it reads facts', { kind: 'hang', method: 'POST', path: '/composite/sobjects/Opportunity$' }],
  ['before the answer is written', { kind: 'hang', method: 'PATCH', path: '/composite/sobjects$' }],
  [
    'after the answer is written and before that is recorded',
    { kind: 'hang-after', method: 'PATCH', path: '/composite/sobjects$' },
  ],
] as const;

describe('kill -9 while rows that people wrote are worked', () => {
  let dataDir: string;
  let org: RunningOrg;
  let forget: () => Promise<void>;
  let server: HandrailProcess;
  let environment: Readonly<Record<string, string>>;
  let written = 0;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'handrail-kill-rows-'));
    const opened = await startOrgWithKey(WITH_PACKAGE);
    ({ org, forget } = opened);
    environment = {
      ...opened.variables,
      HANDRAIL_DATA_DIR: join(dataDir, 'data'),
      HANDRAIL_SWEEP_SECONDS: '1',
      LOG_LEVEL: 'warn',
    };
    server = await startHandrail(environment);
  }, 120_000);

  afterAll(async () => {
    await server?.stop();
    await forget?.();
    await rm(dataDir, { recursive: true, force: true });
  });

  it.each(MOMENTS)(
    '%s: after a restart each row has one effect and one answer',
    async (_moment, fault) => {
      org.faults.inject(fault);
      const recordId = org.plant('Opportunity', {
        Name: 'Aurora Grid',
        Amount: 84_000,
        StageName: 'Qualification',
        CloseDate: '2026-12-31',
      });
      const asked = create(MAYA, 'Handoff_Exception__c', {
        Opportunity__c: recordId,
        Record_Id__c: recordId,
        Exception_Type__c: 'data-fix',
        Reason_Code__c: 'wrong-import',
        Reason__c: 'An import put it into the wrong region; corrected by Friday.',
        Expires_At__c: new Date(Date.now() + 7 * DAY).toISOString(),
      });
      const said = create(PRIYA, 'Handoff_Decision__c', {
        Handoff_Exception__c: asked,
        Decision__c: 'ask',
        Comment__c: 'Which region is right?',
        Version__c: 1,
      });
      await untilTrue(() => org.faults.pending === 0);
      await pause(300);
      await server.kill();
      server = await startHandrail(environment);

      await untilTrue(() => org.get(said).Outcome__c !== 'waiting');
      expect(org.get(said)).toMatchObject({ Outcome__c: 'accepted', Problem_Code__c: null });
      expect(org.get(asked)).toMatchObject({ Request_Id__c: expect.any(String), Problem_Code__c: null });
      const answers = org.writes.filter(({ id, values }) => id === asked && 'Request_Id__c' in values);
      expect(new Set(answers.map(({ values }) => values.Request_Id__c)).size).toBe(1);
      expect(org.unknownCalls).toEqual([]);
    },
    240_000,
  );

  it('and the trail tells of each once', async () => {
    await server.stop();
    const store = await openStore({ dataDir: join(dataDir, 'data'), sha256 });
    try {
      const entries = await store.transact(tenantOfOrg(org.orgId), (tx) => tx.readAudit({ limit: 1000 }));
      const types = entries.map(({ body }) => JSON.parse(body).type);
      expect(types.filter((type) => type === 'exception_submitted')).toHaveLength(MOMENTS.length);
      expect(types.filter((type) => type === 'question_asked')).toHaveLength(MOMENTS.length);
      expect(types).not.toContain('command_refused');
    } finally {
      await store.close();
    }
  }, 120_000);

  function create(as: string, objectName: string, values: Readonly<Record<string, unknown>>): string {
    written += 1;
    return org.create(objectName, { ...values, Client_Id__c: `client-${written}` }, { as });
  }
});

async function untilTrue(holds: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > giveUpAt) throw new Error('it never became true');
    await pause(50);
  }
}
