import type { ReviewOutcome } from '@handrail/contracts/vocabulary';
import { auditActor } from '../domain/audit/audit-of-event.ts';
import type { RequestCommand } from '../domain/exception-request/commands.ts';
import type { Person } from '../domain/policy/facts.ts';
import { ConcurrencyConflict, type HandoffTransaction, type StoredRequest } from '../ports/unit-of-work.ts';
import { applyCommand } from './apply-command.ts';
import { delegationsNow } from './apply-delegations.ts';
import type { AppContext, Caller } from './context.ts';
import { changedMeanwhile, findRequest } from './find-request.ts';
import { personOf } from './people.ts';
import { addedBy, type LookAgain, lookAgain } from './recheck-facts.ts';
import { Refusal } from './refusal.ts';

/** Refusals that say somebody tried what they have no right to: they enter the trail. */
const AUDITED: ReadonlySet<Refusal['code']> = new Set([
  'not_an_approver',
  'own_request',
  'delegate_of_requester',
  'delegation_over',
  'not_permitted',
]);

/** Commands after which other people are asked: whoever of them is away is stood in for at once. */
const ASKS_OTHERS: ReadonlySet<RequestCommand['type']> = new Set(['ask_extension', 'hand_over']);

/** What an approver decided, on which version of the request. */
export interface ReviewDecision {
  readonly requestId: string;
  readonly outcome: ReviewOutcome;
  readonly comment: string;
  readonly version: number;
}

/**
 * Records one approver's decision. Two decisions at the same time: one is taken, the other refused with
 * `changed_meanwhile`. Before an approval counts, the facts that decided who is asked are read again: those whom they
 * ask now are added, and the approvals already given stay.
 *
 * @throws Refusal; attempts without the right are audited
 */
export async function reviewException(
  context: AppContext,
  caller: Caller,
  decision: ReviewDecision,
): Promise<StoredRequest> {
  const { tenantId } = caller;
  const [reviewer, fresh] = await Promise.all([
    personOf(context.crmOf(tenantId), caller),
    decision.outcome === 'approve' ? lookAgain(context, tenantId, decision.requestId) : null,
  ]);
  return reviewAs(context, tenantId, reviewer, decision, fresh);
}

/**
 * `reviewException` for a reviewer whose identity has been looked up.
 *
 * @param fresh the facts as the CRM has them now; without them those that the request was filed on stand
 */
export async function reviewAs(
  context: AppContext,
  tenantId: string,
  reviewer: Person,
  { requestId, outcome, comment, version }: ReviewDecision,
  fresh: LookAgain | null,
): Promise<StoredRequest> {
  return changeRequestAs(
    context,
    tenantId,
    reviewer,
    requestId,
    async ({ state }, tx) => {
      const added = fresh && 'facts' in fresh ? addedBy(state, fresh) : undefined;
      const delegations = await delegationsNow(context, tx);
      return { type: 'review', reviewer, outcome, comment, delegations, ...(added && { added }) };
    },
    version,
  );
}

/** Takes a pending request back. @throws Refusal */
export async function withdrawException(
  context: AppContext,
  caller: Caller,
  requestId: string,
): Promise<StoredRequest> {
  return changeRequest(context, caller, requestId, (by) => ({ type: 'withdraw', by }));
}

/** Ends an active exception before its time: closed by the requester, revoked by an approver. @throws Refusal */
export async function endException(
  context: AppContext,
  caller: Caller,
  requestId: string,
  version?: number,
): Promise<StoredRequest> {
  return changeRequest(
    context,
    caller,
    requestId,
    (by, { state }) => ({
      type: 'end',
      by,
      reason: by.email === state.request.requester.email ? 'closed' : 'revoked',
    }),
    version,
  );
}

/** Tries the failed steps of a request that needs attention again. @throws Refusal */
export async function retryPlaybook(
  context: AppContext,
  caller: Caller,
  requestId: string,
  version?: number,
): Promise<StoredRequest> {
  return changeRequest(context, caller, requestId, (by) => ({ type: 'retry_steps', by }), version);
}

/**
 * Carries out what one person wants of a request, as their own doing.
 *
 * @param version the one they saw, where a change on anything newer must be refused
 * @throws Refusal; attempts without the right are audited
 */
export async function changeRequest(
  context: AppContext,
  caller: Caller,
  requestId: string,
  commandOf: (by: Person, stored: StoredRequest) => RequestCommand,
  version?: number,
): Promise<StoredRequest> {
  const by = await personOf(context.crmOf(caller.tenantId), caller);
  const command = async (stored: StoredRequest) => commandOf(by, stored);
  return changeRequestAs(context, caller.tenantId, by, requestId, command, version);
}

/**
 * Carries out one command on a request for somebody whose identity has been looked up.
 *
 * @param version refuses with `changed_meanwhile` when the request is at another one
 * @throws Refusal; attempts without the right are audited
 */
export async function changeRequestAs(
  context: AppContext,
  tenantId: string,
  by: Person,
  requestId: string,
  commandOf: (stored: StoredRequest, tx: HandoffTransaction) => Promise<RequestCommand>,
  version?: number,
): Promise<StoredRequest> {
  let attempted: RequestCommand['type'] | undefined;
  try {
    return await context.unitOfWork.transact(tenantId, async (tx) => {
      const stored = await findRequest(tx, requestId);
      const command = await commandOf(stored, tx);
      attempted = command.type;
      // Who may not decide is told so first, whatever version they looked at; and what was taken before is not
      // refused when the call is repeated.
      const changed = await applyCommand(context, tx, stored, command);
      if (changed !== stored && version !== undefined && stored.version !== version) throw changedMeanwhile();
      const after =
        changed === stored || !ASKS_OTHERS.has(command.type)
          ? changed
          : await applyCommand(context, tx, changed, {
              type: 'apply_delegations',
              delegations: await delegationsNow(context, tx),
            });
      await context.settlement?.done(tx, after);
      return after;
    });
  } catch (error) {
    if (error instanceof ConcurrencyConflict) throw changedMeanwhile();
    if (error instanceof Refusal && AUDITED.has(error.code)) {
      const { code } = error;
      await context.unitOfWork.transact(tenantId, async (tx) => {
        await tx.appendAudit([
          {
            at: context.clock.now().toISOString(),
            type: 'command_refused',
            requestId,
            actor: auditActor(by),
            data: { command: attempted, code },
          },
        ]);
        await context.settlement?.refused(tx, error);
      });
    }
    throw error;
  }
}
