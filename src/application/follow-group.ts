import { groupRuleOf, holdsRouting } from '../domain/buying-group/buying-group.ts';
import { expiryOf } from '../domain/exception-request/extension.ts';
import type { FiledState, RequestState } from '../domain/exception-request/state.ts';
import type { BuyingGroup } from '../ports/coverage-store.ts';
import type { HandoffTransaction } from '../ports/unit-of-work.ts';

/** How long after one look at the CRM the next one comes, for records that were created or joined meanwhile. */
export const SWEEP_EVERY_MS = 5 * 60_000;

/**
 * Lets buying groups follow a request that changed, in the same transaction: a group begins with the hold of its
 * company and is over with it; a record whose own exception is granted passes to that at once.
 */
export async function followGroup(
  tx: HandoffTransaction,
  before: RequestState,
  after: FiledState,
  now: Date,
): Promise<void> {
  const held = before.status !== 'none' && holdsRouting(before);
  const holds = holdsRouting(after);
  if (held && holds && expiryOf(before) !== expiryOf(after)) await followEnd(tx, after);
  if (held === holds) return;
  const rule = groupRuleOf(after.request);
  if (rule) {
    await tx.coverage.saveGroup(
      holds ? begun(after, now) : over(await tx.coverage.lockGroup(after.request.requestId), after, now),
    );
    await tx.enqueue({ kind: 'cover_group', requestId: after.request.requestId });
  }
  if (holds) await yieldTo(tx, after);
}

function begun({ request }: FiledState, now: Date): BuyingGroup {
  return {
    requestId: request.requestId,
    company: request.record,
    status: 'living',
    round: 1,
    position: firstLook(request.playbook.onApproval),
    overAt: null,
    nextSweepAt: sweepAfter(now),
  };
}

function over(group: BuyingGroup | null, state: FiledState, now: Date): BuyingGroup {
  return {
    ...(group ?? begun(state, now)),
    status: 'over',
    position: { phase: 'settle', after: null },
    overAt: now.toISOString(),
    nextSweepAt: sweepAfter(now),
  };
}

/** The company's exception was extended: its records carry the new end, too. */
async function followEnd(tx: HandoffTransaction, { request }: FiledState): Promise<void> {
  const group = groupRuleOf(request) && (await tx.coverage.lockGroup(request.requestId));
  if (!group) return;
  // A look that is under way settles all records after it.
  if (group.position?.phase !== 'look') {
    await tx.coverage.saveGroup({ ...group, position: { phase: 'settle', after: null } });
  }
  await tx.enqueue({ kind: 'cover_group', requestId: request.requestId });
}

/** Where a look at the CRM begins. */
export function firstLook(steps: FiledState['request']['playbook']['onApproval']): BuyingGroup['position'] {
  const step = steps.find(({ kind }) => kind === 'hold_associated');
  const [objectType] = step?.kind === 'hold_associated' ? step.objects : [];
  return objectType ? { phase: 'look', objectType, after: null } : { phase: 'settle', after: null };
}

/** When a group is looked at next. */
export function sweepAfter(now: Date): string {
  return new Date(now.getTime() + SWEEP_EVERY_MS).toISOString();
}

/** From here on the record's own exception holds it: its tag is the next thing that is written there. */
async function yieldTo(tx: HandoffTransaction, { request }: FiledState): Promise<void> {
  for (const { row, group, request: company } of await tx.coverage.coversOf(request.record)) {
    const rule = groupRuleOf(company.state.request);
    if (group.status !== 'living' || rule?.precedence !== 'own_record') continue;
    await tx.coverage.saveCovered({
      ...row,
      status: 'yielded',
      written: null,
      attempt: null,
      note: `Its own exception (${request.exceptionType.label}) governs it.`,
    });
  }
}
