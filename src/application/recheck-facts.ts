import { openMatter } from '../domain/exception-request/open-matter.ts';
import type { AddedApprovers, FiledState } from '../domain/exception-request/state.ts';
import { changedFacts } from '../domain/policy/changed-facts.ts';
import type { Directory } from '../domain/policy/directory.ts';
import type { FactMap } from '../domain/policy/facts.ts';
import { factsNeeded } from '../domain/policy/facts-needed.ts';
import type { PolicyVersion } from '../domain/policy/policy.ts';
import { CrmError } from '../ports/crm.ts';
import type { AppContext } from './context.ts';
import { findRequest } from './find-request.ts';
import { loadDirectory } from './people.ts';

/** What the CRM says now of a request's record, with the policy version the request is pinned to. */
export interface FreshLook {
  readonly policy: PolicyVersion;
  readonly facts: FactMap;
  readonly directory: Directory;
}

/** A fresh look, or why there is none. */
export type LookAgain = FreshLook | { readonly missing: 'decided' | 'unavailable' };

/**
 * Reads the facts of a request again of which something is open. There is nothing to see when all is decided, or when
 * the CRM does not answer: the facts it was asked on then stand.
 *
 * @throws Refusal `request_not_found`
 */
export async function lookAgain(
  context: AppContext,
  tenantId: string,
  requestId: string,
): Promise<LookAgain> {
  const { unitOfWork, crmOf } = context;
  const found = await unitOfWork.transact(tenantId, async (tx) => {
    const { state } = await findRequest(tx, requestId);
    return { state, policy: await tx.findPolicyVersion(state.request.policyVersion) };
  });
  const { state, policy } = found;
  if (!openMatter(state)) return { missing: 'decided' };
  if (!policy) throw new Error(`policy version ${state.request.policyVersion} is gone (this is a bug)`);
  const crm = crmOf(tenantId);
  try {
    const [{ facts, unavailable }, directory] = await Promise.all([
      crm.loadHandoff(state.request.record, factsNeeded(policy.policy)),
      loadDirectory(context, tenantId, policy.policy),
    ]);
    return unavailable === undefined ? { policy, facts, directory } : { missing: 'unavailable' };
  } catch (error) {
    // A record that was deleted has no facts that could ask anybody.
    if (error instanceof CrmError) return { missing: 'unavailable' };
    throw error;
  }
}

/** Whom the fresh facts ask beside those who are asked already; nothing when nobody. */
export function addedBy(
  state: FiledState,
  { policy, facts, directory }: FreshLook,
): AddedApprovers | undefined {
  const { request } = state;
  const matter = openMatter(state);
  if (!matter) return undefined;
  const exceptionType = policy.policy.exceptionTypes.find(({ id }) => id === request.exceptionType.id);
  if (!exceptionType) throw new Error('a request is pinned to a version without its type (this is a bug)');
  const filed = {
    facts: matter.facts,
    decision: matter.decision,
    requesterEmail: request.requester.email,
    asked: matter.asked,
  };
  const { changed, added } = changedFacts(filed, { policy, exceptionType, facts, directory });
  return added.length === 0 ? undefined : { changed, parts: added };
}
