import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What people type and what is searched go through this: small letters, no accents, whatever the locale. */
const FOLDED = `
  create function handrail.folded(given text) returns text
    language sql immutable strict parallel safe
    return lower(regexp_replace(normalize(given, nfd), '[\\u0300-\\u036f]', '', 'g'))`;

/** Kept by the database from `state`, so they cannot differ from it and old rows get theirs at once. */
const COLUMNS = `
  alter table handrail.exception_request
    add column exception_type_id text not null
      generated always as (state #>> '{request,exceptionType,id}') stored,
    add column requester_email text not null
      generated always as (state #>> '{request,requester,email}') stored,
    add column search_text text not null
      generated always as (handrail.folded(
        (state #>> '{request,recordTitle}') || E'\\n' ||
        (state #>> '{request,exceptionType,label}') || E'\\n' ||
        (state #>> '{request,requester,name}') || E'\\n' ||
        (state #>> '{request,requester,email}') || E'\\n' ||
        (state #>> '{request,reasonCode,label}') || E'\\n' ||
        (state #>> '{request,reason}')
      )) stored`;

const APPROVERS = `
  create table handrail.request_approver (
    tenant_id  text    not null check (tenant_id <> ''),
    email      text    not null,
    request_id text    not null,
    waiting    boolean not null,
    decided    boolean not null,
    primary key (tenant_id, email, request_id)
  )`;

const INDEXES = [
  `create index exception_request_by_time
    on handrail.exception_request (tenant_id, submitted_at, request_id)`,
  `create index exception_request_of_requester
    on handrail.exception_request (tenant_id, requester_email, submitted_at, request_id)`,
  `create index request_approver_of_request
    on handrail.request_approver (tenant_id, request_id)`,
];

/**
 * Everybody named in a requirement or among the reviewers. Whoever has not decided on a pending request counts as
 * waited for, also where others have already met their role; the request's next save puts that right.
 */
const BACKFILL = `
  insert into handrail.request_approver (tenant_id, email, request_id, waiting, decided)
  select tenant_id, email, request_id, status = 'pending' and not bool_or(decided), bool_or(decided)
  from (
    select tenant_id, request_id, status, asked #>> '{}' as email, false as decided
    from handrail.exception_request,
      jsonb_path_query(state, 'lax $.request.requirement.**.people[*].email') as asked
    union all
    select tenant_id, request_id, status, reviewed #>> '{}', true
    from handrail.exception_request,
      jsonb_path_query(state, 'lax $.reviews[*].reviewer.email') as reviewed
  ) as standing
  group by tenant_id, email, request_id, status`;

const FENCE = [
  'alter table handrail.request_approver enable row level security',
  'alter table handrail.request_approver force row level security',
  `create policy tenant_only on handrail.request_approver
    using (tenant_id = current_setting('handrail.tenant_id', true))`,
  'grant select, insert, update, delete on handrail.request_approver to handrail_app',
];

/** What the inbox filters by, and who is asked about what. */
export const inbox: Migration = {
  async up(db: Kysely<unknown>) {
    const statements = [
      FOLDED,
      COLUMNS,
      APPROVERS,
      ...INDEXES,
      // Row-level security binds the owner too; without this the back-fill would see no row.
      'alter table handrail.exception_request no force row level security',
      BACKFILL,
      'alter table handrail.exception_request force row level security',
      ...FENCE,
    ];
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
