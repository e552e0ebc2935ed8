import { evaluateExtension } from '../domain/policy/evaluate-extension.ts';
import type { StoredRequest } from '../ports/unit-of-work.ts';
import { changeRequest } from './change-request.ts';
import type { AppContext, Caller } from './context.ts';
import { loadHandoff } from './evaluate-draft.ts';
import { findRequest } from './find-request.ts';
import { loadDirectory } from './people.ts';

/** A later end that the requester asks for, on the version of the request they saw. */
export interface ExtensionWish {
  readonly requestId: string;
  /** ISO 8601 instant. */
  readonly until: string;
  readonly reason: string;
  readonly version: number;
}

/**
 * Asks for a later end of an exception in force. Who must approve it is evaluated anew: under the policy version of
 * the request, on facts read now, with the whole validity. A CRM that is down does not stop it: what cannot be read
 * asks everybody it might concern. Safe to repeat.
 *
 * @throws Refusal; an attempt without the right is audited
 */
export async function askExtension(
  context: AppContext,
  caller: Caller,
  { requestId, until, reason, version }: ExtensionWish,
): Promise<StoredRequest> {
  const { unitOfWork } = context;
  const { request, policy } = await unitOfWork.transact(caller.tenantId, async (tx) => {
    const { state } = await findRequest(tx, requestId);
    return { request: state.request, policy: await tx.findPolicyVersion(state.request.policyVersion) };
  });
  const exceptionType = policy?.policy.exceptionTypes.find(({ id }) => id === request.exceptionType.id);
  if (!policy || !exceptionType) {
    throw new Error(`policy version ${request.policyVersion} or its type is gone (this is a bug)`);
  }
  const [handoff, directory] = await Promise.all([
    loadHandoff(context, caller, request.record, policy),
    loadDirectory(context, caller.tenantId, policy.policy),
  ]);
  const evaluated = evaluateExtension({
    policy,
    exceptionType,
    directory,
    facts: handoff.facts,
    filedFacts: request.facts,
    submittedAt: request.submittedAt,
    until,
  });
  return changeRequest(
    context,
    caller,
    requestId,
    (by) => ({ type: 'ask_extension', by, until, reason, ...evaluated }),
    version,
  );
}

/** Takes back an extension that nobody has decided. Safe to repeat. @throws Refusal */
export async function withdrawExtension(
  context: AppContext,
  caller: Caller,
  requestId: string,
  version?: number,
): Promise<StoredRequest> {
  return changeRequest(context, caller, requestId, (by) => ({ type: 'withdraw_extension', by }), version);
}
