import type { Delegation } from '../domain/delegation/delegation.ts';
import { delegationEvents } from '../domain/exception-request/decide-delegations.ts';
import {
  ConcurrencyConflict,
  type HandoffTransaction,
  type ListPosition,
  type StoredRequest,
} from '../ports/unit-of-work.ts';
import { applyCommand } from './apply-command.ts';
import type { AppContext } from './context.ts';
import { findRequest } from './find-request.ts';

const BATCH = 100;
const ATTEMPTS = 3;

/**
 * Lets open requests follow delegations that began or ended since the last look: delegates are added and leave again,
 * a transaction and an audit entry each. Safe to repeat, to break off and to run on several instances; a delegation
 * counts as dealt with only when every request was.
 *
 * @returns how many requests were changed
 * @throws the first failure, after all other requests had their turn
 */
export async function applyDueDelegations(context: AppContext, tenantId: string): Promise<number> {
  const { unitOfWork, clock } = context;
  const now = clock.now();
  const { due, standing } = await unitOfWork.transact(tenantId, async (tx) => ({
    due: await tx.findDueDelegations(now, BATCH),
    standing: await tx.listDelegations({ notOverAt: now }),
  }));
  if (due.length === 0) return 0;

  const seen = new Set<string>();
  const failures: unknown[] = [];
  let changed = 0;
  for (const email of peopleTouchedBy(
    due.map(({ delegation }) => delegation),
    standing,
  )) {
    for await (const { state } of openRequestsOf(context, tenantId, email)) {
      const { requestId } = state.request;
      if (seen.has(requestId)) continue;
      seen.add(requestId);
      if (delegationEvents(state, standing, now.toISOString()).length === 0) continue;
      try {
        if (await applyTo(context, tenantId, requestId)) changed += 1;
      } catch (error) {
        failures.push(error);
      }
    }
  }
  if (failures.length > 0) throw failures[0];
  await unitOfWork.transact(tenantId, async (tx) => {
    for (const one of due) await tx.markDelegationApplied(one, now);
  });
  return changed;
}

/** Delegations that matter to a request at the clock's time. */
export async function delegationsNow(
  { clock }: Pick<AppContext, 'clock'>,
  tx: HandoffTransaction,
): Promise<readonly Delegation[]> {
  return tx.listDelegations({ notOverAt: clock.now() });
}

/**
 * Those whose requests can look different now: both people of a delegation, and whoever named the delegator as their
 * own delegate, because nobody stands in for others while they are away.
 */
function peopleTouchedBy(due: readonly Delegation[], standing: readonly Delegation[]): ReadonlySet<string> {
  return new Set(
    due.flatMap(({ delegator, delegate }) => [
      delegator.email,
      delegate.email,
      ...standing.filter((one) => one.delegate.email === delegator.email).map((one) => one.delegator.email),
    ]),
  );
}

async function* openRequestsOf(
  { unitOfWork }: AppContext,
  tenantId: string,
  email: string,
): AsyncGenerator<StoredRequest> {
  let after: ListPosition | undefined;
  for (;;) {
    const page = await unitOfWork.transact(tenantId, (tx) =>
      tx.listRequests(
        { party: email, open: true },
        { order: 'oldest_first', limit: BATCH, ...(after && { after }) },
      ),
    );
    yield* page;
    const last = page.at(-1)?.state.request;
    if (!last || page.length < BATCH) return;
    after = { submittedAt: last.submittedAt, requestId: last.requestId };
  }
}

/** Somebody may decide at the same moment: the next attempt looks at what they left. */
async function applyTo(context: AppContext, tenantId: string, requestId: string): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await context.unitOfWork.transact(tenantId, async (tx) => {
        const stored = await findRequest(tx, requestId);
        const delegations = await delegationsNow(context, tx);
        const command = { type: 'apply_delegations', delegations } as const;
        return (await applyCommand(context, tx, stored, command)) !== stored;
      });
    } catch (error) {
      if (attempt === ATTEMPTS || !(error instanceof ConcurrencyConflict)) throw error;
    }
  }
}
