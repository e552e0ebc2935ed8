import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Rights of the role `handrail_app`; what is not listed it cannot do. */
const GRANTS: Readonly<Record<string, string>> = {
  exception_request: 'select, insert, update',
  live_exception: 'select, insert, update, delete',
  submission: 'select, insert',
  audit_head: 'select, insert, update',
  audit_entry: 'select, insert',
  playbook_step: 'select, insert, update',
  policy_version: 'select, insert',
};

const IMMUTABLE = ['audit_entry', 'policy_version'];

const TABLES = [
  `create table handrail.exception_request (
    tenant_id    text        not null check (tenant_id <> ''),
    request_id   text        not null,
    status       text        not null,
    object_type  text        not null,
    record_id    text        not null,
    submitted_at timestamptz not null,
    expires_at   timestamptz,
    version      integer     not null check (version > 0),
    state        jsonb       not null,
    updated_at   timestamptz not null default now(),
    primary key (tenant_id, request_id)
  )`,
  `create index exception_request_of_record
    on handrail.exception_request (tenant_id, object_type, record_id, submitted_at desc)`,
  `create index exception_request_expiring
    on handrail.exception_request (tenant_id, expires_at) where expires_at is not null`,

  `create table handrail.live_exception (
    tenant_id   text not null,
    object_type text not null,
    record_id   text not null,
    request_id  text not null,
    primary key (tenant_id, object_type, record_id)
  )`,

  `create table handrail.submission (
    tenant_id       text        not null,
    idempotency_key text        not null,
    request_id      text        not null,
    content_hash    text        not null,
    created_at      timestamptz not null default now(),
    primary key (tenant_id, idempotency_key)
  )`,

  `create table handrail.audit_head (
    tenant_id text    not null primary key,
    seq       integer not null,
    hash      text    not null
  )`,

  `create table handrail.audit_entry (
    tenant_id  text        not null,
    seq        integer     not null check (seq > 0),
    request_id text,
    at         timestamptz not null,
    body       text        not null,
    hash       text        not null,
    primary key (tenant_id, seq)
  )`,
  `create index audit_entry_of_request
    on handrail.audit_entry (tenant_id, request_id, seq) where request_id is not null`,

  `create table handrail.playbook_step (
    tenant_id  text    not null,
    step_key   text    not null,
    request_id text    not null,
    phase      text    not null,
    step       jsonb   not null,
    status     text    not null,
    outcome    text,
    note       text,
    added      bigint  not null generated always as identity,
    primary key (tenant_id, step_key)
  )`,
  `create index playbook_step_of_request
    on handrail.playbook_step (tenant_id, request_id, added)`,

  `create table handrail.policy_version (
    tenant_id    text        not null,
    version      integer     not null check (version > 0),
    hash         text        not null,
    policy       jsonb       not null,
    published_by text        not null,
    published_at timestamptz not null default now(),
    primary key (tenant_id, version)
  )`,
];

/** Binds every role, the owner too; only an administrator who drops the trigger gets past it. */
const REFUSE_CHANGE = `
  create function handrail.refuse_change() returns trigger language plpgsql as $$
  begin
    raise exception 'handrail.% is append-only: % refused', tg_table_name, lower(tg_op)
      using errcode = 'insufficient_privilege';
  end $$`;

function immutable(table: string): string[] {
  return [
    `create trigger ${table}_append_only before update or delete or truncate on handrail.${table}
      for each statement execute function handrail.refuse_change()`,
    `alter table handrail.${table} enable always trigger ${table}_append_only`,
  ];
}

function fenced(table: string, rights: string): string[] {
  return [
    `alter table handrail.${table} enable row level security`,
    `alter table handrail.${table} force row level security`,
    `create policy tenant_only on handrail.${table}
      using (tenant_id = current_setting('handrail.tenant_id', true))`,
    `grant ${rights} on handrail.${table} to handrail_app`,
  ];
}

/** All tables of the first release, fenced by tenant. */
export const firstTables: Migration = {
  async up(db: Kysely<unknown>) {
    const statements = [
      ...TABLES,
      REFUSE_CHANGE,
      ...IMMUTABLE.flatMap(immutable),
      'grant usage on schema handrail to handrail_app',
      ...Object.entries(GRANTS).flatMap(([table, rights]) => fenced(table, rights)),
    ];
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
