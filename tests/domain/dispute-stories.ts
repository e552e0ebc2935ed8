import type { RequestCommand } from '../../src/domain/exception-request/commands.ts';
import type { Dispute } from '../../src/domain/exception-request/dispute.ts';
import type { RequestEvent } from '../../src/domain/exception-request/events.ts';
import type { Person } from '../../src/domain/policy/facts.ts';
import type { FrozenDisputeRule } from '../../src/domain/policy/freeze-dispute-rule.ts';
import { LEAD } from '../fixtures/exception-request.ts';
import { NOW } from './given-when-then.ts';
import { REQUEST, STORIES } from './request-stories.ts';

export const OWNER: Person = { email: 'omar.owner@example.com', name: 'Omar Owner', userId: '801' };
export const JUDGE: Person = { email: 'jo.judge@example.com', name: 'Jo Judge', userId: '802' };
export const BOARD: Person = { email: 'bea.board@example.com', name: 'Bea Board', userId: '803' };

/** The deal desk is LEAD, who approved, and JUDGE; behind it stands the board. Decided within eight hours. */
export const RULE: FrozenDisputeRule = {
  by: [{ role: 'region_lead', label: 'Region lead', people: [LEAD] }],
  decidedBy: { role: 'deal_desk', label: 'Deal desk', people: [LEAD, JUDGE] },
  fallBack: { role: 'board', label: 'Board', people: [BOARD] },
  calendarLabel: 'Berlin',
  calendar: {
    timeZone: 'Europe/Berlin',
    week: [0, 1, 2, 3, 4, 5, 6].map((day) => (day < 5 ? { from: 540, to: 1050 } : null)),
    holidays: [],
  },
  within: 8,
  ifUndecided: 'stands',
};

export const DISPUTABLE = { ...REQUEST, disputeRule: RULE };

/** An active exception that can be objected to. */
export function activeWith(rule: FrozenDisputeRule | undefined = RULE): readonly RequestEvent[] {
  const { disputeRule: _, ...plain } = DISPUTABLE;
  const request = rule ? { ...DISPUTABLE, disputeRule: rule } : plain;
  return STORIES.active.map((event) =>
    event.type === 'exception_submitted' ? { ...event, request } : event,
  );
}

export function object(by: Person, changes: Partial<Extract<RequestCommand, { type: 'object' }>> = {}) {
  return {
    type: 'object',
    by,
    owner: OWNER,
    ground: 'reason_not_true',
    reason: 'Nobody of ours has met their board.',
    ...changes,
  } as const satisfies RequestCommand;
}

/** Filed on Tuesday 11:00 in Berlin: eight business hours end on Wednesday at 10:30. */
export const DISPUTE: Dispute = {
  number: 1,
  objector: OWNER,
  standing: 'owner',
  ground: 'reason_not_true',
  reason: 'Nobody of ours has met their board.',
  openedAt: NOW,
  dueAt: '2026-11-04T09:30:00.000Z',
  panel: { role: 'deal_desk', label: 'Deal desk', people: [JUDGE] },
  status: 'open',
};

export const opened: RequestEvent = { type: 'dispute_opened', at: NOW, dispute: DISPUTE };

export function ruled(outcome: 'upheld' | 'dismissed', by: Person = JUDGE): RequestCommand {
  return { type: 'decide_dispute', by, outcome, comment: 'I asked the customer.' };
}

export function decided(outcome: 'upheld' | 'dismissed', number = 1): RequestEvent {
  return { type: 'dispute_decided', at: NOW, number, outcome, by: JUDGE, comment: 'I asked the customer.' };
}
