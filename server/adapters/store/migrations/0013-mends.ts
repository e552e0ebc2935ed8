import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const TABLES = [
  // json, not jsonb: a former definition is kept word for word.
  `create table handrail.automation_mend (
    tenant_id     text not null check (tenant_id <> ''),
    mend_id       text not null,
    automation_id text not null,
    status        text not null check (status in ('proposed', 'applied', 'undone', 'failed')),
    mend          json not null,
    primary key (tenant_id, mend_id)
  )`,
  `create index automation_mend_of_automation
    on handrail.automation_mend (tenant_id, automation_id, mend_id)`,

  `create table handrail.automation_review (
    tenant_id     text        not null check (tenant_id <> ''),
    automation_id text        not null,
    revision      text        not null,
    marked_at     timestamptz not null,
    mark          json        not null,
    primary key (tenant_id, automation_id, revision)
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

/** Changes made to the CRM's own automations, and people's marks on those nobody can judge from outside. */
export const mends: Migration = {
  async up(db: Kysely<unknown>) {
    const statements = [...TABLES, ...['automation_mend', 'automation_review'].flatMap(fenced)];
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
