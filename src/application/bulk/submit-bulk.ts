import type { ObjectType } from '@handrail/contracts/vocabulary';
import { canonicalJson } from '../../domain/audit/canonical-json.ts';
import type { BulkRequest, BulkSource } from '../../domain/bulk-request/state.ts';
import { checkFilledForm } from '../../domain/exception-request/check-form.ts';
import type { StoredBulk } from '../../ports/bulk-requests.ts';
import { ConcurrencyConflict, type HandoffTransaction } from '../../ports/unit-of-work.ts';
import type { AppContext, Caller } from '../context.ts';
import { findProposed, findType, loadChoices } from '../evaluate-draft.ts';
import { personOf } from '../people.ts';
import { findPolicyInForce } from '../published-policy.ts';
import { Refusal } from '../refusal.ts';
import { applyBulkCommand } from './apply-bulk-command.ts';
import { findBulk } from './find-bulk.ts';

/** The most record ids one bulk request can be given; a list of the CRM may hold more. */
export const MAX_BULK_IDS = 10_000;

/** Which records: ids, or a list of the CRM by its id or name. */
export type RecordsWanted = { readonly recordIds: readonly string[] } | { readonly list: string };

/** A filled bulk form. */
export interface BulkSubmission {
  /** Made by the client once per form; a repeated call with the same content files nothing new. */
  readonly idempotencyKey: string;
  readonly objectType: ObjectType;
  readonly records: RecordsWanted;
  readonly exceptionTypeId: string;
  readonly reasonCode: string;
  readonly reason: string;
  readonly proposedOwnerId?: string | undefined;
  readonly proposedStageId?: string | undefined;
  /** ISO 8601 instant. */
  readonly expiresAt: string;
  readonly asks: BulkRequest['asks'];
}

/**
 * Files one request for many records. What is the same for all of them is checked now; the records themselves are
 * looked at in the background, and nobody is asked before each has been.
 *
 * Idempotent by `idempotencyKey` for one caller.
 *
 * @throws Refusal when the form cannot be filed for any record, or there is no such list; CrmError when a list is
 * named and the CRM does not answer
 */
export async function submitBulk(
  context: AppContext,
  caller: Caller,
  submission: BulkSubmission,
): Promise<StoredBulk> {
  const { idempotencyKey, ...content } = submission;
  const contentHash = context.sha256(canonicalJson({ bulk: true, userId: caller.userId, ...content }));
  const { repeated, policy } = await context.unitOfWork.transact(caller.tenantId, async (tx) => ({
    repeated: await findRepeat(tx, idempotencyKey, contentHash),
    policy: await findPolicyInForce(tx, caller.tenantId),
  }));
  if (repeated) return repeated;

  const { objectType, exceptionTypeId } = submission;
  const recordIds = 'recordIds' in submission.records ? [...new Set(submission.records.recordIds)] : [];
  if (recordIds.length > MAX_BULK_IDS) throw tooMany(recordIds.length);
  const type = findType(policy, { exceptionTypeId, record: { objectType } });
  const proposes = submission.proposedOwnerId !== undefined || submission.proposedStageId !== undefined;
  const [requester, choices, source] = await Promise.all([
    personOf(context.crmOf(caller.tenantId), caller),
    proposes
      ? loadChoices(context, caller, { objectType, recordId: recordIds[0] ?? '' })
      : { owners: [], stages: [] },
    sourceOf(context, caller, submission, recordIds.length),
  ]);
  const proposed = findProposed(submission, choices);
  const now = context.clock.now();
  const [rejection] = checkFilledForm({ ...submission, exceptionType: type, proposed }, now);
  if (rejection) throw new Refusal(rejection);
  const reasonCode = type.reasons.codes.find(({ id }) => id === submission.reasonCode);
  if (!reasonCode) throw new Error('a bulk form passed its check unfilled (this is a bug)');
  const bulk: BulkRequest = {
    bulkId: context.ids.bulkId(),
    objectType,
    source,
    exceptionType: { id: type.id, label: type.label },
    reasonCode,
    reason: submission.reason.trim(),
    requester,
    proposed,
    expiresAt: submission.expiresAt,
    submittedAt: now.toISOString(),
    policyVersion: policy.version,
    policyHash: policy.hash,
    asks: submission.asks,
  };
  const file = async (tx: HandoffTransaction): Promise<StoredBulk> => {
    const earlier = await findRepeat(tx, idempotencyKey, contentHash);
    if (earlier) return earlier;
    const stored = await applyBulkCommand(context, tx, null, { type: 'submit', bulk });
    await tx.addBulkItems(bulk.bulkId, recordIds);
    await tx.saveSubmission(idempotencyKey, { requestId: bulk.bulkId, contentHash });
    return stored;
  };
  try {
    return await context.unitOfWork.transact(caller.tenantId, file);
  } catch (error) {
    if (!(error instanceof ConcurrencyConflict)) throw error;
    // One form came twice in the same moment: the second look finds what the first one filed.
    return context.unitOfWork.transact(caller.tenantId, file);
  }
}

async function sourceOf(
  { crmOf }: AppContext,
  { tenantId }: Caller,
  { objectType, records }: BulkSubmission,
  different: number,
): Promise<BulkSource> {
  if ('recordIds' in records) return { kind: 'ids', doubled: records.recordIds.length - different };
  const list = await crmOf(tenantId).findRecordList(objectType, records.list);
  if (list) return { kind: 'list', ...list };
  throw new Refusal({
    code: 'list_not_found',
    message: `The CRM has no ${objectType} list with this id or name. Check the spelling; a list of another record type does not count.`,
  });
}

async function findRepeat(
  tx: HandoffTransaction,
  idempotencyKey: string,
  contentHash: string,
): Promise<StoredBulk | null> {
  const submission = await tx.findSubmission(idempotencyKey);
  if (!submission) return null;
  if (submission.contentHash === contentHash) return findBulk(tx, submission.requestId);
  throw new Refusal({
    code: 'idempotency_key_reused',
    message: 'This form was submitted before with other content. Reload the page and file it again.',
  });
}

function tooMany(count: number): Refusal {
  return new Refusal({
    code: 'too_many_records',
    message: `${count} record ids are too many: one bulk request takes ${MAX_BULK_IDS}. Put the records on a list in the CRM and name the list, or file them in parts.`,
  });
}
