import { createHmac } from 'node:crypto';

/** The escapes that HubSpot decodes in the URI before it hashes; all others stay as they are. */
const DECODED_ESCAPES: Readonly<Record<string, string>> = {
  '%3A': ':',
  '%2F': '/',
  '%3F': '?',
  '%40': '@',
  '%21': '!',
  '%24': '$',
  '%27': "'",
  '%28': '(',
  '%29': ')',
  '%2A': '*',
  '%2C': ',',
  '%3B': ';',
};

const ESCAPE = new RegExp(Object.keys(DECODED_ESCAPES).join('|'), 'gi');

/** What HubSpot signs. */
export interface SignedParts {
  readonly clientSecret: string;
  readonly method: string;
  /** The full URL as sent, with query. */
  readonly uri: string;
  /** The exact bytes of the body as text; empty for a request without body. */
  readonly body: string;
  /** When it is signed, in milliseconds since 1970 UTC, by the wall clock. */
  readonly timestamp: number;
}

/** The two headers of a signed request. */
export interface SignatureHeaders {
  readonly 'X-HubSpot-Signature-v3': string;
  readonly 'X-HubSpot-Request-Timestamp': string;
}

/**
 * Signs a request as HubSpot does: base64 of HMAC-SHA256 over method, URI, body and timestamp, where twelve
 * escapes of the URI are decoded first (HubSpot docs, "Validating requests", v3).
 */
export function signRequest(parts: SignedParts): SignatureHeaders {
  const uri = parts.uri.replace(ESCAPE, (found) => DECODED_ESCAPES[found.toUpperCase()] ?? found);
  const timestamp = String(parts.timestamp);
  const signature = createHmac('sha256', parts.clientSecret)
    .update(parts.method.toUpperCase() + uri + parts.body + timestamp, 'utf8')
    .digest('base64');
  return { 'X-HubSpot-Signature-v3': signature, 'X-HubSpot-Request-Timestamp': timestamp };
}
