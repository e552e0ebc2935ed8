import type { CoverView, GroupView } from '@handrail/contracts/coverage';
import type { CoverageStatus, Precedence } from '@handrail/contracts/vocabulary';
import type { Coverage } from '../../../src/application/load-coverage.ts';
import { groupRuleOf, holdsRouting } from '../../../src/domain/buying-group/buying-group.ts';
import type { CoveredRecord } from '../../../src/domain/buying-group/covered-record.ts';
import { expiryOf } from '../../../src/domain/exception-request/extension.ts';
import type { FiledState } from '../../../src/domain/exception-request/state.ts';
import type { Cover } from '../../../src/ports/coverage-store.ts';

const PRECEDENCE_IN_WORDS: Readonly<Record<Precedence, string>> = {
  own_record:
    'A record with an exception of its own is governed by that; when it ends, this one covers the record again.',
  group:
    'This exception comes before one of a record itself; such a request is refused while this one lasts.',
};

/** What the request on a company covers; null when it covers the company only. */
export function presentGroup({ group }: Coverage, state: FiledState): GroupView | null {
  const rule = groupRuleOf(state.request);
  if (!group || !rule) return null;
  return {
    words: groupInWords(group.counts, holdsRouting(state)),
    precedence: PRECEDENCE_IN_WORDS[rule.precedence],
    counts: { ...group.counts },
    records: group.rows.map((row) => ({
      ...row.record,
      title: row.title,
      status: row.status,
      words: rowInWords(row),
    })),
  };
}

function groupInWords(counts: Readonly<Record<CoverageStatus, number>>, holds: boolean): string {
  const { covering, covered, yielded, released, failed } = counts;
  const parts = [
    `${holds ? 'Covers' : 'Still holds'} ${records(covered)}`,
    ...(covering > 0 ? [`${records(covering)} to be written`] : []),
    ...(yielded > 0 ? [`${records(yielded)} under another exception`] : []),
    ...(failed > 0 ? [`${records(failed)} that HubSpot refused`] : []),
    ...(released > 0 ? [`${records(released)} let go`] : []),
  ];
  return `${parts.join('; ')}.`;
}

function records(count: number): string {
  return count === 1 ? '1 record' : `${count} records`;
}

const STATUS_IN_WORDS: Readonly<Record<CoverageStatus, string>> = {
  covering: 'Is about to be held.',
  covered: 'Held.',
  yielded: 'Under another exception.',
  released: 'Let go.',
  failed: 'Could not be written; tried again at the next look.',
};

function rowInWords({ status, note }: CoveredRecord): string {
  return note === '' ? STATUS_IN_WORDS[status] : `${STATUS_IN_WORDS[status]} ${note}`;
}

/**
 * The companies' exceptions over a record, the one that governs first.
 *
 * @param own the record's own newest request
 */
export function presentCovers({ covers }: Coverage, own: FiledState | null): CoverView[] {
  return covers
    .map((cover) => presentCover(cover, own))
    .toSorted((a, b) => Number(b.governs) - Number(a.governs));
}

function presentCover({ row, request }: Cover, own: FiledState | null): CoverView {
  const { requestId, record, recordTitle, exceptionType } = request.state.request;
  const precedence = groupRuleOf(request.state.request)?.precedence ?? 'own_record';
  const ownGoverns = precedence === 'own_record' && own !== null && holdsRouting(own);
  const governs = !ownGoverns && (row.status === 'covered' || row.status === 'covering');
  return {
    requestId,
    company: { ...record },
    companyTitle: recordTitle,
    typeLabel: exceptionType.label,
    expiresAt: expiryOf(request.state),
    governs,
    words: coverInWords(row, precedence, { governs, ownGoverns }),
  };
}

function coverInWords(
  row: CoveredRecord,
  precedence: Precedence,
  { governs, ownGoverns }: { readonly governs: boolean; readonly ownGoverns: boolean },
): string {
  if (ownGoverns) {
    return "This record's own exception governs it. When that ends, the company's covers it again.";
  }
  if (!governs) return rowInWords(row);
  const held = 'Standard routing leaves this record alone as long as the company.';
  return precedence === 'group'
    ? `${held} The policy puts the company first: an exception of this record's own is refused meanwhile.`
    : `${held} It can still have an exception of its own, which then governs it.`;
}
