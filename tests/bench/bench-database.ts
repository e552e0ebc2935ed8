import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

/** A database of the benchmark's own, removed afterwards. */
export interface BenchDatabase {
  readonly kind: 'pglite' | 'postgres';
  /** Such as `PostgreSQL 15.14, fsync on, synchronous_commit on`. */
  readonly words: string;
  /** What the server's environment says of it. */
  readonly handrail: Readonly<Record<string, string>>;
  /** What the bare handler's environment says of it. */
  readonly bare: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

/**
 * Makes a new database in the cluster that a URL names, so that nothing of an existing one is touched; without a URL,
 * two data directories for PGlite: one process has one to itself, so the two sides cannot share it.
 *
 * @throws Error from the driver when the cluster cannot be reached or the user may not create a database
 */
export function createBenchDatabase(clusterUrl: string | undefined): Promise<BenchDatabase> {
  return clusterUrl === undefined ? onPglite() : onPostgres(clusterUrl);
}

async function onPglite(): Promise<BenchDatabase> {
  const directory = await mkdtemp(join(tmpdir(), 'handrail-bench-'));
  return {
    kind: 'pglite',
    words: 'PGlite, a data directory for each side, no fsync',
    handrail: { HANDRAIL_DATA_DIR: join(directory, 'handrail') },
    bare: { BENCH_DATA_DIR: join(directory, 'bare') },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

async function onPostgres(clusterUrl: string): Promise<BenchDatabase> {
  const name = `handrail_bench_${randomBytes(6).toString('hex')}`;
  await withClient(clusterUrl, (client) => client.query(`create database ${name}`));
  const url = new URL(clusterUrl);
  url.pathname = `/${name}`;
  const settings = await withClient(url.href, (client) =>
    client.query<{ words: string }>(`
      select format('PostgreSQL %s, one database for both sides, fsync %s, synchronous_commit %s',
        current_setting('server_version'), current_setting('fsync'), current_setting('synchronous_commit')) as words`),
  );
  return {
    kind: 'postgres',
    words: settings.rows[0]?.words ?? 'PostgreSQL',
    handrail: { DATABASE_URL: url.href },
    bare: { BENCH_DATABASE_URL: url.href },
    remove: async () => {
      await withClient(clusterUrl, (client) => client.query(`drop database ${name} with (force)`));
    },
  };
}

async function withClient<T>(connectionString: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
