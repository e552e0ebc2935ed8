import { randomUUID } from 'node:crypto';
import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { cardReplySchema } from '@handrail/contracts/card-view';
import type { ExceptionSubmission } from '@handrail/contracts/submission';
import { signRequest } from '../../sandbox/hubspot/sign-request.ts';
import type { BenchWorld } from './bench-world.ts';
import type { Load } from './open-loop.ts';

const VALIDITY_MS = 10 * 24 * 60 * 60 * 1000;

type Requests = Pick<Load, 'prepare' | 'check'>;

/** The two loads: the same form, filed with Handrail and inserted by the bare handler. */
export interface Loads {
  readonly submits: Requests;
  readonly inserts: Requests;
  /** How many forms were filed with Handrail so far; each takes a deal. */
  filed(): number;
}

export function createLoads({ portal, handrailOrigin, bareOrigin }: BenchWorld): Loads {
  let filed = 0;
  return {
    filed: () => filed,
    submits: {
      prepare: () => {
        const deal = portal.deals[filed];
        const rep = portal.reps[filed % portal.reps.length];
        if (deal === undefined || rep === undefined) throw new Error('no deal is left (this is a bug)');
        filed += 1;
        const body = JSON.stringify(filledForm(deal));
        const url = signedUrl(handrailOrigin, { ...rep, portalId: portal.portalId });
        const { clientSecret } = portal;
        const timestamp = Date.now();
        return {
          url,
          headers: {
            ...jsonHeaders(body),
            ...signRequest({ clientSecret, method: 'POST', uri: url, body, timestamp }),
          },
          body,
        };
      },
      check: (status, body) => {
        if (status !== 200) throw new Error(`a submit was answered ${status}: ${body}`);
        const reply = cardReplySchema.parse(JSON.parse(body));
        if (!reply.ok)
          throw new Error(`a submit was refused: ${reply.problem.code}, ${reply.problem.detail}`);
        if (reply.card.live?.status !== 'pending') throw new Error('a submit left no pending request');
      },
    },
    inserts: {
      prepare: (at) => {
        const body = JSON.stringify(filledForm(portal.deals[at % portal.deals.length] ?? ''));
        return { url: `${bareOrigin}/insert`, headers: jsonHeaders(body), body };
      },
      check: (status, body) => {
        if (status !== 200) throw new Error(`an insert was answered ${status}: ${body}`);
      },
    },
  };
}

/** As HubSpot's proxy calls: what it appends to the query names the caller. */
function signedUrl(
  origin: string,
  { userId, email, portalId }: { userId: number; email: string; portalId: number },
): string {
  const identity = `userId=${userId}&userEmail=${encodeURIComponent(email)}&portalId=${portalId}&appId=2600100`;
  return `${origin}${CARD_ROUTES.requests}?${identity}`;
}

function jsonHeaders(body: string): Record<string, string> {
  return { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
}

function filledForm(recordId: string): ExceptionSubmission {
  return {
    idempotencyKey: randomUUID(),
    record: { objectType: 'deal', recordId },
    exceptionTypeId: 'strategic-logo',
    reasonCode: 'named-account',
    reason:
      'The account is on the strategic list, and its board has met nobody but the present owner of the deal.',
    expiresAt: new Date(Date.now() + VALIDITY_MS).toISOString(),
  };
}
