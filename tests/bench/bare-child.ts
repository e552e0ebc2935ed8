// What the promise compares with: an Express handler that parses JSON and inserts one row.

import { once } from 'node:events';
import { createServer } from 'node:http';
import express from 'express';
import { answerParent, cpuMilliseconds } from './answer-parent.ts';
import { openBareDatabase } from './bare-database.ts';

const database = await openBareDatabase();
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
