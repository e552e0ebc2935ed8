import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far the signed time may lie from ours, either way, in milliseconds. HubSpot says five minutes. */
const WINDOW_MS = 5 * 60 * 1000;

/**
 * The escapes HubSpot decodes in the URI before it signs (HubSpot documentation, "Validating requests", v3). All
 * others stay as they are sent.
 */
const DECODED = new Map([
  ['%3A', ':'],
  ['%2F', '/'],
  ['%3F', '?'],
  ['%40', '@'],
  ['%21', '!'],
  ['%24', '$'],
  ['%27', "'"],
  ['%28', '('],
  ['%29', ')'],
  ['%2A', '*'],
  ['%2C', ','],
  ['%3B', ';'],
]);

/** A request as it came in. */
export interface SignedRequest {
  readonly method: string;
  /** The public address it was sent to, with path and query exactly as received. */
  readonly uri: string;
  /** The bytes of the body as received. */
  readonly body: Uint8Array;
  /** `X-HubSpot-Signature-v3` */
  readonly signature: string | undefined;
  /** `X-HubSpot-Request-Timestamp`, milliseconds since 1970 UTC. */
  readonly timestamp: string | undefined;
}

/** Whether HubSpot sent it, a moment ago. */
export type SignatureVerdict = 'valid' | 'signature_missing' | 'signature_invalid' | 'signature_stale';

/**
 * Checks HubSpot's signature v3: base64 of HMAC-SHA256 over method, URI, raw body and timestamp. The SDK's own check
 * is not used: it takes v1 by default, accepts timestamps from the future and such as are no number, does not decode
 * the URI, and does not compare in constant time.
 *
 * @param now milliseconds since 1970 UTC
 */
export function verifySignatureV3(
  clientSecret: string,
  { method, uri, body, signature, timestamp }: SignedRequest,
  now: number,
): SignatureVerdict {
  if (signature === undefined || timestamp === undefined) return 'signature_missing';
  if (!/^\d{1,15}$/.test(timestamp)) return 'signature_invalid';
  if (Math.abs(now - Number(timestamp)) > WINDOW_MS) return 'signature_stale';
  const expected = createHmac('sha256', clientSecret)
    .update(method.toUpperCase() + decodeUri(uri), 'utf8')
    .update(body)
    .update(timestamp, 'utf8')
    .digest('base64');
  return equalInConstantTime(expected, signature) ? 'valid' : 'signature_invalid';
}

function decodeUri(uri: string): string {
  return uri.replace(/%[0-9A-F]{2}/gi, (coded) => DECODED.get(coded.toUpperCase()) ?? coded);
}

/** The length of a true signature is public, so only its content is compared in constant time. */
function equalInConstantTime(expected: string, given: string): boolean {
  const wanted = Buffer.from(expected, 'latin1');
  const got = Buffer.from(given, 'latin1');
  return wanted.length === got.length && timingSafeEqual(wanted, got);
}
