import type { BulkItemView, BulkView } from '@handrail/contracts/bulk';
import type { BulkWithProgress } from '../../../src/application/bulk/read-bulk.ts';
import { isPastBulkLapse } from '../../../src/domain/bulk-request/bulk-clocks.ts';
import { canWithdrawBulk, isBulkParty } from '../../../src/domain/bulk-request/decide-bulk.ts';
import type { BulkRequest, FiledBulk } from '../../../src/domain/bulk-request/state.ts';
import { ballotsOf } from '../../../src/domain/exception-request/ballots-of.ts';
import { stillWaitingFor } from '../../../src/domain/policy/ballots.ts';
import { peopleOf, rolesOf } from '../../../src/domain/policy/requirement.ts';
import type { BulkCounts, BulkItemStanding } from '../../../src/ports/bulk-requests.ts';
import { bulkNextInWords } from './bulk-next-in-words.ts';
import { dueInWords } from './present-clock.ts';
import { presentPerson } from './present-person.ts';

/** A bulk request as the person with this address sees it: `can` says what they may do now. */
export function presentBulk(
  { state, version, counts }: BulkWithProgress,
  email: string,
  now: Date,
): BulkView {
  const { bulk, requirement, reviews, gathered } = state;
  return {
    bulkId: bulk.bulkId,
    version,
    status: state.status,
    objectType: bulk.objectType,
    source: sourceInWords(bulk),
    typeLabel: bulk.exceptionType.label,
    reasonLabel: bulk.reasonCode.label,
    reason: bulk.reason,
    requester: presentPerson(bulk.requester),
    submittedAt: bulk.submittedAt,
    expiresAt: bulk.expiresAt,
    policyVersion: bulk.policyVersion,
    changes: changesInWords(bulk),
    counts: { ...counts, total: totalOf(counts) },
    asked: requirement ? presentAsked(state) : [],
    rows: gathered.rows.map((row) => ({ ...row, example: { ...row.example } })),
    reviews: reviews.map(({ reviewer, outcome, comment, at }) => ({
      reviewer: presentPerson(reviewer),
      outcome,
      comment,
      at,
    })),
    waitingFor:
      state.status === 'pending'
        ? stillWaitingFor(state.requirement, ballotsOf(reviews)).map(presentPerson)
        : [],
    clock: presentBulkClock(state),
    next: bulkNextInWords(state, counts),
    can: permissionsOf(state, counts, email, now),
  };
}

/** One record of a bulk request. */
export function presentBulkItem(item: BulkItemStanding): BulkItemView {
  const { recordId, title, outcome, requestId, code, words } = item;
  return {
    recordId,
    title,
    outcome,
    ...(requestId !== undefined && { requestId }),
    ...(code !== undefined && { code }),
    ...(words !== undefined && { words }),
  };
}

function totalOf(counts: BulkCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function sourceInWords({ source }: BulkRequest): string {
  if (source.kind === 'list') return `the list "${source.name}"`;
  if (source.doubled === 0) return 'the ids given';
  return `the ids given; ${source.doubled} stood there more than once`;
}

function changesInWords({ proposed: { owner, stage } }: BulkRequest): string[] {
  return [...(owner ? [`Owner: ${owner.name}`] : []), ...(stage ? [`Stage: ${stage.label}`] : [])];
}

/** Parts stand in the order in which they were gathered; stand-ins change people, never places. */
function presentAsked({ gathered, requirement, reviews }: FiledBulk): BulkView['asked'] {
  const { approvers, rejecters } = ballotsOf(reviews);
  const byNow = requirement?.kind === 'all_of' ? requirement.of : [];
  const labelOf = new Map(byNow.flatMap(rolesOf).map(({ role, label }) => [role, label]));
  return gathered.parts.flatMap(({ part, records, example }, at) =>
    rolesOf(byNow[at] ?? part).map(({ role, label, approve, deny, distinctFrom, people, because }) => ({
      role,
      label,
      approve,
      deny,
      distinctFrom: distinctFrom.flatMap((other) => labelOf.get(other) ?? []),
      approved: people.filter((person) => approvers.has(person.email)).length,
      rejected: people.filter((person) => rejecters.has(person.email)).length,
      people: people.map(presentPerson),
      because: `${because}.`,
      records,
      example: { ...example },
    })),
  );
}

function presentBulkClock({ clock, fired }: FiledBulk): BulkView['clock'] {
  const gone = new Map(fired.map(({ kind, at }) => [kind, at]));
  return (clock?.dues ?? []).map((due) => {
    const firedAt = gone.get(due.kind);
    return { dueAt: due.dueAt, words: dueInWords(due), ...(firedAt !== undefined && { firedAt }) };
  });
}

function permissionsOf(state: FiledBulk, counts: BulkCounts, email: string, now: Date): BulkView['can'] {
  const { bulk, requirement, reviews } = state;
  const isRequester = email === bulk.requester.email;
  const isAsked = requirement !== null && peopleOf(requirement).some((person) => person.email === email);
  const hasReviewed = reviews.some(({ reviewer }) => reviewer.email === email);
  const canDecide = state.status === 'pending' && !isPastBulkLapse(state, now.toISOString());
  const isCarriedOut = state.status === 'carrying_out' || state.status === 'needs_attention';
  return {
    review: canDecide && isAsked && !isRequester && !hasReviewed,
    ask: isRequester && state.status === 'ready',
    withdraw: isRequester && canWithdrawBulk(state),
    retry: isCarriedOut && counts.failed > 0 && isBulkParty(state, email),
  };
}
