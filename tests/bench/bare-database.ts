import { PGlite } from '@electric-sql/pglite';
import { Pool } from 'pg';

/** The database of a bare handler. */
export interface BareDatabase {
  query(text: string, values?: unknown[]): Promise<unknown>;
  close(): Promise<void>;
}

/** The same kind of database and as many connections as the store has. */
export async function openBareDatabase(): Promise<BareDatabase> {
  const { BENCH_DATABASE_URL: connectionString, BENCH_DATA_DIR: dataDir } = process.env;
  if (connectionString !== undefined) {
    const pool = new Pool({ connectionString, max: 10 });
    return { query: (text, values) => pool.query(text, values), close: () => pool.end() };
  }
  if (dataDir === undefined) throw new Error('no database was named (this is a bug)');
  const pglite = await PGlite.create({ dataDir });
  return { query: (text, values) => pglite.query(text, values), close: () => pglite.close() };
}
