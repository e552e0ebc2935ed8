/** A failed call to the portal, with what the portal said. */
export class PortalError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'PortalError';
    this.status = status;
  }
}

/** Long enough for a whole run of the portal's workflows. */
const TIMEOUT_MS = 30_000;

function messageOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('message' in body)) return undefined;
  return String(body.message);
}

/** Reads the portal by its public HTTP API, as any other app does. */
export class PortalClient {
  readonly #origin: string;
  readonly #accessToken: string;

  /** @param origin - where the portal's API listens, for example `http://127.0.0.1:4001` */
  constructor(origin: string, accessToken: string) {
    this.#origin = origin;
    this.#accessToken = accessToken;
  }

  /** @throws PortalError when the portal refuses or cannot be reached */
  get<T>(path: string): Promise<T> {
    return this.#call(path, {});
  }

  /** @throws PortalError when the portal refuses or cannot be reached */
  post<T>(path: string, body: unknown): Promise<T> {
    return this.#call(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  async #call<T>(path: string, init: RequestInit): Promise<T> {
    let response: Response;
    try {
      response = await fetch(this.#origin + path, {
        ...init,
        headers: { ...init.headers, authorization: `Bearer ${this.#accessToken}` },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (error) {
      throw new PortalError(
        502,
        `The portal cannot be reached: ${error instanceof Error ? error.message : error}`,
      );
    }
    const body: unknown = await response.json().catch(() => null);
    if (!response.ok) {
      throw new PortalError(response.status, messageOf(body) ?? `The portal answered ${response.status}`);
    }
    return body as T;
  }
}
