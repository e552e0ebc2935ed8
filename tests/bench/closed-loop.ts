import { Agent, request } from 'node:http';

/** A request that is ready to be sent. */
export interface ReadyRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What a load came to. */
export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  /** Milliseconds from sending to the end of the answer, in no order. */
  readonly latencies: readonly number[];
}

/**
 * Posts to one address as fast as it answers, on so many connections at once, until a time is over or nothing is left
 * to send.
 *
 * @throws Error when an answer is not a 2xx
 */
export async function postInClosedLoop(
  url: string,
  requests: readonly ReadyRequest[],
  { connections, seconds }: { readonly connections: number; readonly seconds: number },
): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latencies: number[] = [];
  const startedAt = performance.now();
  const stopAt = startedAt + seconds * 1000;
  let next = 0;

  async function worker(): Promise<void> {
    while (performance.now() < stopAt) {
      const one = requests[next++];
      if (!one) return;
      const sentAt = performance.now();
      const status = await post(agent, url, one);
      if (status < 200 || status > 299) throw new Error(`${url} answered ${status}`);
      latencies.push(performance.now() - sentAt);
    }
  }

  try {
    await Promise.all(Array.from({ length: connections }, worker));
  } finally {
    agent.destroy();
  }
  return { requests: latencies.length, seconds: (performance.now() - startedAt) / 1000, latencies };
}

function post(agent: Agent, url: string, { headers, body }: ReadyRequest): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const sending = request(url, {
    method: 'POST',
    agent,
    headers: { ...headers, 'content-length': String(body.length) },
  });
  sending.on('error', reject);
  sending.on('response', (response) => {
    response.on('error', reject);
    response.on('end', () => resolve(response.statusCode ?? 0));
    response.resume();
  });
  sending.end(body);
  return promise;
}
