import { isUndecided } from '../domain/exception-request/state.ts';
import type { Person } from '../domain/policy/facts.ts';
import { peopleOf } from '../domain/policy/requirement.ts';
import { CrmError } from '../ports/crm.ts';
import type { StoredRequest } from '../ports/unit-of-work.ts';
import { changeRequest } from './change-request.ts';
import type { AppContext, Caller } from './context.ts';
import { findRequest } from './find-request.ts';
import { Refusal } from './refusal.ts';

/** Who takes a seat over, and why. */
export interface HandOverInput {
  readonly requestId: string;
  /** E-mail address, lower case. */
  readonly to: string;
  readonly reason: string;
  /** The version the approver saw, where a hand-over of anything newer is to be refused. */
  readonly version?: number;
}

/**
 * An approver gives their seat on one request to a person whom the CRM knows. That person is told.
 *
 * @throws Refusal `person_unknown`, `crm_unavailable` (a person nobody has checked takes no seat), `own_request`,
 * `already_asked`, `not_delegable`, `not_an_approver`, `already_reviewed`, `wrong_status`, `changed_meanwhile`
 */
export async function handOver(
  context: AppContext,
  caller: Caller,
  { requestId, to, reason, version }: HandOverInput,
): Promise<StoredRequest> {
  const taker = await findTaker(context, caller, to);
  return changeRequest(
    context,
    caller,
    requestId,
    (by) => ({ type: 'hand_over', by, to: taker, reason }),
    version,
  );
}

/**
 * People an approver may hand their seat to: owners of the CRM who are not asked and did not file the request. Empty
 * once the request is decided.
 *
 * @throws Refusal `request_not_found`, `crm_unavailable`
 */
export async function listTakers(
  { unitOfWork, crmOf }: AppContext,
  { tenantId }: Caller,
  requestId: string,
): Promise<readonly Person[]> {
  const { state } = await unitOfWork.transact(tenantId, (tx) => findRequest(tx, requestId));
  if (!isUndecided(state)) return [];
  const { requester, record } = state.request;
  const taken = new Set([requester.email, ...peopleOf(state.requirement).map(({ email }) => email)]);
  const { owners } = await reading(() => crmOf(tenantId).loadChoices(record));
  return owners.filter(({ email, active }) => email !== '' && active !== false && !taken.has(email));
}

async function findTaker({ crmOf }: AppContext, { tenantId }: Caller, email: string): Promise<Person> {
  const person = await reading(() => crmOf(tenantId).resolveUser(email));
  if (person) return person;
  throw new Refusal({
    code: 'person_unknown',
    message: 'The CRM knows nobody by this address. Choose a person who has a seat in it.',
  });
}

async function reading<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof CrmError)) throw error;
    throw new Refusal({
      code: 'crm_unavailable',
      message: 'The CRM does not answer, so nobody can be looked up in it now. Try again in a moment.',
    });
  }
}
