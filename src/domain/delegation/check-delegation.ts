import type { Rejection } from '../exception-request/commands.ts';
import type { Person } from '../policy/facts.ts';
import { listInWords } from '../policy/words.ts';
import { type Delegation, isOver, overlap } from './delegation.ts';

const DAY = 24 * 60 * 60 * 1000;

/** The longest a delegation may last, in days. A longer absence is a change of role, which is a matter of policy. */
export const MAX_DELEGATION_DAYS = 366;
/** The longest reason, in characters. */
export const MAX_DELEGATION_REASON = 500;

/** What somebody wants to set. */
export type DelegationDraft = Pick<Delegation, 'delegator' | 'delegate' | 'from' | 'until' | 'reason'>;

/**
 * Why a delegation cannot be set; null when it can.
 *
 * A delegate who is away themselves for part of the time is no reason to refuse: they are skipped for that time. But
 * people who stand in for each other in a circle at the same time are: nobody of them would be there.
 *
 * @param standing delegations of the tenant that are not over, whoever they are of
 */
export function checkDelegation(
  draft: DelegationDraft,
  standing: readonly Delegation[],
  now: Date,
): Rejection | null {
  const { delegator, delegate } = draft;
  if (delegator.email === delegate.email) {
    return refusal(
      'delegation_to_self',
      'Nobody can stand in for themselves. Name somebody else who decides in the meantime.',
    );
  }
  const wrong = checkDates(draft, now);
  if (wrong) return refusal('delegation_dates_invalid', wrong);
  if (draft.reason.trim() === '' || draft.reason.length > MAX_DELEGATION_REASON) {
    return refusal(
      'delegation_reason_missing',
      `Say why, in at most ${MAX_DELEGATION_REASON} characters: those who work on the same requests read it.`,
    );
  }
  const others = standing.filter((one) => !isOver(one, now.toISOString()) && overlap(one, draft));
  const own = others.find((one) => one.delegator.email === delegator.email);
  if (own) {
    return refusal(
      'delegation_overlaps',
      `${delegator.name} has named ${own.delegate.name} for a part of this time already. End that delegation first, or choose other dates.`,
    );
  }
  const circle = circleOf(draft, others);
  if (circle.length === 0) return null;
  return refusal(
    'delegation_cycle',
    `This would close a circle: ${listInWords(circle.map(standsInInWords))} at the same time. Name somebody who is there.`,
  );
}

function checkDates({ from, until }: DelegationDraft, now: Date): string | null {
  const [begin, end] = [Date.parse(from), Date.parse(until)];
  if (Number.isNaN(begin) || Number.isNaN(end)) return 'A beginning and an end are needed, as dates.';
  if (end <= begin) return 'The end must come after the beginning. Choose a later end.';
  if (end <= now.getTime()) return 'The end has passed already. Choose a later one.';
  if (end - begin > MAX_DELEGATION_DAYS * DAY) {
    return `A delegation may last at most ${MAX_DELEGATION_DAYS} days. Choose an earlier end, or have the role changed in the policy.`;
  }
  return null;
}

/** The delegations that lead from the new delegate back to the delegator, all in force at one moment. */
function circleOf(draft: DelegationDraft, others: readonly DelegationDraft[]): readonly DelegationDraft[] {
  const follow = (
    last: DelegationDraft,
    within: Pick<Delegation, 'from' | 'until'>,
    path: readonly DelegationDraft[],
  ): readonly DelegationDraft[] => {
    if (last.delegate.email === draft.delegator.email) return path;
    for (const next of others) {
      if (next.delegator.email !== last.delegate.email || path.includes(next) || !overlap(next, within)) {
        continue;
      }
      const found = follow(next, common(next, within), [...path, next]);
      if (found.length > 0) return found;
    }
    return [];
  };
  return follow(draft, draft, [draft]);
}

function common(
  one: Pick<Delegation, 'from' | 'until'>,
  other: Pick<Delegation, 'from' | 'until'>,
): Pick<Delegation, 'from' | 'until'> {
  const later = Date.parse(one.from) > Date.parse(other.from) ? one : other;
  const sooner = Date.parse(one.until) < Date.parse(other.until) ? one : other;
  return { from: later.from, until: sooner.until };
}

function standsInInWords({
  delegator,
  delegate,
}: {
  readonly delegator: Person;
  readonly delegate: Person;
}): string {
  return `${delegate.name} stands in for ${delegator.name}`;
}

function refusal(code: Rejection['code'], message: string): Rejection {
  return { code, message };
}
