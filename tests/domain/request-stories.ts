import type { RequestStatus, RevertReason } from '../../src/contracts/vocabulary.ts';
import type { RequestCommand } from '../../src/domain/exception-request/commands.ts';
import type { RequestEvent } from '../../src/domain/exception-request/events.ts';
import type { ExceptionRequest } from '../../src/domain/exception-request/state.ts';
import type { Person } from '../../src/domain/policy/facts.ts';
import { exceptionRequest, LEAD, REP } from '../fixtures/exception-request.ts';
import { NOW } from './given-when-then.ts';

export const SECOND: Person = { email: 'otto.ops@example.com', name: 'Otto Ops', userId: '701' };
export const STRANGER: Person = { email: 'zoe@example.com', name: 'Zoe Zimmer', userId: '901' };

/** A request that LEAD and SECOND must both approve within two days of `NOW`. */
export const REQUEST: ExceptionRequest = exceptionRequest({
  clock: {
    calendarLabel: 'Berlin',
    timeZone: 'Europe/Berlin',
    dues: [
      { kind: 'remind', dueAt: '2026-11-03T16:00:00.000Z' },
      {
        kind: 'escalate',
        dueAt: '2026-11-04T10:00:00.000Z',
        standIn: { role: 'manager', label: 'Manager', people: [] },
      },
      { kind: 'lapse', dueAt: '2026-11-05T10:00:00.000Z' },
    ],
  },
  requirement: {
    kind: 'all_of',
    of: [LEAD, SECOND].map((person) => ({
      kind: 'role',
      role: person.name,
      label: person.name,
      approve: 1,
      deny: 1,
      distinctFrom: [],
      delegable: true,
      people: [person],
      because: person.name,
    })),
  },
});

export const submitted: RequestEvent = { type: 'exception_submitted', at: NOW, request: REQUEST };
export const approved: RequestEvent = { type: 'exception_approved', at: NOW };
export function rejected(role: string): RequestEvent {
  return { type: 'exception_rejected', at: NOW, reason: 'denied', roles: [role] };
}
export const withdrawn: RequestEvent = { type: 'exception_withdrawn', at: NOW, by: REP };
export const activated: RequestEvent = { type: 'exception_activated', at: NOW };
export const ended: RequestEvent = { type: 'exception_ended', at: NOW };

export function reviewed(reviewer: Person, outcome: 'approve' | 'reject' = 'approve'): RequestEvent {
  return { type: 'review_recorded', at: NOW, review: { reviewer, outcome, comment: 'Fine.', at: NOW } };
}

export function ending(by: Person | null = REP): RequestEvent {
  return { type: 'exception_ending', at: NOW, reason: by ? 'closed' : 'expired', by };
}

export function failed(phase: 'grant' | 'end'): RequestEvent {
  const failure = { stepKey: `req-1:${phase}:1`, phase, message: 'The CRM refused the owner.', at: NOW };
  return { type: 'steps_failed', at: NOW, failure };
}

export function review(reviewer: Person, outcome: 'approve' | 'reject' = 'approve'): RequestCommand {
  return { type: 'review', reviewer, outcome, comment: 'Fine.', delegations: [] };
}

export function end(by: Person | null = REP): RequestCommand {
  return { type: 'end', reason: by ? 'closed' : 'expired', by };
}

export function asked(by: Person = LEAD, text = 'Who is the sponsor?'): RequestEvent {
  return { type: 'question_asked', at: NOW, message: { kind: 'question', by, text, at: NOW } };
}

export function answered(by: Person = REP, text = 'Dana Kim.'): RequestEvent {
  return { type: 'question_answered', at: NOW, message: { kind: 'answer', by, text, at: NOW } };
}

export function handedOver(from: Person, to: Person): RequestEvent {
  return { type: 'seat_handed_over', at: NOW, handOver: { from, to, reason: 'On leave.', at: NOW } };
}

/** The same request with terms for extensions: twice by thirty days. */
export const EXTENDABLE: ExceptionRequest = {
  ...REQUEST,
  extensionTerms: { most: 2, days: 30, reasonMinLength: 10 },
};

/** The same request when REP had it take effect at once; its review is owed the next day. */
export const AT_ONCE: ExceptionRequest = {
  ...REQUEST,
  breakGlass: { reason: 'The customer waits on the phone.', dueAt: '2026-11-04T10:00:00.000Z' },
};

export const atOnce: readonly RequestEvent[] = [
  { type: 'exception_submitted', at: NOW, request: AT_ONCE },
  {
    type: 'break_glass_used',
    at: NOW,
    by: REP,
    dueAt: '2026-11-04T10:00:00.000Z',
    reason: 'The customer waits on the phone.',
  },
  { type: 'approvers_skipped', at: NOW, people: [LEAD, SECOND] },
];

export function reverting(
  reason: RevertReason,
  by: Person | null = null,
  roles: readonly string[] = [],
): RequestEvent {
  return { type: 'exception_reverting', at: NOW, reason, by, roles };
}

const grantedStory = [submitted, reviewed(LEAD), reviewed(SECOND), approved];
const activeStory = [...grantedStory, activated];

/** How a request comes to each status. `needs_attention` is reached from a grant that failed. */
export const STORIES: Readonly<Record<RequestStatus, readonly RequestEvent[]>> = {
  pending: [submitted],
  info_requested: [submitted, asked()],
  approved: grantedStory,
  active: activeStory,
  needs_attention: [...grantedStory, failed('grant')],
  ending: [...activeStory, ending()],
  ended: [...activeStory, ending(), ended],
  reverting: [...atOnce, activated, reverting('refused', null, [LEAD.name])],
  reverted: [
    ...atOnce,
    activated,
    reverting('refused', null, [LEAD.name]),
    { type: 'fields_restored', at: NOW, left: [] },
    { type: 'exception_reverted', at: NOW },
  ],
  rejected: [submitted, reviewed(LEAD, 'reject'), rejected(LEAD.name)],
  withdrawn: [submitted, withdrawn],
  lapsed: [submitted, { type: 'exception_lapsed', at: NOW, dueAt: NOW }],
};

/** A request whose end failed. */
export const FAILED_END = [...activeStory, ending(), failed('end')];
