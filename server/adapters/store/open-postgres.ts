import { Kysely, PostgresDialect, sql } from 'kysely';
import { Pool } from 'pg';
import type { Sha256 } from '../../../src/ports/digest.ts';
import { APP_ROLE, type Database, SCHEMA } from './database.ts';
import { type OpenJobQueue, openJobQueue } from './job-queue.ts';
import { migrate } from './migrate.ts';
import type { Store } from './open-store.ts';
import { codeOf, StoreError } from './store-error.ts';
import type { StoreLogger } from './store-logger.ts';
import { createTransact } from './transaction.ts';
import { webhookInbox } from './webhook-inbox.ts';

/** Keeps instances that start together from preparing the database together. Any number, never changed. */
const OPEN_LOCK = 4_205_117_301;

const CONNECTION_TIMEOUT_MS = 10_000;

/** Opens a PostgreSQL database. Transactions and the job queue have pools of their own: neither starves the other. */
export async function openPostgres(options: {
  readonly databaseUrl: string;
  readonly sha256: Sha256;
  readonly logger: StoreLogger;
}): Promise<Store> {
  const { databaseUrl, sha256, logger } = options;
  const pool = new Pool({
    connectionString: databaseUrl,
    max: 10,
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
    application_name: 'handrail',
  });
  pool.on('error', (error) => logger.warn({ code: codeOf(error) }, 'an idle database connection was lost'));
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  try {
    const jobs = await prepare(db, databaseUrl, logger);
    let closing: Promise<void> | undefined;
    const close = async () => {
      await jobs.close();
      await db.destroy();
    };
    return {
      kind: 'postgres',
      jobs,
      transact: createTransact(db.withSchema(SCHEMA), {
        sha256,
        enqueue: jobs.enqueue,
        queue: (task) => task(),
      }),
      // While one waits for the disk, the next is prepared.
      writesAtOnce: 2,
      takeWebhooks: webhookInbox(db, (task) => task()),
      ping: async () => void (await sql`select 1`.execute(db)),
      close: () => {
        closing ??= close();
        return closing;
      },
    };
  } catch (error) {
    await db.destroy();
    throw codeOf(error) === '42501' ? notPermitted(error) : error;
  }
}

/** The lock goes with its transaction, also when this process is killed half-way. */
function prepare(db: Kysely<Database>, databaseUrl: string, logger: StoreLogger): Promise<OpenJobQueue> {
  return db.transaction().execute(async (lock) => {
    await sql`select pg_advisory_xact_lock(${OPEN_LOCK})`.execute(lock);
    await migrate(db);
    return openJobQueue(
      {
        connectionString: databaseUrl,
        backend: 'postgres',
        max: 4,
        connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
        application_name: 'handrail-jobs',
      },
      db,
      { alone: false, queue: (task) => task(), logger },
    );
  });
}

function notPermitted(cause: unknown): StoreError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StoreError(
    'store_not_permitted',
    `The database user of DATABASE_URL lacks a right (${reason}). An administrator must run, with that user's ` +
      `and the database's name: CREATE ROLE ${APP_ROLE} NOLOGIN; GRANT ${APP_ROLE} TO <user>; ` +
      'GRANT CREATE ON DATABASE <database> TO <user>;',
    { cause },
  );
}
