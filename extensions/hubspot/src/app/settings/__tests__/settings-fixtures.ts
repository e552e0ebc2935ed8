import type { AdminTaskView, CoverageItem, SettingsView } from '@handrail/contracts/settings';
import { manager, NOW, rep } from 'handrail-hubspot-cards/__tests__/card-fixtures.ts';

/** Settings of an account that nobody has checked yet. */
export function settingsView(changes: Partial<SettingsView> = {}): SettingsView {
  return {
    ok: true,
    now: NOW,
    viewer: manager,
    connection: {
      portalId: '7',
      auth: 'oauth',
      state: 'connected',
      installedBy: manager.name,
      connectedAt: '2026-11-01T09:00:00.000Z',
      token: 'Encrypted, good for 20 more minutes, and renewed by itself.',
      scopes: [
        { scope: 'tickets', need: 'required', why: 'Read tickets.', granted: 'yes' },
        { scope: 'automation', need: 'optional', why: 'Read workflows.', granted: 'no' },
      ],
    },
    policy: {
      version: 3,
      hash: 'ab'.repeat(32),
      publishedAt: '2026-11-10T09:00:00.000Z',
      publishedBy: manager.name,
      reason: 'A second approver for AMER',
      types: [{ id: 'strategic-logo', label: 'Strategic Logo', definition: 'A named account.' }],
    },
    channels: [
      { channel: 'crm_task', on: true, testable: false, lastSentAt: '2026-11-22T09:00:00.000Z' },
      { channel: 'slack', on: false, testable: false },
      {
        channel: 'email',
        on: true,
        testable: true,
        lastFailure: { at: '2026-11-22T09:00:00.000Z', why: 'no answer', willBeTriedAgain: true },
      },
    ],
    delegations: [
      {
        delegationId: 'd-1',
        delegator: manager,
        delegate: rep,
        from: '2026-11-20T23:00:00.000Z',
        until: '2026-11-30T22:59:59.000Z',
        reason: 'Parental leave',
        setBy: manager.name,
        hasBegun: true,
      },
    ],
    health: null,
    coverage: null,
    tasks: [],
    ...changes,
  };
}

/** A check that was started a moment ago. */
export function task(changes: Partial<AdminTaskView> = {}): AdminTaskView {
  return {
    kind: 'check_coverage',
    subject: '',
    state: 'running',
    startedBy: manager.name,
    startedAt: NOW,
    done: 0,
    ...changes,
  };
}

export function coverageItem(changes: Partial<CoverageItem> = {}): CoverageItem {
  return {
    automationId: '101',
    name: 'Route renewals',
    enabled: true,
    recordKind: 'deal',
    verdict: 'ignores',
    reason: 'unguarded',
    mechanism: null,
    writes: ['owner'],
    evidence: 'It sets the owner of every deal that enters.',
    path: ['A deal enters', 'It sets the owner'],
    ...changes,
  };
}

export const SUMMARY = {
  checkedAt: NOW,
  checkedBy: manager.name,
  total: 2,
  ignoring: 1,
  counts: { ignores: 1, partly: 0, needs_review: 0, not_visible: 0, respects: 1, does_not_write: 0 },
};

/** A reply with one page of the list. */
export function coveragePage(items: readonly CoverageItem[], matching = items.length) {
  return { ok: true, summary: SUMMARY, matching, offset: 0, items };
}
