import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const TABLES = [
  `create table handrail.crm_people (
    tenant_id text        not null check (tenant_id <> '') primary key,
    read_at   timestamptz not null,
    hash      text        not null,
    snapshot  jsonb       not null
  )`,
  `create table handrail.role_check (
    tenant_id text  not null check (tenant_id <> '') primary key,
    found     jsonb not null
  )`,
  `create table handrail.policy_evaluation (
    tenant_id  text        not null check (tenant_id <> ''),
    number     integer     not null check (number > 0),
    hash       text        not null,
    policy     jsonb       not null,
    started_by text        not null,
    reason     text        not null,
    started_at timestamptz not null,
    until      timestamptz,
    ended_at   timestamptz,
    end_reason text,
    check ((ended_at is null) = (end_reason is null)),
    primary key (tenant_id, number)
  )`,
  // One at a time, also when two people start one in the same moment.
  `create unique index policy_evaluation_running
    on handrail.policy_evaluation (tenant_id) where ended_at is null`,
  `create table handrail.evaluated_request (
    tenant_id  text        not null check (tenant_id <> ''),
    number     integer     not null,
    request_id text        not null,
    at         timestamptz not null,
    against    integer     not null,
    result     jsonb       not null,
    primary key (tenant_id, number, request_id)
  )`,
];

/** Rights of the role `handrail_app`; what is not listed it cannot do. */
const GRANTS: Readonly<Record<string, string>> = {
  crm_people: 'select, insert, update',
  role_check: 'select, insert, update',
  policy_evaluation: 'select, insert, update',
  evaluated_request: 'select, insert',
};

function fenced(table: string, rights: string): string[] {
  return [
    `alter table handrail.${table} enable row level security`,
    `alter table handrail.${table} force row level security`,
    `create policy tenant_only on handrail.${table}
      using (tenant_id = current_setting('handrail.tenant_id', true))`,
    `grant ${rights} on handrail.${table} to handrail_app`,
  ];
}

/** The people of the CRM and what the role check found; drafts that report beside the policy in force. */
export const rolesAndEvaluation: Migration = {
  async up(db: Kysely<unknown>) {
    const fences = Object.entries(GRANTS).flatMap(([table, rights]) => fenced(table, rights));
    for (const statement of [...TABLES, ...fences]) await sql.raw(statement).execute(db);
  },
};
