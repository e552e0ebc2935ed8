import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { combineChanges } from '../../server/tenants/combine-changes.ts';
import type { ChangedRecord, RecordChanges } from '../../src/ports/record-changes.ts';

/** A CRM that tells of its changes in pages of a size, oldest first. */
function crmWith(records: readonly ChangedRecord[], pageSize: number): RecordChanges {
  const sorted = records.toSorted((a, b) => Date.parse(a.modifiedAt) - Date.parse(b.modifiedAt));
  return {
    readChanges: async (refs) => refs.map(() => null),
    changedRecords: async (_objectType, since, after) => {
      const due = sorted.filter(({ modifiedAt }) => Date.parse(modifiedAt) >= since.getTime());
      const start = after === undefined ? 0 : Number(after);
      const page = due.slice(start, start + pageSize);
      const isLast = start + pageSize >= due.length;
      return { records: page, ...(!isLast && { next: String(start + pageSize) }) };
    },
  };
}

const START = Date.parse('2026-11-23T10:00:00.000Z');

function recordsOf(idOf: (n: number) => string): fc.Arbitrary<readonly ChangedRecord[]> {
  return fc.array(fc.nat(40), { maxLength: 30 }).map((seconds) =>
    seconds.map((second, n) => ({
      recordId: idOf(n),
      modifiedAt: new Date(START + second * 1000).toISOString(),
    })),
  );
}

it('tells of every change of both CRMs once, and of none before an older one, whatever the pages', async () => {
  await fc.assert(
    fc.asyncProperty(
      recordsOf((n) => String(n + 1)),
      recordsOf((n) => `006Hr00000000${String(n).padStart(2, '0')}AAA`),
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 1, max: 7 }),
      fc.nat(20),
      async (ofHubSpot, ofSalesforce, hubspotPage, salesforcePage, skippedSeconds) => {
        const both = combineChanges(async () => ({
          hubspot: crmWith(ofHubSpot, hubspotPage),
          salesforce: crmWith(ofSalesforce, salesforcePage),
        }));
        const since = new Date(START + skippedSeconds * 1000);
        const told: ChangedRecord[] = [];
        let after: string | undefined;
        do {
          const page = await both.changedRecords('deal', since, after);
          told.push(...page.records);
          after = page.next;
        } while (after !== undefined);
        const moments = told.map(({ modifiedAt }) => Date.parse(modifiedAt));
        expect(moments).toEqual(moments.toSorted((a, b) => a - b));
        const due = [...ofHubSpot, ...ofSalesforce].filter(
          ({ modifiedAt }) => Date.parse(modifiedAt) >= since.getTime(),
        );
        expect(told.map(({ recordId }) => recordId).toSorted()).toEqual(
          due.map(({ recordId }) => recordId).toSorted(),
        );
      },
    ),
  );
});
