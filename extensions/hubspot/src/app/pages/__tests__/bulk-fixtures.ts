import type { BulkFormReply, BulkListReply, BulkReply, BulkView } from '@handrail/contracts/bulk';
import { decision, manager, NOW, rep, standardCard } from 'handrail-hubspot-cards/__tests__/card-fixtures.ts';

const COUNTS = { total: 3, waiting: 0, prepared: 2, left_out: 1, carrying_out: 0, done: 0, failed: 0 };
const NOTHING = { review: false, ask: false, withdraw: false, retry: false };

/** A bulk request of Ana Ruiz's for three deals, one of which was left out. */
export function bulk(overrides: Partial<BulkView> = {}): BulkView {
  const [asked] = decision.asked;
  if (!asked) throw new Error('the fixtures ask somebody');
  const example = { recordId: '55', title: 'Nordbank – platform' };
  return {
    bulkId: 'bulk_1',
    version: 3,
    status: 'pending',
    objectType: 'deal',
    source: 'the ids given',
    typeLabel: 'Data Fix',
    reasonLabel: 'Wrong country',
    reason: 'The import of Monday set the wrong country.',
    requester: rep,
    submittedAt: '2026-11-23T12:00:00.000Z',
    expiresAt: '2026-11-30T22:59:59.000Z',
    policyVersion: 4,
    changes: [],
    counts: COUNTS,
    asked: [{ ...asked, records: 2, example }],
    rows: [
      {
        id: 'large_deal',
        label: 'Large deal',
        records: 2,
        unknown: 1,
        because: 'Amount is 82,000, at least 50,000.',
        example,
      },
    ],
    reviews: [],
    waitingFor: [manager],
    clock: [],
    next: 'Waiting for Tom Becker to decide on 2 records.',
    ...overrides,
    can: { ...NOTHING, ...overrides.can },
  };
}

export function counts(changes: Partial<BulkView['counts']>): BulkView['counts'] {
  return { ...COUNTS, ...changes };
}

export function bulkReply(overrides: Partial<BulkView> = {}): BulkReply {
  return { ok: true, bulk: bulk(overrides) };
}

export function bulkList(...bulks: readonly BulkView[]): BulkListReply {
  return { ok: true, now: NOW, bulks: [...bulks] };
}

export function bulkForm(): BulkFormReply {
  const { form } = standardCard();
  if (!form) throw new Error('the fixtures have a form');
  const { currentOwner: _owner, currentStage: _stage, ...rest } = form;
  return { ok: true, form: rest };
}

export const LEFT_OUT = {
  ok: true,
  items: [
    {
      recordId: '404',
      title: '404',
      outcome: 'left_out',
      code: 'record_not_found',
      words: 'The CRM has no deal with this id. Check the id, "404".',
    },
  ],
};
