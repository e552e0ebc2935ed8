// What the promise compares with: an Express handler that checks the same signature and inserts one row.

import { once } from 'node:events';
import { createServer } from 'node:http';
import express from 'express';
import { verifySignatureV3 } from '../../server/http/signature-v3.ts';
import { answerParent, cpuMilliseconds } from './answer-parent.ts';
import { openBareDatabase } from './bare-database.ts';

const database = await openBareDatabase();
await database.query(`
  create table bench_bare_webhook (
    id         bigint      generated always as identity primary key,
    body       jsonb       not null,
    created_at timestamptz not null default now()
  )`);

const app = express();
app.use(express.raw({ type: () => true, limit: '2mb' }));
app.post('/webhooks/hubspot', async (req, res) => {
  const body: unknown = req.body;
  if (!(body instanceof Uint8Array)) throw new Error('no body');
  const verdict = verifySignatureV3(
    process.env.BENCH_CLIENT_SECRET ?? '',
    {
      method: req.method,
      uri: `http://127.0.0.1:${req.socket.localPort}${req.originalUrl}`,
      body,
      signature: req.get('X-HubSpot-Signature-v3'),
      timestamp: req.get('X-HubSpot-Request-Timestamp'),
    },
    Date.now(),
  );
  if (verdict !== 'valid') {
    res.status(401).end();
    return;
  }
  const events: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
  await database.query('insert into bench_bare_webhook (body) values ($1)', [JSON.stringify(events)]);
  res.status(204).end();
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
