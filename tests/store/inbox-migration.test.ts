import { expect, it } from '@jest/globals';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Database } from '../../server/adapters/store/database.ts';
import { firstTables } from '../../server/adapters/store/migrations/0001-first-tables.ts';
import { inbox } from '../../server/adapters/store/migrations/0004-inbox.ts';
import type { FiledState } from '../../src/domain/exception-request/state.ts';
import { LEAD, pendingState, REP } from '../fixtures/exception-request.ts';
import { describePostgres } from '../fixtures/postgres.ts';

const OPS = { email: 'oda.ops@example.com', name: 'Oda Ops' };

const ROLE = {
  kind: 'role',
  label: 'x',
  approve: 1,
  deny: 1,
  distinctFrom: [],
  delegable: true,
  because: 'x',
} as const;

const OLD: FiledState = {
  ...pendingState({
    recordTitle: 'Ärmel & Söhne',
    requirement: {
      kind: 'all_of',
      of: [
        { ...ROLE, role: 'lead', people: [LEAD] },
        { kind: 'any_of', of: [{ ...ROLE, role: 'ops', people: [OPS, LEAD] }] },
      ],
    },
  }),
  status: 'pending',
  reviews: [{ reviewer: LEAD, outcome: 'approve', comment: '', at: '2026-11-02T10:00:00.000Z' }],
};

describePostgres((createDatabase) => {
  it('gives old requests their approvers and search text, as a plain owner whom row-level security binds', async () => {
    const [database, other] = [await createDatabase(), await createDatabase()];
    const user = `${database.name}_owner`;
    try {
      await database.raw(async (query) => {
        await query(`create role ${user} login`);
        await query(`grant create on database ${database.name} to ${user}`);
        await query(
          'do $$ begin create role handrail_app nologin; exception when duplicate_object then null; end $$',
        );
      });
      const url = new URL(database.url);
      url.username = user;
      const pool = new pg.Pool({ connectionString: url.href, max: 1 });
      const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
      try {
        await sql`create schema handrail`.execute(db);
        await firstTables.up(db);
        await sql`select set_config('handrail.tenant_id', 'old', false)`.execute(db);
        await sql`
          insert into handrail.exception_request
            (tenant_id, request_id, status, object_type, record_id, submitted_at, version, state)
          values ('old', 'req-1', 'pending', 'deal', '4711', '2026-11-02T09:30:00Z', 1, ${JSON.stringify(OLD)})
        `.execute(db);
        await sql`select set_config('handrail.tenant_id', '', false)`.execute(db);
        await inbox.up(db);
        const hidden = await sql`select * from handrail.exception_request`.execute(db);
        expect(hidden.rows).toEqual([]);
      } finally {
        await db.destroy();
      }
      await database.raw(async (query) => {
        const approvers = await query('select * from handrail.request_approver order by email');
        expect(approvers).toEqual([
          { tenant_id: 'old', email: LEAD.email, request_id: 'req-1', waiting: false, decided: true },
          { tenant_id: 'old', email: OPS.email, request_id: 'req-1', waiting: true, decided: false },
        ]);
        const [row] = await query('select * from handrail.exception_request');
        expect(row).toMatchObject({ exception_type_id: 'strategic_logo', requester_email: REP.email });
        expect(String(row?.search_text)).toContain('armel & sohne');
      });
    } finally {
      await database.drop();
      await other.raw((query) => query(`drop role if exists ${user}`));
      await other.drop();
    }
  });
});
