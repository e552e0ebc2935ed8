import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const STATEMENTS = [
  `create table handrail.admin_task (
    tenant_id text  not null check (tenant_id <> ''),
    kind      text  not null,
    subject   text  not null check (length(subject) <= 200),
    run_id    text  not null,
    task      jsonb not null,
    result    jsonb,
    primary key (tenant_id, kind, subject)
  )`,
  'alter table handrail.admin_task enable row level security',
  'alter table handrail.admin_task force row level security',
  `create policy tenant_only on handrail.admin_task
    using (tenant_id = current_setting('handrail.tenant_id', true))`,
  'grant select, insert, update on handrail.admin_task to handrail_app',
  // The settings page asks how each channel fared, and must not read every notice for it.
  `create index notice_of_channel
    on handrail.notice (tenant_id, channel, status, settled_at desc)`,
  `create index notice_tried
    on handrail.notice (tenant_id, channel, first_tried_at desc)
    where status = 'waiting' and note is not null`,
];

/** What administrators have done from the settings page, and what it found. */
export const adminTasks: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
