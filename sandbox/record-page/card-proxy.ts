import { randomUUID } from 'node:crypto';
import { signRequest } from '../hubspot/sign-request.ts';
import type { CardFetch, CardReply, PageUser } from './wire.ts';

/** How the proxy reaches the app's server and signs for it. */
export interface CardProxyOptions {
  readonly portalId: number;
  readonly appId: number;
  readonly clientSecret: string;
  /** The origins of `permittedUrls.fetch` in the app's configuration; https only. */
  readonly permittedOrigins: readonly string[];
  /** Where a permitted public origin really listens, by public origin. */
  readonly realOrigins: Readonly<Record<string, string>>;
}

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'];
const LONGEST_MS = 15_000;
const MOST_BYTES = 1_000_000;
const MOST_AT_ONCE = 20;

interface Refusal {
  readonly status: number;
  readonly category: string;
  readonly message: string;
}

const refusal = (status: number, category: string, message: string): Refusal => ({
  status,
  category,
  message,
});

class RefusedFetch extends Error {
  readonly refusal: Refusal;

  constructor(reason: Refusal) {
    super(reason.message);
    this.refusal = reason;
  }
}

interface ServerAnswer {
  readonly status: number;
  readonly body: string;
}

/**
 * Acts as HubSpot's proxy behind `hubspot.fetch`: checks the request against the app's permissions, appends who
 * asks, signs the public URL with signature v3, forwards to the real server, repeats once after a failed connection
 * or a 5xx, and wraps every non-2xx answer. A server that cannot be reached counts as 500, a slow one as 504.
 *
 * The wrapper and its HTTP status 200 follow `AppProxyService` of `@hubspot/ui-extensions-dev-server` 2.1.2, which
 * says it mirrors HubSpot's backend; limits and retry follow HubSpot's documentation of `hubspot.fetch`.
 */
export class CardProxy {
  readonly #options: CardProxyOptions;
  #running = 0;

  constructor(options: CardProxyOptions) {
    this.#options = options;
  }

  /**
   * Never rejects: what went wrong is in the reply, as the card would see it in HubSpot.
   *
   * @param user - the portal user the page is used as; its id and e-mail are the identity that is signed
   */
  async fetch(request: CardFetch, user: PageUser): Promise<CardReply> {
    const context = {
      correlationId: [randomUUID()],
      httpMethod: [request.method ?? 'GET'],
      portalId: [String(this.#options.portalId)],
      requestUri: [request.url],
    };
    const reply = (status: number, rest: object): CardReply => ({
      status,
      body: JSON.stringify({ status: 'error', ...rest }),
    });
    const refused = ({ status, category, message }: Refusal) => reply(status, { category, message, context });
    const badGateway = (appServerStatus: number, responseBody?: unknown) =>
      reply(200, {
        category: 'BAD_GATEWAY',
        message: 'Error returned from Request Uri',
        responseBody,
        errors: [{ message: `Unacceptable HTTP status ${appServerStatus} calling ${request.url}` }],
        context: { ...context, appServerStatusCode: [String(appServerStatus)] },
      });
    if (this.#running >= MOST_AT_ONCE) {
      return refused(refusal(429, 'RATE_LIMITS', `More than ${MOST_AT_ONCE} requests of this app at once`));
    }
    this.#running += 1;
    try {
      const answer = await this.#send(request, user);
      if (answer.status >= 200 && answer.status < 300) return answer;
      return badGateway(answer.status, parsedOrText(answer.body));
    } catch (error) {
      if (error instanceof RefusedFetch) return refused(error.refusal);
      const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
      return badGateway(timedOut ? 504 : 500);
    } finally {
      this.#running -= 1;
    }
  }

  async #send(request: CardFetch, user: PageUser): Promise<ServerAnswer> {
    const method = (request.method ?? 'GET').toUpperCase();
    const publicUrl = this.#permittedUrl(request.url);
    if (!METHODS.includes(method)) {
      throw new RefusedFetch(refusal(400, 'VALIDATION_ERROR', `Method ${method} is not allowed`));
    }
    const authorization = onlyAuthorization(request.headers ?? {});
    const identity = new URLSearchParams({
      userId: String(user.userId),
      userEmail: user.email,
      portalId: String(this.#options.portalId),
      appId: String(this.#options.appId),
    });
    // The card's own query must keep its bytes, so the identity is appended as text.
    publicUrl.search = `${publicUrl.search || '?'}${publicUrl.search ? '&' : ''}${identity}`;
    const body = method === 'GET' || request.body == null ? undefined : JSON.stringify(request.body);
    if (body !== undefined && Buffer.byteLength(body) > MOST_BYTES) {
      throw new RefusedFetch(refusal(413, 'VALIDATION_ERROR', 'The request body is larger than 1 MB'));
    }
    const call = {
      url: publicUrl,
      method,
      body,
      authorization,
      signal: AbortSignal.timeout(Math.min(request.timeout ?? LONGEST_MS, LONGEST_MS)),
    };
    try {
      const first = await this.#attempt(call);
      if (first.status < 500) return first;
    } catch (error) {
      if (call.signal.aborted || error instanceof RefusedFetch) throw error;
    }
    return this.#attempt(call);
  }

  /** @throws RefusedFetch unless the URL is https and its origin is in `permittedUrls.fetch` */
  #permittedUrl(text: string): URL {
    if (!URL.canParse(text)) throw new RefusedFetch(refusal(400, 'VALIDATION_ERROR', 'URL is malformed'));
    const url = new URL(text);
    if (url.protocol !== 'https:') {
      throw new RefusedFetch(refusal(400, 'VALIDATION_ERROR', 'Only https URLs can be fetched'));
    }
    if (!this.#options.permittedOrigins.includes(url.origin)) {
      const message = `${url.origin} is not in permittedUrls.fetch of the app`;
      throw new RefusedFetch(refusal(403, 'VALIDATION_ERROR', message));
    }
    url.hash = '';
    return url;
  }

  async #attempt(call: {
    url: URL;
    method: string;
    body: string | undefined;
    authorization: Record<string, string>;
    signal: AbortSignal;
  }): Promise<ServerAnswer> {
    const { url, method, body } = call;
    const real = (this.#options.realOrigins[url.origin] ?? url.origin) + url.pathname + url.search;
    const response = await fetch(real, {
      method,
      headers: {
        ...call.authorization,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...signRequest({
          clientSecret: this.#options.clientSecret,
          method,
          uri: url.href,
          body: body ?? '',
          timestamp: Date.now(),
        }),
      },
      ...(body === undefined ? {} : { body }),
      redirect: 'manual',
      signal: call.signal,
    });
    return { status: response.status, body: await limitedText(response) };
  }
}

/** @throws RefusedFetch for any header but `Authorization`, as HubSpot's proxy answers */
function onlyAuthorization(headers: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(headers);
  if (entries.some(([name]) => name.toLowerCase() !== 'authorization')) {
    const message =
      "Invalid Request Headers provided. Only 'Authorization' header is allowed from hubspot.fetch()";
    throw new RefusedFetch(refusal(400, 'VALIDATION_ERROR', message));
  }
  return Object.fromEntries(entries);
}

/** @throws RefusedFetch when the answer is larger than 1 MB; the rest of it is not read */
async function limitedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MOST_BYTES) {
      throw new RefusedFetch(refusal(502, 'BAD_GATEWAY', 'The answer is larger than 1 MB'));
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsedOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
