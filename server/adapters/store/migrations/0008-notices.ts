import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const NOTICES = `
  create table handrail.notice (
    tenant_id       text        not null check (tenant_id <> ''),
    notice_key      text        not null,
    request_id      text        not null,
    channel         text        not null,
    notice          jsonb       not null,
    status          text        not null,
    attempts        integer     not null default 0,
    first_tried_at  timestamptz,
    next_attempt_at timestamptz,
    settled_at      timestamptz,
    note            text,
    added           bigint      not null generated always as identity,
    primary key (tenant_id, notice_key),
    check ((status = 'waiting') = (next_attempt_at is not null))
  )`;

const INDEXES = [
  `create index notice_due
    on handrail.notice (tenant_id, next_attempt_at) where next_attempt_at is not null`,
  `create index notice_of_request
    on handrail.notice (tenant_id, request_id, added)`,
];

const FENCE = [
  'alter table handrail.notice enable row level security',
  'alter table handrail.notice force row level security',
  `create policy tenant_only on handrail.notice
    using (tenant_id = current_setting('handrail.tenant_id', true))`,
  'grant select, insert, update on handrail.notice to handrail_app',
];

/**
 * What a request must have by now whatever release filed it: questions and hand-overs came with this one. A request
 * without them has none.
 */
const CONVERSATION = `
  update handrail.exception_request
  set state = '{"conversation": [], "handOvers": []}'::jsonb || state
  where not state ? 'conversation'`;

/** The outbox of what people are told: one row a person and channel. */
export const notices: Migration = {
  async up(db: Kysely<unknown>) {
    const statements = [
      NOTICES,
      ...INDEXES,
      ...FENCE,
      // Row-level security binds the owner too; without this the update would see no row.
      'alter table handrail.exception_request no force row level security',
      CONVERSATION,
      'alter table handrail.exception_request force row level security',
    ];
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
