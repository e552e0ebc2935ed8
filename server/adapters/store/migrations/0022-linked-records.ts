import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The same record in the tenant's other CRM, which a request governs too. */
export const linkedRecords: Migration = {
  async up(db: Kysely<unknown>) {
    const statements = [
      `alter table handrail.exception_request
        add column linked_object_type text
          generated always as (state #>> '{request,linked,record,objectType}') stored,
        add column linked_record_id text
          generated always as (state #>> '{request,linked,record,recordId}') stored`,
      `create index exception_request_by_linked
        on handrail.exception_request (tenant_id, linked_object_type, linked_record_id, submitted_at)
        where linked_record_id is not null`,
    ];
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
