import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const TABLES = [
  // Requests whose rows in the org have to follow: an outbox with one line a request.
  `create table handrail.salesforce_row_outbox (
    tenant_id       text        not null check (tenant_id <> ''),
    request_id      text        not null,
    wanted          integer     not null check (wanted > 0),
    written         integer,
    behind_since    timestamptz,
    next_attempt_at timestamptz,
    attempts        integer     not null default 0,
    trouble_code    text,
    trouble         text,
    gone            boolean     not null default false,
    left_out        integer     not null default 0,
    primary key (tenant_id, request_id)
  )`,
  `create index salesforce_row_outbox_next on handrail.salesforce_row_outbox (tenant_id, next_attempt_at)
    where next_attempt_at is not null`,
  // What the org knows of the policy: one line a tenant.
  `create table handrail.salesforce_policy_rows (
    tenant_id      text        not null check (tenant_id <> '') primary key,
    policy_version integer,
    checked_at     timestamptz not null,
    trouble_code   text,
    trouble        text
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

/** What Handrail writes into the org for people to read, as far as it has come. */
export const salesforceRowsOut: Migration = {
  async up(db: Kysely<unknown>) {
    const fences = ['salesforce_row_outbox', 'salesforce_policy_rows'].flatMap(fenced);
    for (const statement of [...TABLES, ...fences]) await sql.raw(statement).execute(db);
  },
};
