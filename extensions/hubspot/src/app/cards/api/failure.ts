import type { Problem } from '@handrail/contracts/problem';
import type { ProblemCode } from '@handrail/contracts/vocabulary';

/** What can go wrong before the server's own word reaches the card. */
export type CardFaultCode =
  /** The profile has no API_ORIGIN. */
  | 'card_not_configured'
  /** The card stands on a record type Handrail does not govern. */
  | 'record_not_supported'
  /** No answer: network, time-out, or HubSpot's proxy could not reach the server. */
  | 'no_connection'
  /** An answer came, but not one this card knows. */
  | 'reply_not_understood';

/** A refusal or fault as the card shows it: the server's problem, or one found on the way. */
export type Failure = Omit<Problem, 'code'> & { code: ProblemCode | CardFaultCode };

export interface Failed {
  readonly ok: false;
  readonly problem: Failure;
}

/** A fault the card found by itself. */
export function cardFault(code: CardFaultCode, title: string, detail: string): Failed {
  return { ok: false, problem: { code, title, detail } };
}
