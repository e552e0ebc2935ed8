import type { RequestHandler } from 'express';

/** One call to the portal's API and what became of it. */
export interface Exchange {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** As parsed; undefined when there was none. */
  readonly body: unknown;
  readonly status: number;
  /** As sent; undefined when the reply had no JSON. */
  readonly reply: unknown;
}

/** Tells of every call that was answered, after the answer has left. Calls that are left hanging are not told. */
export function observeExchanges(onExchange: (exchange: Exchange) => void): RequestHandler {
  return (req, res, next) => {
    const { method, path } = req;
    const query = new URL(req.originalUrl, 'http://sandbox').searchParams;
    let reply: unknown;
    const json = res.json.bind(res);
    res.json = (body: unknown) => {
      reply = JSON.parse(JSON.stringify(body));
      return json(body);
    };
    res.once('finish', () =>
      onExchange({ method, path, query, body: bodyOf(req.body), status: res.statusCode, reply }),
    );
    next();
  };
}

/** Express leaves an empty object where a request has no body. */
function bodyOf(body: unknown): unknown {
  const isEmpty =
    typeof body === 'object' && body !== null && !Array.isArray(body) && Object.keys(body).length === 0;
  return isEmpty ? undefined : body;
}
