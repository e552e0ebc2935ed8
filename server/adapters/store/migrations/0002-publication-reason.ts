import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Why a policy version was published; versions of the first release have no reason. */
export const publicationReason: Migration = {
  async up(db: Kysely<unknown>) {
    await sql
      .raw("alter table handrail.policy_version add column reason text not null default ''")
      .execute(db);
    // From here on whoever publishes says why.
    await sql.raw('alter table handrail.policy_version alter column reason drop default').execute(db);
  },
};
