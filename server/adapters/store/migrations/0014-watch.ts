import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Rights of the role `handrail_app`; what is not listed it cannot do. */
const GRANTS: Readonly<Record<string, string>> = {
  watch_start: 'select, insert',
  watch_event: 'select, insert, update, delete',
  seen_change: 'select, insert, delete',
  watched_record: 'select, insert, update, delete',
  watch_task: 'select, insert, update',
};

const TABLES = [
  `create table handrail.watch_start (
    tenant_id text        not null check (tenant_id <> '') primary key,
    began_at  timestamptz not null
  )`,
  // What webhooks told. No value is kept: an event only says where to look.
  `create table handrail.watch_event (
    tenant_id   text        not null check (tenant_id <> ''),
    event_key   text        not null,
    object_type text        not null,
    record_id   text        not null,
    kind        text        not null check (kind in ('changed', 'deleted')),
    occurred_at timestamptz not null,
    came_in_at  timestamptz not null,
    worked_at   timestamptz,
    added       bigint      generated always as identity,
    primary key (tenant_id, event_key)
  )`,
  `create index watch_event_waiting on handrail.watch_event (tenant_id, added) where worked_at is null`,
  `create index watch_event_record on handrail.watch_event (tenant_id, object_type, record_id)
    where worked_at is null`,
  `create index watch_event_worked on handrail.watch_event (tenant_id, worked_at) where worked_at is not null`,
  `create index watch_event_came_in on handrail.watch_event (tenant_id, came_in_at)`,
  `create table handrail.seen_change (
    tenant_id   text        not null check (tenant_id <> ''),
    object_type text        not null,
    record_id   text        not null,
    change_key  text        not null,
    changed_at  timestamptz not null,
    primary key (tenant_id, object_type, record_id, change_key)
  )`,
  `create index seen_change_age on handrail.seen_change (tenant_id, changed_at)`,
  `create table handrail.watched_record (
    tenant_id   text        not null check (tenant_id <> ''),
    object_type text        not null,
    record_id   text        not null,
    modified_at timestamptz not null,
    mirror      jsonb       not null,
    primary key (tenant_id, object_type, record_id)
  )`,
  `create table handrail.watch_task (
    tenant_id   text        not null check (tenant_id <> ''),
    task        text        not null,
    holder      text,
    lease_until timestamptz,
    cursor_at   timestamptz,
    primary key (tenant_id, task)
  )`,
];

function fenced(table: string, rights: string): string[] {
  return [
    `alter table handrail.${table} enable row level security`,
    `alter table handrail.${table} force row level security`,
    `create policy tenant_only on handrail.${table}
      using (tenant_id = current_setting('handrail.tenant_id', true))`,
    `grant ${rights} on handrail.${table} to handrail_app`,
  ];
}

/** What was seen to change in the CRM, and what is still to be looked at. */
export const watch: Migration = {
  async up(db: Kysely<unknown>) {
    const fences = Object.entries(GRANTS).flatMap(([table, rights]) => fenced(table, rights));
    for (const statement of [...TABLES, ...fences]) await sql.raw(statement).execute(db);
  },
};
