import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { fenceOf } from './fence.ts';

/** Rights of the role `handrail_app`; what is not listed it cannot do. */
const GRANTS = {
  salesforce_request_row: 'select, insert, update',
  salesforce_row: 'select, insert, update',
  salesforce_row_watermark: 'select, insert, update',
};

const TABLES = [
  // Which row of the org shows a request, and how much of it stands there.
  `create table handrail.salesforce_request_row (
    tenant_id        text not null check (tenant_id <> ''),
    request_id       text not null,
    row_id           text not null,
    mirrored_version integer,
    mirrored_hash    text,
    mirrored_at      timestamptz,
    primary key (tenant_id, request_id),
    unique (tenant_id, row_id)
  )`,
  // Rows that people wrote, from when they were first seen until they are answered; what was answered stays, so that
  // no row is worked twice. The words of a refusal may name a person: they go when the answer stands in the org.
  `create table handrail.salesforce_row (
    tenant_id       text        not null check (tenant_id <> ''),
    row_id          text        not null,
    kind            text        not null check (kind in ('exception', 'decision')),
    written_at      timestamptz not null,
    outcome         text        check (outcome in ('accepted', 'refused')),
    request_id      text,
    code            text,
    detail          text,
    attempts        integer     not null default 0,
    next_attempt_at timestamptz,
    trouble         text,
    primary key (tenant_id, row_id)
  )`,
  `create index salesforce_row_due on handrail.salesforce_row (tenant_id, next_attempt_at)
    where next_attempt_at is not null`,
  `create table handrail.salesforce_row_watermark (
    tenant_id         text not null check (tenant_id <> ''),
    kind              text not null check (kind in ('exception', 'decision')),
    watermark         timestamptz,
    looked_through_at timestamptz,
    trouble           text,
    primary key (tenant_id, kind)
  )`,
];

/** Rows that people write in Salesforce, and rows that show them their requests. */
export const salesforceRows: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of [...TABLES, ...fenceOf(GRANTS)]) await sql.raw(statement).execute(db);
  },
};
