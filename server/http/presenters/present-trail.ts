import type { TrailEntryView } from '@handrail/contracts/card-view';
import { z } from 'zod';
import type { AuditEntry } from '../../../src/domain/audit/audit-entry.ts';
import { disputesOf } from '../../../src/domain/exception-request/dispute.ts';
import { DISPUTE_GROUND_IN_WORDS } from '../../../src/domain/exception-request/dispute-in-words.ts';
import type { FiledState } from '../../../src/domain/exception-request/state.ts';
import { END_REASON_IN_WORDS } from '../../../src/domain/playbook/placeholders.ts';
import { rejectionInWords } from '../../../src/domain/policy/ballots.ts';
import type { ResolvedRequirement } from '../../../src/domain/policy/decision.ts';
import { peopleOf, rolesOf } from '../../../src/domain/policy/requirement.ts';
import { listInWords } from '../../../src/domain/policy/words.ts';
import { additionInWords } from './addition-in-words.ts';
import { changeOfTrailInWords } from './change-in-trail.ts';
import { delegationInWords } from './delegation-in-words.ts';
import { breakGlassInWords, extensionInWords } from './owed-in-words.ts';
import { lateInWords } from './present-clock.ts';
import { noticeInWords } from './present-notice.ts';
import { stepKindInWords } from './step-in-words.ts';
import { type Happening, happeningSchema } from './trail-happening.ts';

const actorSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('user'), userId: z.string() }),
  z.object({ kind: z.literal('system') }),
]);

const frameSchema = z.object({ at: z.string(), type: z.string(), actor: actorSchema });

/** The entries in words, in their order. Names come from the request itself: the trail holds user ids only. */
export function presentTrail(state: FiledState, entries: readonly AuditEntry[]): TrailEntryView[] {
  const names = namesOf(state);
  const nameOf = (userId: string) => names.get(userId) ?? `User ${userId}`;
  return entries.map(({ seq, body, hash }) => {
    const json: unknown = JSON.parse(body);
    const { at, type, actor } = frameSchema.parse(json);
    const happening = happeningSchema.safeParse(json).data;
    return {
      seq,
      at,
      who: actor.kind === 'system' ? 'Handrail' : nameOf(actor.userId),
      what: happening ? happeningInWords(happening, state, nameOf) : type.replaceAll('_', ' '),
      hash,
    };
  });
}

function namesOf(state: FiledState): ReadonlyMap<string, string> {
  const { request, requirement, delegations, reviews, extensions, conversation, handOvers } = state;
  const asked = [requirement, ...extensions.map((extension) => extension.requirement)];
  const heard = [...reviews, ...extensions.flatMap((extension) => extension.reviews)];
  const people = [
    ...asked.flatMap(peopleOf),
    ...delegations.flatMap(({ delegator, delegate }) => [delegator, delegate]),
    ...handOvers.flatMap(({ from, to }) => [from, to]),
    ...conversation.map(({ by }) => by),
    ...heard.map(({ reviewer }) => reviewer),
    ...disputesOf(state).flatMap(({ objector, panel }) => [objector, ...panel.people]),
    request.requester,
  ];
  return new Map(
    people.flatMap(({ userId, name }) => (userId === undefined ? [] : [[userId, name] as const])),
  );
}

/** Whoever is not active in the CRM was left out of their role when the request was filed. */
function leftOutInWords(requirement: ResolvedRequirement): string {
  const people = rolesOf(requirement).flatMap(({ leftOut = [], label }) =>
    leftOut.map(({ name }) => `${name} as ${label}`),
  );
  return people.length === 0 ? '' : `. Left out, not active in the CRM: ${listInWords([...new Set(people)])}`;
}
/** Commands whose names do not read as words. */
const COMMAND_WORDS: Readonly<Record<string, string>> = {
  ask_extension: 'ask for an extension',
  withdraw_extension: 'withdraw an extension',
};

const CLOCK_WORDS = {
  approvers_reminded: 'Reminded those who have not decided',
  exception_escalated: 'Escalated the request: the manager may decide as well',
  exception_fell_back: 'Nobody has decided: the named role may decide as well',
  exception_lapsed: 'Nobody decided in time: the request has lapsed',
} as const;

