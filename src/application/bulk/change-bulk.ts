import type { ReviewOutcome } from '@handrail/contracts/vocabulary';
import { auditActor } from '../../domain/audit/audit-of-event.ts';
import type { BulkCommand } from '../../domain/bulk-request/commands.ts';
import type { Delegation } from '../../domain/delegation/delegation.ts';
import type { Person } from '../../domain/policy/facts.ts';
import type { StoredBulk } from '../../ports/bulk-requests.ts';
import { ConcurrencyConflict } from '../../ports/unit-of-work.ts';
import { delegationsNow } from '../apply-delegations.ts';
import type { AppContext, Caller } from '../context.ts';
import { personOf } from '../people.ts';
import { Refusal } from '../refusal.ts';
import { applyBulkCommand } from './apply-bulk-command.ts';
import { findVisibleBulk } from './find-bulk.ts';
import { freezeBulkClock, loadBulkPolicy } from './judge-record.ts';

/** Refusals that say somebody tried what they have no right to: they enter the trail. */
const AUDITED: ReadonlySet<Refusal['code']> = new Set([
  'not_an_approver',
  'own_request',
  'delegate_of_requester',
  'not_permitted',
]);
/** Preparation saves a page every moment; what a person wants is not lost to it. */
const ATTEMPTS = 10;

/** What an approver decided, on which version of the bulk request. */
export interface BulkReview {
  readonly bulkId: string;
  readonly outcome: ReviewOutcome;
  readonly comment: string;
  readonly version: number;
}

/**
 * Records one approver's decision on all records. Two decisions at the same time: one is taken, the other refused
 * with `changed_meanwhile`. The facts are read again when the bulk request is carried out.
 *
 * @throws Refusal; attempts without the right are audited
 */
export async function reviewBulk(
  context: AppContext,
  caller: Caller,
  { bulkId, outcome, comment, version }: BulkReview,
): Promise<StoredBulk> {
  return changeBulk(
    context,
    caller,
    bulkId,
    (reviewer, _, delegations) => ({ type: 'review', reviewer, outcome, comment, delegations }),
    version,
  );
}

/** Puts a prepared bulk request to its approvers; their clock starts now. @throws Refusal */
export async function askBulk(context: AppContext, caller: Caller, bulkId: string): Promise<StoredBulk> {
  const { state } = await context.unitOfWork.transact(caller.tenantId, (tx) =>
    findVisibleBulk(tx, caller, bulkId, context.clock.now()),
  );
  const pinned = await loadBulkPolicy(context, caller.tenantId, state.bulk);
  return changeBulk(context, caller, bulkId, (by, stored) => ({
    type: 'ask',
    by,
    clock: freezeBulkClock(pinned, stored.state, context.clock.now()),
  }));
}

/** Takes a bulk request back that is not decided yet, also while it is being prepared. @throws Refusal */
export async function withdrawBulk(context: AppContext, caller: Caller, bulkId: string): Promise<StoredBulk> {
  return changeBulk(context, caller, bulkId, (by) => ({ type: 'withdraw', by }));
}

/** Tries what failed again; what is done stays as it is. @throws Refusal */
export async function retryBulk(context: AppContext, caller: Caller, bulkId: string): Promise<StoredBulk> {
  return changeBulk(context, caller, bulkId, (by) => ({ type: 'retry', by }));
}

async function changeBulk(
  context: AppContext,
  caller: Caller,
  bulkId: string,
  commandOf: (by: Person, stored: StoredBulk, delegations: readonly Delegation[]) => BulkCommand,
  version?: number,
): Promise<StoredBulk> {
  const by = await personOf(context.crmOf(caller.tenantId), caller);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await context.unitOfWork.transact(caller.tenantId, async (tx) => {
        const stored = await findVisibleBulk(tx, caller, bulkId, context.clock.now());
        const delegations = await delegationsNow(context, tx);
        const changed = await applyBulkCommand(context, tx, stored, commandOf(by, stored, delegations));
        if (changed !== stored && version !== undefined && stored.version !== version)
          throw changedMeanwhile();
        return changed;
      });
    } catch (error) {
      if (error instanceof ConcurrencyConflict) {
        if (version === undefined && attempt < ATTEMPTS) continue;
        throw changedMeanwhile();
      }
      if (error instanceof Refusal && AUDITED.has(error.code))
        await auditRefusal(context, caller, bulkId, by, error);
      throw error;
    }
  }
}

async function auditRefusal(
  { unitOfWork, clock }: AppContext,
  { tenantId }: Caller,
  bulkId: string,
  by: Person,
  { code }: Refusal,
): Promise<void> {
  await unitOfWork.transact(tenantId, (tx) =>
    tx.appendAudit([
      {
        at: clock.now().toISOString(),
        type: 'command_refused',
        requestId: bulkId,
        actor: auditActor(by),
        data: { code },
      },
    ]),
  );
}

function changedMeanwhile(): Refusal {
  return new Refusal({
    code: 'changed_meanwhile',
    message:
      'Somebody else changed this bulk request a moment ago, so yours was not taken. Look at it again.',
  });
}
