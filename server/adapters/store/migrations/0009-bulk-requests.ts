import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const TABLES = [
  `create table handrail.bulk_request (
    tenant_id    text        not null check (tenant_id <> ''),
    bulk_id      text        not null,
    status       text        not null,
    parties      text[]      not null,
    submitted_at timestamptz not null,
    next_due_at  timestamptz,
    version      integer     not null check (version > 0),
    state        jsonb       not null,
    updated_at   timestamptz not null default now(),
    primary key (tenant_id, bulk_id)
  )`,
  `create index bulk_request_by_time
    on handrail.bulk_request (tenant_id, submitted_at desc, bulk_id desc)`,
  `create index bulk_request_due
    on handrail.bulk_request (tenant_id, next_due_at) where next_due_at is not null`,

  // A record stands once in a bulk request, however often its id was given.
  `create table handrail.bulk_item (
    tenant_id  text    not null check (tenant_id <> ''),
    bulk_id    text    not null,
    position   integer not null check (position > 0),
    record_id  text    not null,
    title      text    not null,
    status     text    not null,
    request_id text,
    code       text,
    words      text,
    primary key (tenant_id, bulk_id, position),
    unique (tenant_id, bulk_id, record_id)
  )`,
  `create index bulk_item_by_status
    on handrail.bulk_item (tenant_id, bulk_id, status, position)`,
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

/** One request for many records, and its records. */
export const bulkRequests: Migration = {
  async up(db: Kysely<unknown>) {
    const statements = [...TABLES, ...fenced('bulk_request'), ...fenced('bulk_item')];
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
