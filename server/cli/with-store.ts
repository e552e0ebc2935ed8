import { access } from 'node:fs/promises';
import { openStore, type Store } from '../adapters/store/open-store.ts';
import { sha256 } from '../adapters/system/sha256.ts';
import { readStoreEnvironment } from '../env.ts';
import { createLogger } from '../logger.ts';
import { UsageError } from './usage-error.ts';

/**
 * Opens the configured store for the length of `work`.
 *
 * @throws UsageError when there is no such data directory
 */
export async function withStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const env = readStoreEnvironment();
  if (env.dataDir !== undefined) await requireDataDir(env.dataDir);
  const store = await openStore({ ...env, sha256, logger: createLogger('error') });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Opening would make a directory that is not there, and an empty store would look whole. */
async function requireDataDir(dataDir: string): Promise<void> {
  try {
    await access(dataDir);
  } catch {
    throw new UsageError(`There is no data directory ${dataDir}. Set HANDRAIL_DATA_DIR or DATABASE_URL.`);
  }
}
