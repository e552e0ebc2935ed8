import { createServer, type IncomingHttpHeaders } from 'node:http';
import { afterEach } from '@jest/globals';

/** A request that reached the app. */
export interface ReceivedRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An answer of the app. */
export interface AppAnswer {
  readonly status: number;
  readonly body?: unknown;
}

const stops: Array<() => void> = [];
afterEach(stopApps);

/** Stops all apps of the test; this happens by itself when the test ends. */
export function stopApps(): void {
  for (const stop of stops.splice(0)) stop();
}

/** An app on 127.0.0.1 that gives one answer after the other; the last one is repeated. */
export async function startApp(
  ...answers: readonly AppAnswer[]
): Promise<{ url: string; received: ReceivedRequest[] }> {
  const received: ReceivedRequest[] = [];
  const server = createServer((req, res) => {
    const parts: Buffer[] = [];
    req.on('data', (part: Buffer) => parts.push(part));
    req.on('end', () => {
      const answer = answers[Math.min(received.length, answers.length - 1)] ?? { status: 204 };
      received.push({ headers: req.headers, body: Buffer.concat(parts).toString('utf8') });
      res.writeHead(answer.status, { 'content-type': 'application/json' });
      res.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  return { url: `http://127.0.0.1:${address.port}/hubspot`, received };
}
