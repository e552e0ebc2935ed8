import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BulkView, bulkReplySchema } from '@handrail/contracts/bulk';
import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';
import { startServer } from '../../server/start-server.ts';
import { signedClient } from '../http/signed-client.ts';
import { CLIENT_SECRET, eventually, startTestServer, type TestServer } from '../http/test-server.ts';
import { runHandrail } from './run-handrail.ts';

const MAYA = 'maya.chen@northwind.example';

let folder: string;
let test: TestServer;
let environment: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'handrail-bulk-cli-'));
  test = await startTestServer({ variables: { HANDRAIL_DATA_DIR: join(folder, 'data') } });
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

const bulk = (...args: string[]) => runHandrail(['bulk', ...args], environment);

/** Lets the server work on the data directory until the bulk request stands as wanted. */
async function whileServing(
  bulkId: string,
  wanted: BulkView['status'],
  mailbox = 'maya.chen',
): Promise<BulkView> {
  const server = await startServer(test.env, { logger: pino({ level: 'silent' }) });
  try {
    const { userId, email } = seedPerson(`${mailbox}@northwind.example`);
    const { portalId } = test.portal;
    const client = signedClient(
      { origin: server.origin, clientSecret: CLIENT_SECRET, portalId },
      { userId, email },
    );
    const read = async () => {
      const reply = await client.call(bulkReplySchema, CARD_ROUTES.bulk(bulkId));
      if (!reply.ok) throw new Error(reply.problem.detail);
      return reply.bulk;
    };
    return await eventually(read, ({ status }) => status === wanted);
  } finally {
    await server.close();
  }
}

it('files for a person, shows what it comes to, exports what was left out, and asks', async () => {
  const file = join(folder, 'ids.txt');
  const deals = [await test.makeDeal(), await test.makeDeal()];
  await writeFile(file, `${deals.join(',\n')}\n404404404 ${deals[0]}\n`);
  const form = ['--ids', file, '--type', 'strategic-logo', '--reason-code', 'named-account', '--days', '10'];
  const reason = ['--reason', 'The group bought them both, and its board knows only the present owners.'];
  const submit = ['submit', ...form, ...reason, '--preview', '--key', 'the-import-of-monday'];

  const stranger = await bulk(...submit, '--by', 'x@example.com');
  expect(stranger).toMatchObject({ code: 2, err: expect.stringContaining('no active user x@example.com') });
  const short = await bulk('submit', ...form, '--reason', 'Why not.', '--by', MAYA, '--json');
  expect(short.code).toBe(1);
  expect(JSON.parse(short.out)).toMatchObject({ ok: false, code: 'reason_too_short' });
  const nothing = await bulk('submit', ...form.slice(2), ...reason, '--by', MAYA);
  expect(nothing).toMatchObject({ code: 2, err: expect.stringContaining('either --ids or --list') });

  const filed = await bulk(...submit, '--by', 'Maya.Chen@northwind.example', '--json');
  expect(filed).toMatchObject({ code: 0 });
  const { bulkId } = JSON.parse(filed.out) as BulkView;
  const again = await bulk(...submit, '--by', MAYA, '--json');
  // The end lies ten days from now, and now is later: the same key with another form is refused.
  expect(JSON.parse(again.out)).toMatchObject({ code: 'idempotency_key_reused' });

  await whileServing(bulkId, 'ready');
  const shown = await bulk('show', bulkId, '--by', MAYA);
  expect(shown.out).toContain(
    'Strategic Logo for 3 deal records (the ids given; 1 stood there more than once)',
  );
  expect(shown.out).toContain('asks      Region lead: 1 of Inès Moreau for 2 records. Region lead for EMEA.');
  expect(shown.out).toContain('2 records can be carried out, 1 left out. Nobody has been asked yet.');
  const out = await bulk('items', bulkId, '--only', 'left_out', 'failed', '--csv', '--by', MAYA);
  expect(out.out.split('\n').slice(0, 2)).toEqual([
    'recordId,title,outcome,requestId,code,words',
    expect.stringContaining('404404404,404404404,left_out,,record_not_found,'),
  ]);
  const listed = await bulk('list', '--by', MAYA);
  expect(listed.out).toContain(`${bulkId}  `);
  const foreign = await bulk('show', bulkId, '--by', 'jonas.lind@northwind.example', '--json');
  expect(JSON.parse(foreign.out)).toMatchObject({ code: 'bulk_not_found' });

  expect(await bulk('ask', bulkId, '--by', MAYA)).toMatchObject({
    code: 0,
    out: expect.stringContaining('Waiting for Inès Moreau'),
  });
  expect(await bulk('retry', bulkId, '--by', MAYA)).toMatchObject({
    code: 1,
    out: expect.stringContaining('Refused (wrong_status)'),
  });
  const withdrawn = await bulk('withdraw', bulkId, '--by', MAYA, '--json');
  expect(JSON.parse(withdrawn.out)).toMatchObject({ status: 'withdrawn' });
}, 120_000);
