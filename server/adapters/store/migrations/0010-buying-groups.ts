import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const TABLES = [
  `create table handrail.buying_group (
    tenant_id     text        not null check (tenant_id <> ''),
    request_id    text        not null,
    company       jsonb       not null,
    status        text        not null,
    round         integer     not null check (round > 0),
    position      jsonb,
    over_at       timestamptz,
    next_sweep_at timestamptz,
    primary key (tenant_id, request_id)
  )`,
  `create index buying_group_due
    on handrail.buying_group (tenant_id, next_sweep_at) where next_sweep_at is not null`,

  `create table handrail.covered_record (
    tenant_id   text    not null check (tenant_id <> ''),
    request_id  text    not null,
    object_type text    not null,
    record_id   text    not null,
    title       text    not null,
    status      text    not null,
    belongs     text    not null,
    written     jsonb,
    attempt     jsonb,
    note        text    not null default '',
    round       integer not null,
    added       bigint  not null generated always as identity,
    primary key (tenant_id, request_id, object_type, record_id)
  )`,
  `create index covered_record_of_record
    on handrail.covered_record (tenant_id, object_type, record_id)`,
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

/** The records that an exception on a company covers. */
export const buyingGroups: Migration = {
  async up(db: Kysely<unknown>) {
    const statements = [...TABLES, ...['buying_group', 'covered_record'].flatMap(fenced)];
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
