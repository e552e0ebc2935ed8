import { createPrivateKey } from 'node:crypto';
import { SignJWT } from 'jose';
import { OAuth2 } from 'jsforce';
import { z } from 'zod';
import { CrmError } from '../../../src/ports/crm.ts';

/** A session of the org's API. */
export interface SalesforceSession {
  readonly accessToken: string;
  /** Where the org answers. */
  readonly instanceUrl: string;
}

/** Where sessions come from. */
export interface SessionSource {
  /**
   * Begins a session, or gives the one that lives.
   *
   * @param refused the access token that the org no longer takes; it is not given again
   * @throws CrmError `unavailable`; its message says whether it passes or an administrator must act
   */
  begin(refused?: string): Promise<SalesforceSession>;
}

/** How Handrail connects as its integration user, without a person and without a refresh token. */
export interface JwtOptions {
  /** `https://login.salesforce.com`, `https://test.salesforce.com`, or the org's own address. */
  readonly loginUrl: string;
  /** The consumer key of the External Client App. */
  readonly clientId: string;
  /** The integration user's name. */
  readonly username: string;
  /** The private key whose certificate the app was given: RSA, in PEM. */
  readonly privateKey: string;
  /** Milliseconds since 1970 UTC. */
  readonly wallClock?: () => number;
  /** Milliseconds one token call may take; 10 s when left out. */
  readonly timeoutMs?: number;
}

/** Salesforce takes an assertion for a few minutes; a clock may stand wrong by one. */
const LIFE_SECONDS = 180;
const TIMEOUT_MS = 10_000;

const tokenSchema = z.object({ access_token: z.string().min(1), instance_url: z.url() });

/**
 * Signs the assertion of the JWT bearer flow: RS256, for this app, user and login address, for three minutes.
 *
 * @throws CrmError `unavailable` for a private key that is none, or no RSA key
 */
export async function signAssertion({
  loginUrl,
  clientId,
  username,
  privateKey,
  wallClock = Date.now,
}: JwtOptions): Promise<string> {
  const assertion = new SignJWT()
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuer(clientId)
    .setSubject(username)
    .setAudience(loginUrl)
    .setExpirationTime(Math.floor(wallClock() / 1000) + LIFE_SECONDS);
  try {
    return await assertion.sign(createPrivateKey(privateKey));
  } catch {
    // What the key library says of a broken key may quote it.
    throw unavailable(
      'Handrail’s private key cannot be read. It must be the RSA key, in PEM, that belongs to the certificate of the External Client App.',
      'the assertion could not be signed',
    );
  }
}

/** Sessions by JWT bearer. Each one needs a new assertion and nothing that could be lost or stolen in between. */
export function createJwtSessions(options: JwtOptions): SessionSource {
  const oauth2 = new OAuth2({ loginUrl: options.loginUrl });
  return {
    async begin() {
      const assertion = await signAssertion(options);
      const grant = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion } as const;
      const reply = await inTime(options.timeoutMs ?? TIMEOUT_MS, oauth2.requestToken(grant).catch(refusal));
      const parsed = tokenSchema.safeParse(reply);
      if (!parsed.success)
        throw unavailable('Salesforce gave no usable session.', 'token reply does not parse');
      const { access_token: accessToken, instance_url: instanceUrl } = parsed.data;
      return { accessToken, instanceUrl };
    },
  };
}

/** Waits no longer than so many milliseconds: the client itself would wait half an hour. */
async function inTime<T>(milliseconds: number, call: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const signal = AbortSignal.timeout(milliseconds);
  signal.addEventListener('abort', () =>
    reject(unavailable('Salesforce does not answer when Handrail begins a session.', 'token call timed out')),
  );
  return Promise.race([call, late]);
}

/** Why the token endpoint refuses, with what an administrator does about it. */
const REFUSALS: ReadonlyArray<readonly [RegExp, string]> = [
  [/hasn't approved/i, 'Pre-authorize the integration user for the External Client App.'],
  [/audience/i, 'The login address must be the one of this org: login, test, or its own domain.'],
  [/client identifier/i, 'The consumer key is not the one of the External Client App.'],
  [/expired/i, 'The clock of this server differs from Salesforce’s by minutes.'],
  [/assertion/i, 'The private key does not belong to the certificate of the External Client App.'],
  [/inactive|ip restricted|locked/i, 'The integration user may not log in.'],
];

function refusal(error: unknown): never {
  if (!isRefusal(error)) {
    throw unavailable('Salesforce cannot be reached to begin a session.', 'token call: no reply', error);
  }
  const hint = REFUSALS.find(([pattern]) => pattern.test(error.message))?.[1];
  const action = hint ?? 'An administrator must look at the External Client App.';
  throw unavailable(
    `Salesforce does not let Handrail in (${error.message}). ${action}`,
    `token call: ${error.name}`,
    error,
  );
}

/** jsforce names the error by what the endpoint calls it; a reply that is none of the endpoint's has no such name. */
function isRefusal(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const name: unknown = error.name;
  return typeof name === 'string' && /^[a-z_]+$/.test(name);
}

function unavailable(message: string, internal: string, cause?: unknown): CrmError {
  return new CrmError('unavailable', message, internal, { cause });
}
