import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Rights of the role `handrail_app`; what is not listed it cannot do. */
const GRANTS: Readonly<Record<string, string>> = {
  judged_change: 'select, insert, update, delete',
  change_remedy: 'select, insert, update, delete',
  repair_ledger: 'select, insert, update',
};

const TABLES = [
  `create table handrail.judged_change (
    tenant_id    text        not null check (tenant_id <> ''),
    change_id    text        not null,
    object_type  text        not null,
    record_id    text        not null,
    changed_at   timestamptz not null,
    change       jsonb       not null,
    verdict      text,
    judgement    jsonb,
    judged_at    timestamptz,
    explained_by text,
    added        bigint      generated always as identity,
    primary key (tenant_id, change_id),
    check ((verdict is null) = (judged_at is null) and (verdict is null) = (judgement is null))
  )`,
  `create index judged_change_waiting
    on handrail.judged_change (tenant_id, object_type, record_id) where judged_at is null`,
  `create index judged_change_record
    on handrail.judged_change (tenant_id, object_type, record_id, changed_at)`,
  `create index judged_change_verdict on handrail.judged_change (tenant_id, verdict, changed_at)`,
  `create table handrail.change_remedy (
    tenant_id  text        not null check (tenant_id <> ''),
    change_id  text        not null,
    kind       text        not null,
    outcome    text,
    note       text,
    settled_at timestamptz,
    added      bigint      generated always as identity,
    primary key (tenant_id, change_id, kind),
    check ((outcome is null) = (settled_at is null))
  )`,
  // One row for each field that was ever put back: property is empty where one repair mends several properties.
  `create table handrail.repair_ledger (
    tenant_id   text  not null check (tenant_id <> ''),
    object_type text  not null,
    record_id   text  not null,
    field       text  not null,
    property    text  not null,
    ledger      jsonb not null,
    primary key (tenant_id, object_type, record_id, field, property)
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

/** What changes in the CRM were judged to be, and what is done about them. */
export const judgedChanges: Migration = {
  async up(db: Kysely<unknown>) {
    const fences = Object.entries(GRANTS).flatMap(([table, rights]) => fenced(table, rights));
    for (const statement of [...TABLES, ...fences]) await sql.raw(statement).execute(db);
  },
};
