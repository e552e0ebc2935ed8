import { peopleOf } from '../policy/requirement.ts';
import { isSatisfiable } from '../policy/satisfaction.ts';
import { listInWords } from '../policy/words.ts';
import { dueBulkEvents } from './bulk-clocks.ts';
import type { BulkCommand } from './commands.ts';
import { decideBulkReview } from './decide-bulk-review.ts';
import type { BulkEvent } from './events.ts';
import { requirementOf, rolesAsked } from './gather.ts';
import { type BulkCommandOf, type BulkOutcome, happens, refuse, wrongStatus } from './outcome.ts';
import type { BulkState, FiledBulk } from './state.ts';

/**
 * Decides what a command does to a bulk request. Pure: the same command on the same state at the same time always
 * gives the same events. A refusal changes nothing.
 */
export function decideBulk(command: BulkCommand, state: BulkState, now: Date): BulkOutcome {
  const at = now.toISOString();
  if (command.type === 'submit') {
    return state.status === 'none'
      ? happens({ type: 'bulk_submitted', at, bulk: command.bulk })
      : refuse('wrong_status', 'This bulk request has been filed before.');
  }
  if (state.status === 'none') {
    return refuse('bulk_not_found', 'There is no such bulk request. Reload the list.');
  }
  switch (command.type) {
    case 'finish_preparing':
      return decideFinish(command, state, at);
    case 'refuse':
      return state.status === 'preparing'
        ? happens({ type: 'bulk_refused', at, ...command.rejection })
        : wrongStatus(state, 'be refused');
    case 'ask':
      return decideAsk(command, state, at);
    case 'review':
      return decideBulkReview(command, state, at);
    case 'withdraw':
      return decideWithdraw(command, state, at);
    case 'fire_clocks':
      return happens(...dueBulkEvents(state, at));
    case 'retry':
      return decideRetry(command, state, at);
    case 'settle':
      return happens(...settled(command, state, at));
  }
}

/** True for the requester and for everybody who is asked. */
export function isBulkParty({ bulk, requirement }: FiledBulk, email: string): boolean {
  if (email === bulk.requester.email) return true;
  return requirement !== null && peopleOf(requirement).some((person) => person.email === email);
}

/** True while the requester can take the request back. */
export function canWithdrawBulk({ status }: FiledBulk): boolean {
  return status === 'preparing' || status === 'ready' || status === 'pending';
}

function decideFinish(
  { clock }: BulkCommandOf<'finish_preparing'>,
  state: FiledBulk,
  at: string,
): BulkOutcome {
  if (state.status !== 'preparing') return wrongStatus(state, 'finish its preparation');
  const { bulk, gathered } = state;
  const requirement = requirementOf(gathered);
  if (!requirement) {
    return happens({
      type: 'bulk_refused',
      at,
      code: 'nothing_to_ask',
      message:
        gathered.leftOut === 0
          ? 'There is no record in the list. Nobody was asked.'
          : `All ${gathered.leftOut} records were left out, each with its reason in the list. Nobody was asked.`,
    });
  }
  if (!isSatisfiable(requirement)) {
    return happens({
      type: 'bulk_refused',
      at,
      code: 'no_eligible_approver',
      message: `Too few people could approve all records together as ${listInWords(rolesAsked(gathered))}. File them in smaller groups, or ask RevOps to name a further person.`,
    });
  }
  const prepared: BulkEvent = { type: 'bulk_prepared', at, gathered, requirement };
  return bulk.asks === 'at_once'
    ? happens(prepared, { type: 'bulk_asked', at, by: bulk.requester, clock })
    : happens(prepared);
}

function decideAsk({ by, clock }: BulkCommandOf<'ask'>, state: FiledBulk, at: string): BulkOutcome {
  if (by.email !== state.bulk.requester.email) return notTheirs(state, 'ask the approvers');
  if (state.status === 'pending') return happens();
  return state.status === 'ready'
    ? happens({ type: 'bulk_asked', at, by, clock })
    : wrongStatus(state, 'be put to its approvers');
}

function decideWithdraw({ by }: BulkCommandOf<'withdraw'>, state: FiledBulk, at: string): BulkOutcome {
  if (by.email !== state.bulk.requester.email) return notTheirs(state, 'withdraw it');
  if (state.status === 'withdrawn') return happens();
  return canWithdrawBulk(state)
    ? happens({ type: 'bulk_withdrawn', at, by })
    : wrongStatus(state, 'be withdrawn');
}

function notTheirs({ bulk }: FiledBulk, what: string): BulkOutcome {
  return refuse('not_permitted', `Only ${bulk.requester.name}, who filed the bulk request, can ${what}.`);
}

function decideRetry({ by }: BulkCommandOf<'retry'>, state: FiledBulk, at: string): BulkOutcome {
  if (!isBulkParty(state, by.email)) {
    return refuse(
      'not_permitted',
      'Only the requester or one of the approvers can try failed records again.',
    );
  }
  return state.status === 'needs_attention' || state.status === 'carrying_out'
    ? happens({ type: 'bulk_retried', at, by })
    : wrongStatus(state, 'be tried again');
}

function settled({ counts }: BulkCommandOf<'settle'>, state: FiledBulk, at: string): readonly BulkEvent[] {
  if (counts.open > 0) return [];
  if (state.status !== 'carrying_out' && state.status !== 'needs_attention') return [];
  if (counts.failed === 0) return [{ type: 'bulk_done', at, counts }];
  return state.status === 'carrying_out' ? [{ type: 'bulk_needs_attention', at, counts }] : [];
}
