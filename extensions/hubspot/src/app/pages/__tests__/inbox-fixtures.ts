import type { InboxItem, InboxReply } from '@handrail/contracts/inbox';
import { manager, NOW, request } from 'handrail-hubspot-cards/__tests__/card-fixtures.ts';

type Page = Extract<InboxReply, { ok: true }>;

/** A request that waits for the person who looks. */
export function item(requestId: string, overrides: Partial<InboxItem> = {}): InboxItem {
  const { steps: _steps, notices: _notices, can: _can, ...view } = request({ requestId });
  return {
    ...view,
    record: { objectType: 'deal', recordId: '55' },
    recordTitle: `Deal of ${requestId}`,
    whyMe: 'Sales manager. Amount is 82,000, at least 50,000.',
    canReview: true,
    can: { ask: true, answer: false, handOver: true },
    ...overrides,
  };
}

/** What the server answers to a question of the inbox. */
export function inboxPage(items: readonly InboxItem[], overrides: Partial<Page> = {}): Page {
  const count = items.length;
  return {
    ok: true,
    viewer: manager,
    now: NOW,
    scope: 'everything',
    counts: { waiting_for_me: count, all_open: count, decided_by_me: 0, all: count },
    matching: count,
    items: [...items],
    choices: {
      types: [{ value: 'strategic_logo', label: 'Strategic Logo' }],
      requesters: [{ value: 'ana.ruiz@example.test', label: 'Ana Ruiz' }],
    },
    ...overrides,
  };
}
