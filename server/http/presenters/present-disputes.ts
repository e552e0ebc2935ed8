import type { DisputesView, DisputeView } from '@handrail/contracts/dispute';
import { DISPUTE_GROUNDS } from '@handrail/contracts/vocabulary';
import { isReviewOwed } from '../../../src/domain/exception-request/break-glass.ts';
import {
  canDecideDispute,
  type Dispute,
  disputesOf,
  openDispute,
  panelFor,
  standingOf,
} from '../../../src/domain/exception-request/dispute.ts';
import {
  DISPUTE_GROUND_IN_WORDS,
  DISPUTE_STANDING_IN_WORDS,
  disputeOutcomeInWords,
} from '../../../src/domain/exception-request/dispute-in-words.ts';
import type { FiledState } from '../../../src/domain/exception-request/state.ts';
import type { Person } from '../../../src/domain/policy/facts.ts';
import { presentPerson } from './present-person.ts';

/**
 * Objections to a request and what `viewer` may do about them; null when its policy provides none.
 *
 * @param owner the record's owner now; null when it was not read
 */
export function presentDisputes(
  state: FiledState,
  { email }: Person,
  owner: Person | null,
  now: Date,
): DisputesView | null {
  const { disputeRule: rule } = state.request;
  const items = disputesOf(state);
  if (!rule) return null;
  const open = openDispute(state);
  const canObject =
    state.status === 'active' &&
    !isReviewOwed(state) &&
    !open &&
    standingOf(state, email, owner) !== null &&
    panelFor(state, rule, email) !== null;
  const otherwise = rule.ifUndecided === 'stands' ? 'the exception goes on' : 'the exception ends';
  return {
    items: items.map(presentDispute),
    canObject,
    canDecide:
      open !== undefined && Date.parse(open.dueAt) > now.getTime() && canDecideDispute(state, open, email),
    grounds: DISPUTE_GROUNDS.filter(
      (ground) => !items.some((item) => item.objector.email === email && item.ground === ground),
    ).map((value) => ({ value, label: capital(DISPUTE_GROUND_IN_WORDS[value]) })),
    rule: `${rule.decidedBy.label} decides within ${rule.within} business hours (${rule.calendarLabel}), without those who approved the exception. If nobody does, ${otherwise}.`,
  };
}

function presentDispute(dispute: Dispute): DisputeView {
  const { number, status, objector, reason, openedAt, dueAt, panel, closedAt, decidedBy, comment } = dispute;
  return {
    number,
    status,
    objector: presentPerson(objector),
    standing: DISPUTE_STANDING_IN_WORDS[dispute.standing],
    ground: capital(DISPUTE_GROUND_IN_WORDS[dispute.ground]),
    reason,
    openedAt,
    dueAt,
    decidedByRole: panel.label,
    deciders: panel.people.map(presentPerson),
    ...(closedAt !== undefined && { closedAt }),
    ...(decidedBy && { decidedBy: presentPerson(decidedBy) }),
    ...(comment !== undefined && comment !== '' && { comment }),
    words: disputeOutcomeInWords(dispute),
  };
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
