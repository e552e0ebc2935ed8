import { mkdir, realpath } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, sql } from 'kysely';
import { fromPglite } from 'pg-boss';
import type { Sha256 } from '../../../src/ports/digest.ts';
import { type Database, SCHEMA } from './database.ts';
import { openJobQueue } from './job-queue.ts';
import { migrate } from './migrate.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { Store } from './open-store.ts';
import { lockDataDir } from './pglite-lock.ts';
import type { StoreLogger } from './store-logger.ts';
import { createTransact } from './transaction.ts';
import { webhookInbox } from './webhook-inbox.ts';

/**
 * Opens PostgreSQL inside this process. There is one connection: transactions and the job queue's statements wait
 * for each other.
 */
export async function openPglite(options: {
  readonly dataDir: string | undefined;
  readonly sha256: Sha256;
  readonly logger: StoreLogger;
}): Promise<Store> {
  const { dataDir, ...parts } = options;
  const directory = await claimDirectory(dataDir);
  try {
    const pglite = await PGlite.create(directory.path === undefined ? {} : { dataDir: directory.path });
    return await openOnPglite(pglite, { ...parts, release: directory.release });
  } catch (error) {
    await directory.release();
    throw error;
  }
}

interface Directory {
  /** Undefined for a store in memory. */
  readonly path: string | undefined;
  readonly release: () => Promise<void>;
}

async function claimDirectory(dataDir: string | undefined): Promise<Directory> {
  if (dataDir === undefined) return { path: undefined, release: async () => {} };
  await mkdir(dataDir, { recursive: true });
  const path = await realpath(dataDir);
  return { path, release: await lockDataDir(path) };
}

/**
 * Makes a store of a running PGlite that nobody else writes to; closing the store closes it.
 *
 * @param parts `release` is called once the database is closed
 */
export async function openOnPglite(
  pglite: PGlite,
  parts: { readonly sha256: Sha256; readonly logger: StoreLogger; readonly release: () => Promise<void> },
): Promise<Store> {
  const { sha256, logger, release } = parts;
  const db = new Kysely<Database>({ dialect: new PGliteDialect({ pglite }) });
  try {
    await migrate(db);
    const queue = oneAtATime();
    const jobs = await openJobQueue(
      { db: queued(fromPglite(pglite), queue), backend: 'pglite', reindex: false, monitorVacuum: false },
      db,
      { alone: true, queue, logger },
    );
    let closing: Promise<void> | undefined;
    const close = async () => {
      await jobs.close();
      await queue(() => db.destroy());
      await release();
    };
    return {
      kind: 'pglite',
      jobs,
      transact: createTransact(db.withSchema(SCHEMA), { sha256, enqueue: jobs.enqueue, queue }),
      // One connection: a second write would only wait for the first, and take fewer webhooks with it.
      writesAtOnce: 1,
      takeWebhooks: webhookInbox(db, queue),
      ping: () => queue(async () => void (await sql`select 1`.execute(db))),
      close: () => {
        closing ??= close();
        return closing;
      },
    };
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

type PglitePort = ReturnType<typeof fromPglite>;

/** After a failed statement the adapter rolls back; nothing of ours may run between the two. */
function queued(inner: PglitePort, queue: ReturnType<typeof oneAtATime>): PglitePort {
  return { ...inner, executeSql: (text, values) => queue(() => inner.executeSql(text, values)) };
}
