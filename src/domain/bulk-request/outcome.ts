import type { BulkStatus } from '@handrail/contracts/vocabulary';
import type { Rejection } from '../exception-request/commands.ts';
import type { BulkCommand } from './commands.ts';
import type { BulkEvent } from './events.ts';

/** Either what happens, or why nothing does. */
export type BulkOutcome =
  | { readonly ok: true; readonly events: readonly BulkEvent[] }
  | { readonly ok: false; readonly rejection: Rejection };

/** One kind of command. */
export type BulkCommandOf<Type extends BulkCommand['type']> = Extract<BulkCommand, { type: Type }>;

/** The command is taken; no event means that what it asks for stands already. */
export function happens(...events: readonly BulkEvent[]): BulkOutcome {
  return { ok: true, events };
}

/** The command is refused and changes nothing. */
export function refuse(code: Rejection['code'], message: string): BulkOutcome {
  return { ok: false, rejection: { code, message } };
}

const STATUS_IN_WORDS: Readonly<Record<BulkStatus, string>> = {
  preparing: 'is being prepared',
  ready: 'waits for its requester to ask the approvers',
  pending: 'is pending',
  carrying_out: 'is approved and being carried out',
  needs_attention: 'is approved and some records failed',
  done: 'is done',
  refused: 'could not be filed',
  rejected: 'was rejected',
  withdrawn: 'was withdrawn',
  lapsed: 'lapsed because nobody decided in time',
};

/** Refuses what cannot be done to a bulk request in its status. @param what such as `be withdrawn` */
export function wrongStatus({ status }: { readonly status: BulkStatus }, what: string): BulkOutcome {
  return refuse(
    'wrong_status',
    `This bulk request ${STATUS_IN_WORDS[status]} and cannot ${what}. Reload to see it as it is now.`,
  );
}
