import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { fenceOf } from './fence.ts';

/** Rights of the role `handrail_app`; what is not listed it cannot do. */
const GRANTS = {
  salesforce_row_outbox: 'select, insert, update',
  salesforce_policy_rows: 'select, insert, update',
};

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

/** What Handrail writes into the org for people to read, as far as it has come. */
export const salesforceRowsOut: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of [...TABLES, ...fenceOf(GRANTS)]) await sql.raw(statement).execute(db);
  },
};
