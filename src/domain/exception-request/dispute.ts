import type { DisputeGround, DisputeStatus } from '@handrail/contracts/vocabulary';
import type { Person } from '../policy/facts.ts';
import type { FrozenDisputeRule, RoleOfPeople } from '../policy/freeze-dispute-rule.ts';
import type { FiledState } from './state.ts';

/** What gives somebody the right to object. */
export type DisputeStanding = 'owner' | 'former_owner' | 'lead';

/** Somebody's objection to an active exception, and what became of it. */
export interface Dispute {
  /** Counts from 1 within the request. */
  readonly number: number;
  readonly objector: Person;
  readonly standing: DisputeStanding;
  readonly ground: DisputeGround;
  readonly reason: string;
  readonly openedAt: string;
  /** ISO 8601 instant: the end of the business hours to decide in. */
  readonly dueAt: string;
  /** Who may decide: the role that the policy names, without everybody who had a part in the matter. */
  readonly panel: RoleOfPeople;
  readonly status: DisputeStatus;
  readonly closedAt?: string;
  /** Who decided, and what they said. */
  readonly decidedBy?: Person;
  readonly comment?: string;
}

/** All objections to a request, oldest first. */
export function disputesOf({ disputes = [] }: FiledState): readonly Dispute[] {
  return disputes;
}

/** The objection that waits for a decision. */
export function openDispute(state: FiledState): Dispute | undefined {
  return disputesOf(state).find(({ status }) => status === 'open');
}

/**
 * What lets a person object: they own the record, owned it when the request was filed, or lead the team by a role that
 * the policy names. The requester never objects: they can end the exception.
 *
 * @param owner the owner of the record now; null when there is none or nobody could read it
 */
export function standingOf(
  { request }: FiledState,
  email: string,
  owner: Person | null,
): DisputeStanding | null {
  const { disputeRule, requester, former } = request;
  if (!disputeRule || email === requester.email) return null;
  if (owner?.email === email) return 'owner';
  if (former.owner?.email === email) return 'former_owner';
  return holds(disputeRule.by, email) ? 'lead' : null;
}

/**
 * Who may decide on an objection: the role the policy names, else its fall-back, without the requester, those who
 * approved the exception or an extension of it, those in whose place that was done, and the objector. Null when that leaves nobody.
 */
export function panelFor(
  state: FiledState,
  rule: FrozenDisputeRule,
  objectorEmail: string,
): RoleOfPeople | null {
  for (const role of [rule.decidedBy, ...(rule.fallBack ? [rule.fallBack] : [])]) {
    const people = role.people.filter(({ email }) => email !== objectorEmail && !hadPart(state, email));
    if (people.length > 0) return { ...role, people };
  }
  return null;
}

/** Who may decide on the open objection now: the panel, without whoever approved something since. */
export function canDecideDispute(state: FiledState, { panel }: Dispute, email: string): boolean {
  return panel.people.some((person) => person.email === email) && !hadPart(state, email);
}

function hadPart({ request, reviews, extensions }: FiledState, email: string): boolean {
  const approvers = [...reviews, ...extensions.flatMap((extension) => extension.reviews)]
    .filter(({ outcome }) => outcome === 'approve')
    .flatMap(({ reviewer, inPlaceOf = [] }) => [reviewer, ...inPlaceOf]);
  return [request.requester, ...approvers].some((person) => person.email === email);
}

function holds(roles: readonly RoleOfPeople[], email: string): boolean {
  return roles.some(({ people }) => people.some((person) => person.email === email));
}
