// What the promise compares with: an Express handler that parses JSON and inserts one row.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { PGlite } from '@electric-sql/pglite';
import express from 'express';
import { Pool } from 'pg';
import { answerParent, cpuMilliseconds } from './answer-parent.ts';

interface Database {
  query(text: string, values?: unknown[]): Promise<unknown>;
  close(): Promise<void>;
}

/** The same kind of database and as many connections as the store has. */
async function openDatabase(): Promise<Database> {
  const { BENCH_DATABASE_URL: connectionString, BENCH_DATA_DIR: dataDir } = process.env;
  if (connectionString !== undefined) {
    const pool = new Pool({ connectionString, max: 10 });
    return { query: (text, values) => pool.query(text, values), close: () => pool.end() };
  }
  if (dataDir === undefined) throw new Error('no database was named (this is a bug)');
  const pglite = await PGlite.create({ dataDir });
  return { query: (text, values) => pglite.query(text, values), close: () => pglite.close() };
}

const database = await openDatabase();
await database.query(`
  create table bench_bare_insert (
    id         bigint      generated always as identity primary key,
    body       jsonb       not null,
    created_at timestamptz not null default now()
  )`);

const app = express();
app.use(express.json());
app.post('/insert', async (req, res) => {
  await database.query('insert into bench_bare_insert (body) values ($1)', [JSON.stringify(req.body)]);
  res.json({ ok: true });
});

const server = createServer(app);
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
if (address === null || typeof address === 'string') throw new Error('no TCP address (this is a bug)');
answerParent(
  { origin: `http://127.0.0.1:${address.port}` },
  { take: () => ({ cpuMs: cpuMilliseconds() }) },
  async () => {
    server.close();
    server.closeAllConnections();
    await database.close();
  },
);
