import { bulkClock } from '../../domain/bulk-request/bulk-clocks.ts';
import type { Gathered } from '../../domain/bulk-request/gather.ts';
import type { BulkRequest } from '../../domain/bulk-request/state.ts';
import type { Delegation } from '../../domain/delegation/delegation.ts';
import type { Rejection } from '../../domain/exception-request/commands.ts';
import type { ExceptionRequest } from '../../domain/exception-request/state.ts';
import type { Directory } from '../../domain/policy/directory.ts';
import type { HandoffFacts } from '../../domain/policy/facts.ts';
import { factsNeeded } from '../../domain/policy/facts-needed.ts';
import { type FrozenClock, freezeClock } from '../../domain/policy/freeze-clock.ts';
import type { ExceptionType, PolicyVersion } from '../../domain/policy/policy.ts';
import type { AppContext } from '../context.ts';
import { evaluateHandoff } from '../evaluate-draft.ts';
import { makeRequest } from '../make-request.ts';
import { loadDirectory } from '../people.ts';
import { Refusal } from '../refusal.ts';

/** The policy a bulk request is pinned to, with the people behind it. */
export interface BulkPolicy {
  readonly policy: PolicyVersion;
  readonly exceptionType: ExceptionType;
  readonly directory: Directory;
  /** What must be read of a record. */
  readonly factNames: readonly string[];
}

/** Loads the pinned policy, and the people it can ask as the CRM knows them now. */
export async function loadBulkPolicy(
  context: AppContext,
  tenantId: string,
  bulk: BulkRequest,
): Promise<BulkPolicy> {
  const policy = await context.unitOfWork.transact(tenantId, (tx) =>
    tx.findPolicyVersion(bulk.policyVersion),
  );
  const exceptionType = policy?.policy.exceptionTypes.find(({ id }) => id === bulk.exceptionType.id);
  if (!policy || !exceptionType) {
    throw new Error(`policy version ${bulk.policyVersion} or its type is gone (this is a bug)`);
  }
  const directory = await loadDirectory(context, tenantId, policy.policy);
  return { policy, exceptionType, directory, factNames: factsNeeded(policy.policy) };
}

/**
 * Holds one record against the pinned policy as if a request were filed on it alone.
 *
 * @param delegations those in force before the decision: whoever stands in for the requester cannot decide. None after it
 * @returns the request that would be filed, or why it cannot be
 */
export function judgeRecord(
  context: AppContext,
  bulk: BulkRequest,
  pinned: BulkPolicy,
  handoff: HandoffFacts,
  delegations: readonly Delegation[] = [],
): { readonly request: ExceptionRequest } | { readonly rejection: Rejection } {
  const { expiresAt, proposed, requester } = bulk;
  const draft = evaluateHandoff(
    { ...pinned, handoff, requester, proposed, delegations, furtherFacts: {} },
    expiresAt,
    context.clock.now(),
  );
  const form = {
    record: handoff.record,
    exceptionTypeId: bulk.exceptionType.id,
    reasonCode: bulk.reasonCode.id,
    reason: bulk.reason,
    expiresAt,
  };
  try {
    // Nobody decides on the record itself, so it has no clock of its own.
    return { request: { ...makeRequest(context, form, draft), clock: null, bulkId: bulk.bulkId } };
  } catch (error) {
    if (error instanceof Refusal) return { rejection: { code: error.code, message: error.message } };
    throw error;
  }
}

/**
 * The clock of a bulk request from now on, by what is true of all its records: where they differ, the calendar and
 * the people count that the policy names for a fact that is not known.
 */
export function freezeBulkClock(
  { policy, exceptionType, directory }: BulkPolicy,
  { bulk, gathered }: { readonly bulk: BulkRequest; readonly gathered: Gathered },
  now: Date,
): FrozenClock | null {
  if (!exceptionType.clock) return null;
  const question = {
    policy: policy.policy,
    facts: gathered.facts ?? {},
    directory,
    requesterEmail: bulk.requester.email,
  };
  return bulkClock(freezeClock(exceptionType.clock, question, now));
}
