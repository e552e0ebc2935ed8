import { decodeProtectedHeader, errors, importSPKI, jwtVerify } from 'jose';

/** Longest life of an assertion, in seconds. */
const LONGEST_LIFE = 300;

/** Why an assertion is not taken, in the words of the token endpoint. */
export type AssertionRefusal = { readonly error: string; readonly description: string };

/** What an assertion is checked against. */
export interface AssertionRules {
  readonly clientId: string;
  /** The public key of the app's certificate, in PEM. */
  readonly publicKey: string;
  /** Addresses that `aud` may name. */
  readonly audiences: readonly string[];
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
}

/**
 * Checks a JWT bearer assertion: RS256 by the app's certificate, issuer, audience and life.
 *
 * @returns the user name it stands for, or why it is refused
 */
export async function verifyAssertion(
  assertion: string,
  { clientId, publicKey, audiences, now }: AssertionRules,
): Promise<{ readonly username: string } | AssertionRefusal> {
  try {
    // Any other algorithm is no signature by the certificate, whatever it verifies with.
    if (decodeProtectedHeader(assertion).alg !== 'RS256') return invalid('invalid assertion');
    const { payload } = await jwtVerify(assertion, await importSPKI(publicKey, 'RS256'), {
      algorithms: ['RS256'],
      audience: [...audiences],
      currentDate: new Date(now),
      requiredClaims: ['iss', 'sub', 'aud', 'exp'],
    });
    if (payload.iss !== clientId) {
      return { error: 'invalid_client_id', description: 'client identifier invalid' };
    }
    if ((payload.exp ?? 0) * 1000 > now + LONGEST_LIFE * 1000) return invalid('assertion is too long-lived');
    return { username: payload.sub ?? '' };
  } catch (error) {
    if (error instanceof errors.JWTExpired) return invalid('expired authorization code');
    if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud') {
      return invalid('audience is invalid');
    }
    if (error instanceof errors.JOSEError || error instanceof TypeError) return invalid('invalid assertion');
    throw error;
  }
}

function invalid(description: string): AssertionRefusal {
  return { error: 'invalid_grant', description };
}
