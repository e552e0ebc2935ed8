import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Rights of the role `handrail_app`; what is not listed it cannot do. */
const GRANTS: Readonly<Record<string, string>> = {
  automation_call: 'select, insert, update',
  automation_answer: 'select, insert, delete',
};

const TABLES = [
  `create table handrail.automation_call (
    tenant_id     text        not null check (tenant_id <> ''),
    automation_id text        not null,
    action_id     text        not null,
    asks          text        not null check (asks in ('check', 'request')),
    last_seen_at  timestamptz not null,
    primary key (tenant_id, automation_id, action_id)
  )`,

  `create table handrail.automation_answer (
    tenant_id   text        not null check (tenant_id <> ''),
    call_key    text        not null,
    answer      jsonb       not null,
    answered_at timestamptz not null,
    primary key (tenant_id, call_key)
  )`,
  `create index automation_answer_by_age
    on handrail.automation_answer (tenant_id, answered_at)`,
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

/** The CRM's automations that call Handrail, and what they were told. */
export const automationCalls: Migration = {
  async up(db: Kysely<unknown>) {
    const fences = Object.entries(GRANTS).flatMap(([table, rights]) => fenced(table, rights));
    for (const statement of [...TABLES, ...fences]) await sql.raw(statement).execute(db);
  },
};
