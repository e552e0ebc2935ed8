import type { DisputeGround, DisputeOutcome } from '@handrail/contracts/vocabulary';
import type { Person } from '../domain/policy/facts.ts';
import { CrmError } from '../ports/crm.ts';
import type { StoredRequest } from '../ports/unit-of-work.ts';
import { changeRequestAs } from './change-request.ts';
import type { AppContext, Caller } from './context.ts';
import { findRequest } from './find-request.ts';
import { personOf } from './people.ts';

/** What somebody objects to. */
export interface Objection {
  readonly requestId: string;
  readonly ground: DisputeGround;
  readonly reason: string;
  /** The version they saw, where an objection to anything newer is to be refused. */
  readonly version?: number;
}

/**
 * Objects to an active exception. Who owns the record now is read from the CRM; when that does not answer, the former
 * owner and the leads can still object. Repeating the same objection changes nothing more.
 *
 * @throws Refusal; attempts without the right are audited
 */
export async function objectToException(
  context: AppContext,
  caller: Caller,
  { requestId, ground, reason, version }: Objection,
): Promise<StoredRequest> {
  const { tenantId } = caller;
  const { state } = await context.unitOfWork.transact(tenantId, (tx) => findRequest(tx, requestId));
  const [by, owner] = await Promise.all([
    personOf(context.crmOf(tenantId), caller),
    ownerOf(context, tenantId, state.request.record),
  ]);
  const command = { type: 'object', by, owner, ground, reason: reason.trim() } as const;
  return changeRequestAs(context, tenantId, by, requestId, async () => command, version);
}

/** What somebody who decides on an objection says, on which version of the request. */
export interface DisputeRuling {
  readonly requestId: string;
  readonly outcome: DisputeOutcome;
  readonly comment: string;
  readonly version: number;
}

/**
 * Upholds or dismisses the open objection. An upheld one ends the exception in the same transaction.
 *
 * @throws Refusal; attempts without the right are audited
 */
export async function decideOnDispute(
  context: AppContext,
  caller: Caller,
  { requestId, outcome, comment, version }: DisputeRuling,
): Promise<StoredRequest> {
  const { tenantId } = caller;
  const by = await personOf(context.crmOf(tenantId), caller);
  const command = { type: 'decide_dispute', by, outcome, comment } as const;
  return changeRequestAs(context, tenantId, by, requestId, async () => command, version);
}

async function ownerOf(
  { crmOf }: AppContext,
  tenantId: string,
  record: StoredRequest['state']['request']['record'],
): Promise<Person | null> {
  try {
    return (await crmOf(tenantId).loadHandoff(record, [])).owner;
  } catch (error) {
    if (error instanceof CrmError) return null;
    throw error;
  }
}
