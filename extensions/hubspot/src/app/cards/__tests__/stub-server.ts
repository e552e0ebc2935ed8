import { hubspot } from '@hubspot/ui-extensions';
import { afterEach, beforeEach, expect, jest } from '@jest/globals';

export const ORIGIN = 'https://handrail.example.test';

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: unknown;
}

/** An answer: a `Response` as it is, an `Error` to throw, a promise to wait for, anything else as JSON with 200. */
type Answer = unknown;

export interface StubServer {
  /** Every call so far, in order. */
  readonly calls: Call[];
  /** The next answer to `method path`. A call without an answer, or an answer nobody fetched, fails the test. */
  answer(route: string, answer: Answer): void;
  /** Bodies sent to one route. */
  bodies(route: string): unknown[];
}

/** Stands in for Handrail's server behind `hubspot.fetch`, anew for each test of the file. */
export function stubServer(): StubServer {
  const calls: Call[] = [];
  const queues = new Map<string, Answer[]>();
  const unexpected: string[] = [];

  beforeEach(() => {
    calls.length = 0;
    unexpected.length = 0;
    queues.clear();
    jest.spyOn(hubspot, 'fetch').mockImplementation(async (uri, options) => {
      const url = new URL(uri);
      expect(url.origin).toBe(ORIGIN);
      const method = options?.method ?? 'GET';
      const route = `${method} ${url.pathname}`;
      calls.push({ method, path: url.pathname, query: url.search, body: options?.body });
      const queue = queues.get(route) ?? [];
      if (queue.length === 0) {
        unexpected.push(route);
        throw new Error(`No answer for ${route}`);
      }
      const answer = await queue.shift();
      if (answer instanceof Error) throw answer;
      return answer instanceof Response ? answer : Response.json(answer);
    });
  });

  afterEach(() => {
    jest.restoreAllMocks();
    expect(unexpected).toEqual([]);
    const unused = [...queues].filter(([, queue]) => queue.length > 0).map(([route]) => route);
    expect(unused).toEqual([]);
  });

  return {
    calls,
    answer: (route, answer) => {
      queues.set(route, [...(queues.get(route) ?? []), answer]);
    },
    bodies: (route) =>
      calls.filter((call) => `${call.method} ${call.path}` === route).map((call) => call.body),
  };
}

/** A promise that is settled by hand. */
export function deferred<Value>() {
  let resolve: (value: Value) => void = () => {};
  const promise = new Promise<Value>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
