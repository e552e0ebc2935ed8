import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const TABLES = [
  `create table handrail.delegation (
    tenant_id      text        not null check (tenant_id <> ''),
    delegation_id  text        not null,
    ends_at        timestamptz not null,
    next_change_at timestamptz,
    delegation     jsonb       not null,
    primary key (tenant_id, delegation_id)
  )`,
  'create index delegation_by_end on handrail.delegation (tenant_id, ends_at)',
  `create index delegation_due
    on handrail.delegation (tenant_id, next_change_at) where next_change_at is not null`,

  // One row a tenant: whoever changes delegations holds it until they commit.
  `create table handrail.delegation_lock (
    tenant_id text   not null primary key check (tenant_id <> ''),
    taken     bigint not null
  )`,
];

function fenced(table: string): string[] {
  return [
    `alter table handrail.${table} enable row level security`,
    `alter table handrail.${table} force row level security`,
    `create policy tenant_only on handrail.${table}
      using (tenant_id = current_setting('handrail.tenant_id', true))`,
    `grant select, insert, update on handrail.${table} to handrail_app`,
  ];
}

/** Who stands in for whom, and when open requests must next be looked at because of it. */
export const delegations: Migration = {
  async up(db: Kysely<unknown>) {
    const statements = [...TABLES, ...['delegation', 'delegation_lock'].flatMap(fenced)];
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