function happeningInWords(
  happening: Happening,
  state: FiledState,
  nameOf: (userId: string) => string,
): string {
  const { request, additions } = state;
  switch (happening.type) {
    case 'exception_submitted':
      return `${filedInWords(happening.data, nameOf)}: ${request.exceptionType.label}, ${request.reasonCode.label} (policy version ${request.policyVersion})${leftOutInWords(request.requirement)}${linkedInWords(happening.data)}`;
    case 'exception_granted_in_bulk':
      return `Filed and approved by bulk request ${happening.data.bulkId}: ${request.exceptionType.label}, ${request.reasonCode.label} (policy version ${request.policyVersion})${linkedInWords(happening.data)}`;
    case 'review_recorded':
      return reviewInWords(happening.data, 'request', nameOf);
    case 'extension_reviewed':
      return reviewInWords(happening.data, 'extension', nameOf);
    case 'delegate_added':
    case 'delegate_removed':
    case 'approver_barred':
    case 'approver_readmitted':
      return delegationInWords(happening.type, happening.data.delegationId, state);
    case 'exception_approved':
      return 'All approvals are in: the exception is approved';
    case 'question_asked':
      return 'Asked for information';
    case 'question_answered':
      return 'Answered what was asked';
    case 'seat_handed_over': {
      const to = state.handOvers.find(({ at }) => at === happening.at)?.to.name;
      return `Handed the decision over${to === undefined ? '' : ` to ${to}`}`;
    }
    case 'notice_sent':
    case 'notice_failed': {
      const { kind, channel, to } = happening.data;
      const name = nameOf(to);
      const told = noticeInWords(kind, channel);
      return happening.type === 'notice_sent'
        ? `Told ${name}: ${told}`
        : `Could not tell ${name}: ${told}. They may not know`;
    }
    case 'approvers_added': {
      const addition = additions.find(({ at }) => at === happening.at);
      return addition ? additionInWords(addition) : 'Further people must decide';
    }
    case 'approvers_reminded':
    case 'exception_escalated':
    case 'exception_fell_back':
    case 'exception_lapsed':
      return `${CLOCK_WORDS[happening.type]}${lateInWords(happening.data.dueAt, happening.at)}`;
    case 'exception_rejected':
      return state.status === 'rejected'
        ? rejectionInWords(state.reason, state.roles)
        : 'The request is rejected';
    case 'exception_withdrawn':
      return 'Withdrew the request';
    case 'exception_activated':
      return 'Every change is on the record: the exception is active';
    case 'exception_ending':
      return `The exception ends: ${END_REASON_IN_WORDS[happening.data.reason]}`;
    case 'exception_ended':
      return 'The exception has ended';
    case 'dispute_opened':
      return `Objected to the exception: ${DISPUTE_GROUND_IN_WORDS[happening.data.ground]}`;
    case 'dispute_decided':
      return happening.data.outcome === 'upheld'
        ? 'Upheld the objection: the exception ends'
        : 'Dismissed the objection: the exception goes on';
    case 'dispute_closed':
      return disputeClosedInWords(happening);
    case 'group_settled':
      return groupInWords(happening.data);
    case 'extension_asked':
    case 'extension_approved':
    case 'extension_rejected':
    case 'extension_withdrawn':
    case 'extension_lapsed':
      return extensionInWords(happening);
    case 'break_glass_used':
    case 'approvers_skipped':
    case 'fields_remembered':
    case 'break_glass_confirmed':
    case 'exception_reverting':
    case 'fields_restored':
    case 'exception_reverted':
      return breakGlassInWords(happening, nameOf);
    case 'steps_failed':
      return 'A step failed for good: the request needs attention';
    case 'steps_retried':
      return 'Asked for the failed step to be tried again';
    case 'playbook_step_done':
      return stepDoneInWords(happening.data);
    case 'playbook_step_failed':
      return `${stepKindInWords(happening.data.kind)}: failed (${happening.data.code.replaceAll('_', ' ')})`;
    case 'change_judged':
    case 'change_remedied':
      return changeOfTrailInWords(happening, state, nameOf);
    case 'command_refused':
      return `Tried to ${COMMAND_WORDS[happening.data.command] ?? happening.data.command.replaceAll('_', ' ')} and was refused (${happening.data.code.replaceAll('_', ' ')})`;
  }
}

/** The record in the other CRM that a request governs too. */
function linkedInWords({
  linked,
}: Extract<Happening, { type: 'exception_submitted' | 'exception_granted_in_bulk' }>['data']): string {
  return linked ? `; it also governs the same record in ${linked.crm} (${linked.record.recordId})` : '';
}

function filedInWords(
  { automationId, inTheNameOf, retroactiveTo }: Extract<Happening, { type: 'exception_submitted' }>['data'],
  nameOf: (userId: string) => string,
): string {
  if (retroactiveTo !== undefined) return 'Filed the request afterwards, for a change made without leave';
  if (automationId === undefined || inTheNameOf === undefined) return 'Filed the request';
  return `Workflow ${automationId} filed the request in the name of ${nameOf(inTheNameOf)}`;
}

const CLOSED_WORDS = {
  stands: 'Nobody decided on the objection in time: the exception goes on',
  ends: 'Nobody decided on the objection in time: the exception ends',
  moot: 'The exception ended before the objection was decided',
} as const;

function disputeClosedInWords({ at, data }: Extract<Happening, { type: 'dispute_closed' }>): string {
  const late = data.dueAt === undefined ? '' : lateInWords(data.dueAt, at);
  return `${CLOSED_WORDS[data.status]}${late}`;
}

/** What became of a buying group's records: "Buying group: covered 12; 1 left to another exception". */
function groupInWords(counts: Extract<Happening, { type: 'group_settled' }>['data']): string {
  const parts = [
    counts.covered > 0 && `covered ${counts.covered}`,
    counts.yielded > 0 && `${counts.yielded} left to another exception`,
    counts.released > 0 && `released ${counts.released}`,
    counts.failed > 0 && `${counts.failed} could not be written`,
  ].filter((part) => part !== false);
  return `Records of the buying group: ${parts.join(', ')}`;
}

function reviewInWords(
  { outcome, inPlaceOf }: Extract<Happening, { type: 'review_recorded' }>['data'],
  what: 'request' | 'extension',
  nameOf: (userId: string) => string,
): string {
  const verb = outcome === 'approve' ? 'Approved' : 'Rejected';
  const places = inPlaceOf.length > 0 ? ` in place of ${listInWords(inPlaceOf.map(nameOf))}` : '';
  return `${verb} the ${what}${places}`;
}

function stepDoneInWords({
  kind,
  outcome,
  why,
}: Extract<Happening, { type: 'playbook_step_done' }>['data']): string {
  const step = stepKindInWords(kind);
  switch (outcome) {
    case 'written':
    case 'read':
      return `${step}: done`;
    case 'already_there':
      return `${step}: was done already`;
    case 'skipped':
      return `${step}: left out${why === undefined ? '' : ` (${why})`}`;
  }
}
