import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const STATEMENTS = [
  'alter table handrail.exception_request rename column expires_at to next_due_at',
  'alter index handrail.exception_request_expiring rename to exception_request_due',
];

/** An expiry is one of several clocks: the column holds whichever comes next. */
export const nextDue: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
