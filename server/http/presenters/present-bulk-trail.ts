import type { TrailEntryView } from '@handrail/contracts/card-view';
import { z } from 'zod';
import type { AuditEntry } from '../../../src/domain/audit/audit-entry.ts';
import type { BulkEvent } from '../../../src/domain/bulk-request/events.ts';
import type { FiledBulk } from '../../../src/domain/bulk-request/state.ts';
import { peopleOf } from '../../../src/domain/policy/requirement.ts';

const entrySchema = z.object({
  at: z.string(),
  type: z.string(),
  actor: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('user'), userId: z.string() }),
    z.object({ kind: z.literal('system') }),
  ]),
  data: z.object({
    records: z.number().optional(),
    leftOut: z.number().optional(),
    done: z.number().optional(),
    failed: z.number().optional(),
    outcome: z.string().optional(),
    code: z.string().optional(),
  }),
});
type Data = z.infer<typeof entrySchema>['data'];

const WORDS: Readonly<Record<BulkEvent['type'] | 'command_refused', (data: Data) => string>> = {
  bulk_submitted: () => 'Filed the bulk request',
  bulk_prepared: ({ records, leftOut }) => `Looked at every record: ${records} prepared, ${leftOut} left out`,
  bulk_refused: ({ code }) => `It cannot be carried out (${spaced(code)})`,
  bulk_asked: () => 'Asked the approvers',
  bulk_review_recorded: ({ outcome }) =>
    outcome === 'approve' ? 'Approved all records' : 'Rejected all records',
  bulk_approved: () => 'All approvals are in: the bulk request is approved',
  bulk_rejected: () => 'The bulk request is rejected',
  bulk_escalated: () => 'Escalated: the manager may decide as well',
  bulk_fell_back: () => 'Nobody has decided: the named role may decide as well',
  bulk_lapsed: () => 'Nobody decided in time: the bulk request has lapsed',
  bulk_withdrawn: () => 'Withdrew the bulk request',
  bulk_retried: () => 'Asked for the failed records to be tried again',
  bulk_needs_attention: ({ done, failed }) => `${done} done, ${failed} failed: it needs attention`,
  bulk_done: ({ done, leftOut }) => `Everything is done: ${done} carried out, ${leftOut} left out`,
  command_refused: ({ code }) => `Tried something and was refused (${spaced(code)})`,
};

/** The entries of a bulk request in words, in their order. */
export function presentBulkTrail(state: FiledBulk, entries: readonly AuditEntry[]): TrailEntryView[] {
  const names = namesOf(state);
  return entries.map(({ seq, body, hash }) => {
    const { at, type, actor, data } = entrySchema.parse(JSON.parse(body));
    return {
      seq,
      at,
      who: actor.kind === 'system' ? 'Handrail' : (names.get(actor.userId) ?? `User ${actor.userId}`),
      what: isKnown(type) ? WORDS[type](data) : spaced(type),
      hash,
    };
  });
}

function isKnown(type: string): type is keyof typeof WORDS {
  return Object.hasOwn(WORDS, type);
}

function namesOf({ bulk, requirement, reviews }: FiledBulk): ReadonlyMap<string, string> {
  const asked = requirement ? peopleOf(requirement) : [];
  const people = [...asked, ...reviews.map(({ reviewer }) => reviewer), bulk.requester];
  return new Map(
    people.flatMap(({ userId, name }) => (userId === undefined ? [] : [[userId, name] as const])),
  );
}

function spaced(code = 'unknown'): string {
  return code.replaceAll('_', ' ');
}
