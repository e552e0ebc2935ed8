import { z } from 'zod';

/** A call the org refused or did not answer, with what it said. */
export class OrgError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'OrgError';
    this.status = status;
  }
}

/** A row, as the person who asked may read it. */
export type OrgRow = Readonly<Record<string, unknown>>;

const DATA = '/services/data/v67.0';
const TIMEOUT_MS = 30_000;

const Refusals = z.array(z.object({ message: z.string() })).min(1);
const QueryReply = z.object({ records: z.array(z.record(z.string(), z.unknown())) });
const SessionReply = z.object({ accessToken: z.string() });
const DescribeReply = z.object({
  label: z.string(),
  fields: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      type: z.string(),
      custom: z.boolean().optional(),
      updateable: z.boolean(),
      inlineHelpText: z.string().nullish(),
      relationshipName: z.string().nullish(),
      referenceTo: z.array(z.string()).optional(),
      picklistValues: z.array(z.object({ label: z.string(), value: z.string() })).optional(),
    }),
  ),
});
export type DescribedObject = z.infer<typeof DescribeReply>;
export type DescribedField = DescribedObject['fields'][number];

/**
 * The org by its public API, each call as the person who looks at the page; and by the sandbox's control plane, which
 * stands for what Salesforce's own pages do inside Salesforce.
 */
export class OrgClient {
  readonly #origin: string;
  readonly #tokens = new Map<string, string>();

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** @throws OrgError when the org refuses the query */
  async query(username: string, soql: string): Promise<readonly OrgRow[]> {
    const reply = await this.#data(username, `/query?q=${encodeURIComponent(soql)}`);
    return QueryReply.parse(reply).records;
  }

  /** The fields of an object that the person may see. */
  async describe(username: string, objectName: string): Promise<DescribedObject> {
    return DescribeReply.parse(await this.#data(username, `/sobjects/${objectName}/describe`));
  }

  /** A call of the control plane. @throws OrgError in the org's words */
  control(path: string, body?: unknown): Promise<unknown> {
    return this.#call(`/_sandbox${path}`, {
      ...(body !== undefined && {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
  }

  /** A session that has ended is begun again, once. */
  async #data(username: string, path: string): Promise<unknown> {
    const call = async () =>
      this.#call(DATA + path, { headers: { authorization: `Bearer ${await this.#token(username)}` } });
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof OrgError) || error.status !== 401) throw error;
      this.#tokens.delete(username);
      return call();
    }
  }

  async #token(username: string): Promise<string> {
    const known = this.#tokens.get(username);
    if (known !== undefined) return known;
    const { accessToken } = SessionReply.parse(await this.control('/sessions', { username }));
    this.#tokens.set(username, accessToken);
    return accessToken;
  }

  async #call(path: string, init: RequestInit): Promise<unknown> {
    let response: Response;
    try {
      response = await fetch(this.#origin + path, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new OrgError(502, `The org cannot be reached: ${why}`);
    }
    const text = await response.text();
    const body: unknown = text === '' ? null : JSON.parse(text);
    if (response.ok) return body;
    const refusal = Refusals.safeParse(body);
    throw new OrgError(
      response.status,
      refusal.success
        ? refusal.data.map(({ message }) => message).join(' ')
        : `The org answered ${response.status}`,
    );
  }
}
