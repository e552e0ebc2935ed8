import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import { IncomingMessage } from 'node:http';
import { CARD_ROUTES } from '@handrail/contracts/card-routes';

/** What one answered submit spent on the CRM. */
export interface CrmWait {
  readonly calls: number;
  /** Milliseconds in which at least one call was under way. */
  readonly waitMs: number;
  /** Milliseconds from the request's head to the end of the answer, as the server saw them. */
  readonly totalMs: number;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

interface Watched {
  readonly startedAt: number;
  readonly calls: Span[];
}

/**
 * Notes for each submit of this process how long it waited for the CRM, from Node's own diagnostics channels: the
 * server under test is not changed. Calls of background jobs belong to no submit.
 *
 * @returns what takes the notes made so far
 */
export function watchCrmWaits(): () => readonly CrmWait[] {
  const current = new AsyncLocalStorage<Watched>();
  const submits = new WeakMap<IncomingMessage, Watched>();
  const outgoing = new WeakMap<object, { readonly by: Watched; readonly from: number }>();
  let notes: CrmWait[] = [];

  subscribe('http.server.request.start', (message) => {
    const request = requestIn(message);
    if (!(request instanceof IncomingMessage)) return;
    const watched = { startedAt: performance.now(), calls: [] };
    current.enterWith(watched);
    if (request.method === 'POST' && request.url?.startsWith(`${CARD_ROUTES.requests}?`)) {
      submits.set(request, watched);
    }
  });
  subscribe('http.server.response.finish', (message) => {
    const request = requestIn(message);
    const watched = request instanceof IncomingMessage ? submits.get(request) : undefined;
    if (!watched) return;
    const { startedAt, calls } = watched;
    notes.push({
      calls: calls.length,
      waitMs: coveredMs(calls),
      totalMs: performance.now() - startedAt,
    });
  });
  subscribe('undici:request:create', (message) => {
    const by = current.getStore();
    const call = requestIn(message);
    if (by && typeof call === 'object' && call !== null) outgoing.set(call, { by, from: performance.now() });
  });
  subscribe('undici:request:trailers', (message) => {
    const call = requestIn(message);
    const begun = typeof call === 'object' && call !== null ? outgoing.get(call) : undefined;
    begun?.by.calls.push({ from: begun.from, to: performance.now() });
  });

  return () => {
    const taken = notes;
    notes = [];
    return taken;
  };
}

function requestIn(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'request' in message
    ? message.request
    : undefined;
}

/** The time that some spans cover together; where they overlap it counts once. */
function coveredMs(spans: readonly Span[]): number {
  let covered = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    covered += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return covered;
}
