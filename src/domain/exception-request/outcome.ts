import type { Rejection, RequestCommand } from './commands.ts';
import type { RequestEvent } from './events.ts';
import type { FiledState } from './state.ts';

/** Either what happens, or why nothing does. */
export type Outcome =
  | { readonly ok: true; readonly events: readonly RequestEvent[] }
  | { readonly ok: false; readonly rejection: Rejection };

/** One kind of command. */
export type CommandOf<Type extends RequestCommand['type']> = Extract<RequestCommand, { type: Type }>;

/** The command is taken; no event means that what it asks for stands already. */
export function happens(...events: readonly RequestEvent[]): Outcome {
  return { ok: true, events };
}

/** The command is refused and changes nothing. */
export function refuse(code: Rejection['code'], message: string): Outcome {
  return { ok: false, rejection: { code, message } };
}

const STATUS_IN_WORDS: Readonly<Record<FiledState['status'], string>> = {
  pending: 'is pending',
  info_requested: 'waits for an answer',
  approved: 'is approved and being carried out',
  active: 'is active',
  needs_attention: 'needs attention',
  ending: 'is coming to its end',
  ended: 'has ended',
  reverting: 'is being reverted',
  reverted: 'was reverted',
  rejected: 'was rejected',
  withdrawn: 'was withdrawn',
  lapsed: 'lapsed because nobody decided in time',
};

/** Refuses what cannot be done to a request in its status. @param what such as `be withdrawn` */
export function wrongStatus(state: FiledState, what: string): Outcome {
  const is = STATUS_IN_WORDS[state.status];
  return refuse(
    'wrong_status',
    `This exception request ${is} and cannot ${what}. Reload to see it as it is now.`,
  );
}

/** What somebody is told who comes after the time to decide. @param what such as `decision` */
export function lapsedInWords(what: string): string {
  return `The time to decide on this exception request is over and it lapsed, so your ${what} was not taken. The requester can file it again.`;
}
