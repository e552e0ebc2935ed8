import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** One request, ready to go. */
export interface PreparedRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How a load is sent. */
export interface Load {
  /** Requests a second. */
  readonly rate: number;
  readonly count: number;
  readonly prepare: (at: number) => PreparedRequest;
  /** Throws when the answer is not what was asked for: such a load measures nothing. */
  readonly check: (status: number, body: string) => void;
}

/** A timer of Node wakes up to this many milliseconds late; the rest is waited out awake. */
const TIMER_SLACK_MS = 2;

/**
 * Sends requests at a fixed rate, whether or not earlier ones were answered.
 *
 * A latency counts from the moment the request was due, not from when it left: a server that stalls is charged for
 * all that had to wait meanwhile (no "coordinated omission").
 *
 * @returns milliseconds from due to the last byte of the answer, in the order the requests were due
 * @throws what `check` throws, and the error of a connection that broke
 */
export async function sendAtRate({ rate, count, prepare, check }: Load): Promise<number[]> {
  const agent = new Agent({ keepAlive: true });
  const startAt = performance.now() + 50;
  const latencies: Promise<number>[] = [];
  try {
    for (let at = 0; at < count; at += 1) {
      // Signed and written ahead, so that the sender's own work is not in the figure.
      const prepared = prepare(at);
      const dueAt = startAt + (at * 1000) / rate;
      await until(dueAt);
      const latency = send(agent, prepared, check).then((endedAt) => endedAt - dueAt);
      // Told by Promise.all below, at the end of the load.
      latency.catch(() => {});
      latencies.push(latency);
    }
    return await Promise.all(latencies);
  } finally {
    agent.destroy();
  }
}

async function until(dueAt: number): Promise<void> {
  const early = dueAt - performance.now() - TIMER_SLACK_MS;
  if (early > 0) await pause(early);
  while (performance.now() < dueAt) await new Promise(setImmediate);
}

/** @returns when the last byte of the answer came */
function send(agent: Agent, { url, headers, body }: PreparedRequest, check: Load['check']): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, method: 'POST', headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const endedAt = performance.now();
        try {
          check(response.statusCode ?? 0, Buffer.concat(chunks).toString('utf8'));
          resolve(endedAt);
        } catch (error) {
          reject(error);
        }
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
