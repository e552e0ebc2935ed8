import { PGlite } from '@electric-sql/pglite';
import { expect, it } from '@jest/globals';
import { Kysely, PGliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { firstTables } from '../../server/adapters/store/migrations/0001-first-tables.ts';
import { openOnPglite } from '../../server/adapters/store/open-pglite.ts';
import { pendingState } from '../fixtures/exception-request.ts';
import { sha256 } from '../fixtures/sha256.ts';
import { EMPTY_POLICY, quietLogger } from '../fixtures/store.ts';

/** A database as the first release left it. */
async function firstRelease(): Promise<PGlite> {
  const pglite = await PGlite.create();
  const db = new Kysely<unknown>({ dialect: new PGliteDialect({ pglite }) });
  await pglite.exec('create role handrail_app nologin');
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ '0001-first-tables': firstTables }) },
    migrationTableSchema: 'handrail',
  });
  expect((await migrator.migrateToLatest()).error).toBeUndefined();
  return pglite;
}

it('keeps a policy version of the first release, without a reason', async () => {
  const pglite = await firstRelease();
  await pglite.query(
    "insert into handrail.policy_version (tenant_id, version, hash, policy, published_by) values ('t', 1, 'h', $1, 'config')",
    [JSON.stringify(EMPTY_POLICY)],
  );
  const store = await openOnPglite(pglite, { sha256, logger: quietLogger, release: async () => {} });
  const history = await store.transact('t', async (tx) => {
    await tx.publishPolicy(EMPTY_POLICY, 'other', { by: 'priya@example.com', reason: 'Now with a reason.' });
    return tx.listPolicyVersions();
  });
  await store.close();
  expect(history.map(({ version, publishedBy, reason }) => [version, publishedBy, reason])).toEqual([
    [2, 'priya@example.com', 'Now with a reason.'],
    [1, 'config', ''],
  ]);
});

it('gives a request of the first release a conversation and hand-overs, both empty', async () => {
  const pglite = await firstRelease();
  const { conversation: _, handOvers: __, ...old } = pendingState();
  await pglite.query(
    "insert into handrail.exception_request (tenant_id, request_id, status, object_type, record_id, submitted_at, version, state) values ('t', 'req-1', 'pending', 'deal', '4711', now(), 1, $1)",
    [JSON.stringify(old)],
  );
  const store = await openOnPglite(pglite, { sha256, logger: quietLogger, release: async () => {} });
  const stored = await store.transact('t', (tx) => tx.findRequest('req-1'));
  await store.close();
  expect(stored).toEqual({ version: 1, state: pendingState() });
});
