import { sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { APP_ROLE, type HandrailDb, SCHEMA } from './database.ts';
import { firstTables } from './migrations/0001-first-tables.ts';
import { publicationReason } from './migrations/0002-publication-reason.ts';
import { nextDue } from './migrations/0003-next-due.ts';
import { inbox } from './migrations/0004-inbox.ts';
import { delegations } from './migrations/0005-delegations.ts';
import { rolesAndEvaluation } from './migrations/0006-roles-and-evaluation.ts';
import { notices } from './migrations/0008-notices.ts';
import { bulkRequests } from './migrations/0009-bulk-requests.ts';
import { buyingGroups } from './migrations/0010-buying-groups.ts';
import { hubspotConnections } from './migrations/0012-hubspot-connections.ts';
import { mends } from './migrations/0013-mends.ts';
import { watch } from './migrations/0014-watch.ts';
import { judgedChanges } from './migrations/0015-judged-changes.ts';
import { automationCalls } from './migrations/0016-automation-calls.ts';
import { adminTasks } from './migrations/0017-admin-tasks.ts';
import { salesforceRows } from './migrations/0019-salesforce-rows.ts';
import { salesforceRowsOut } from './migrations/0020-salesforce-rows-out.ts';
import { linkedRecords } from './migrations/0022-linked-records.ts';
import { StoreError } from './store-error.ts';

/** In order of their names. A migration that has been released is never edited. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-first-tables': firstTables,
  '0002-publication-reason': publicationReason,
  '0003-next-due': nextDue,
  '0004-inbox': inbox,
  '0005-delegations': delegations,
  '0006-roles-and-evaluation': rolesAndEvaluation,
  '0008-notices': notices,
  '0009-bulk-requests': bulkRequests,
  '0010-buying-groups': buyingGroups,
  '0012-hubspot-connections': hubspotConnections,
  '0013-mends': mends,
  '0014-watch': watch,
  '0015-judged-changes': judgedChanges,
  '0016-automation-calls': automationCalls,
  '0017-admin-tasks': adminTasks,
  '0019-salesforce-rows': salesforceRows,
  '0020-salesforce-rows-out': salesforceRowsOut,
  '0022-linked-records': linkedRecords,
};

/**
 * Brings the database to this release: role, schema, tables. Safe to repeat. The caller keeps other instances out
 * while it runs.
 *
 * @throws StoreError `store_too_new`
 */
export async function migrate(db: HandrailDb): Promise<void> {
  await ensureAppRole(db);
  await refuseNewer(db);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...MIGRATIONS }) },
    migrationTableSchema: SCHEMA,
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

/**
 * Roles belong to the cluster, not to the database: another database's start may create it at the same moment.
 * Since PostgreSQL 16 the creator of a role may not act as it until granted.
 */
async function ensureAppRole(db: HandrailDb): Promise<void> {
  await sql
    .raw(`
      do $$ begin
        if not exists (select from pg_roles where rolname = '${APP_ROLE}') then
          begin
            create role ${APP_ROLE} nologin;
          exception when duplicate_object or unique_violation then null;
          end;
        end if;
        begin
          set local role ${APP_ROLE};
          reset role;
        exception when insufficient_privilege then
          execute format('grant ${APP_ROLE} to %I', current_user);
        end;
      end $$`)
    .execute(db);
}

async function refuseNewer(db: HandrailDb): Promise<void> {
  const table = `${SCHEMA}.kysely_migration`;
  const { rows } = await sql<{
    present: boolean;
  }>`select to_regclass(${table}) is not null as present`.execute(db);
  if (!rows[0]?.present) return;
  const applied = await sql<{ name: string }>`select name from ${sql.table(table)} order by name`.execute(db);
  const unknown = applied.rows.filter(({ name }) => !(name in MIGRATIONS)).map(({ name }) => name);
  if (unknown.length > 0) {
    throw new StoreError(
      'store_too_new',
      `The database was changed by a newer release of Handrail (${unknown.join(', ')}). ` +
        'Start that release, or restore a backup made before the upgrade.',
    );
  }
}
