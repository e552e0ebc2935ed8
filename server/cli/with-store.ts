import { access } from 'node:fs/promises';
import { openStore, type Store } from '../adapters/store/open-store.ts';
import { sha256 } from '../adapters/system/sha256.ts';
import { readStoreEnvironment } from '../env.ts';
import { createLogger } from '../logger.ts';
import { UsageError } from './usage-error.ts';

/** The store while somebody in this process uses it: a data directory can be opened once only. */
let shared: { readonly store: Promise<Store>; users: number } | undefined;

/**
 * Opens the configured store for the length of `work`. Work inside other work shares the open store.
 *
 * @throws UsageError when there is no such data directory
 */
export async function withStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  shared ??= { store: openConfigured(), users: 0 };
  const current = shared;
  current.users += 1;
  try {
    return await work(await current.store);
  } finally {
    current.users -= 1;
    if (current.users === 0) {
      shared = undefined;
      await current.store.then(
        (store) => store.close(),
        () => undefined,
      );
    }
  }
}

async function openConfigured(): Promise<Store> {
  const env = readStoreEnvironment();
  if (env.dataDir !== undefined) await requireDataDir(env.dataDir);
  return openStore({ ...env, sha256, logger: createLogger('error') });
}

/** Opening would make a directory that is not there, and an empty store would look whole. */
async function requireDataDir(dataDir: string): Promise<void> {
  try {
    await access(dataDir);
  } catch {
    throw new UsageError(`There is no data directory ${dataDir}. Set HANDRAIL_DATA_DIR or DATABASE_URL.`);
  }
}
