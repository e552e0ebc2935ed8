import type { Sha256 } from '../../../src/ports/digest.ts';
import type { UnitOfWork } from '../../../src/ports/unit-of-work.ts';
import type { JobQueue } from './job-queue.ts';
import { openPglite } from './open-pglite.ts';
import { openPostgres } from './open-postgres.ts';
import type { StoreLogger } from './store-logger.ts';
import type { StoreTransact } from './transaction.ts';
import type { WebhookInbox } from './webhook-inbox.ts';

/** Where the data lives. */
export interface StoreOptions {
  /** `postgres://…`; when absent the store runs inside this process on PGlite. */
  readonly databaseUrl?: string;
  /** Directory for PGlite, made when missing; without it nothing outlives the process. Unused with `databaseUrl`. */
  readonly dataDir?: string;
  readonly sha256: Sha256;
  readonly logger?: StoreLogger;
}

/** Requests, trail and outbox in one database. */
export interface Store extends UnitOfWork, WebhookInbox {
  readonly kind: 'pglite' | 'postgres';
  readonly transact: StoreTransact;
  readonly jobs: JobQueue;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
  /** Waits for running jobs, then lets go of database and data directory. Safe to repeat. */
  close(): Promise<void>;
}

const SILENT: StoreLogger = { info: () => {}, warn: () => {}, error: () => {} };

/**
 * Opens the store and brings its database to this release; several instances may do so at once on PostgreSQL.
 *
 * @throws StoreError `store_in_use`, `store_too_new`, `store_not_permitted`; what the driver throws when the
 * database cannot be reached
 */
export function openStore({ databaseUrl, dataDir, sha256, logger = SILENT }: StoreOptions): Promise<Store> {
  return databaseUrl === undefined
    ? openPglite({ dataDir, sha256, logger })
    : openPostgres({ databaseUrl, sha256, logger });
}
