import type { Request } from 'express';
import type { Clock } from '../../../src/ports/clock.ts';
import { type SignatureVerdict, verifySignatureV3 } from '../signature-v3.ts';

/** What a signature is checked against. */
export interface SigningTrust {
  readonly clientSecret: string;
  /** What HubSpot calls: the Host header is the sender's to choose, so it is never used. */
  readonly publicOrigin: string;
}

/** Whether HubSpot sent a request a moment ago. Its body must be raw bytes still. */
export function signatureOf(
  req: Request,
  { clientSecret, publicOrigin }: SigningTrust,
  clock: Clock,
): SignatureVerdict {
  const body: unknown = req.body;
  return verifySignatureV3(
    clientSecret,
    {
      method: req.method,
      uri: publicOrigin + req.originalUrl,
      body: body instanceof Uint8Array ? body : Buffer.alloc(0),
      signature: req.get('X-HubSpot-Signature-v3'),
      timestamp: req.get('X-HubSpot-Request-Timestamp'),
    },
    clock.now().getTime(),
  );
}
