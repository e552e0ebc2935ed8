import { directoryOf, type PeopleSnapshot } from '../domain/policy/directory.ts';
import { lintRoles } from '../domain/policy/lint/lint-roles.ts';
import { CrmError } from '../ports/crm.ts';
import type { RoleCheck } from '../ports/people-store.ts';
import type { AppContext } from './context.ts';
import { findPolicyInForce } from './published-policy.ts';

type Checking = Pick<AppContext, 'unitOfWork' | 'crmOf' | 'clock'>;

/** How long people that were read serve before they are read again. */
const DAY = 24 * 60 * 60 * 1000;

/**
 * Reads the people of the CRM and keeps them, in place of those read before.
 *
 * @throws CrmError `unavailable`; what was read before then stays
 */
export async function refreshPeople(
  { unitOfWork, crmOf, clock }: Checking,
  tenantId: string,
): Promise<PeopleSnapshot> {
  const read = await crmOf(tenantId).loadPeople();
  if (read.people.length === 0) {
    // A CRM without people is a misunderstanding, and would leave out everybody who was known.
    throw new CrmError('unavailable', 'The CRM lists nobody, which cannot be.', 'an empty list of people');
  }
  const snapshot = { readAt: clock.now().toISOString(), ...read };
  await unitOfWork.transact(tenantId, (tx) => tx.savePeople(snapshot));
  return snapshot;
}

/** A check, and why it had to make do with people read before, if it had. */
export interface CheckedRoles {
  readonly check: RoleCheck;
  readonly notRefreshed?: string;
}

/**
 * Reads the people and holds the roles of the policy in force against them. When the CRM cannot be read, the people as
 * last read serve. Kept as the newest check.
 *
 * @throws CrmError `unavailable` when people were never read
 */
export async function checkRoles(context: Checking, tenantId: string): Promise<CheckedRoles> {
  try {
    const people = await refreshPeople(context, tenantId);
    return { check: await checkAgainst(context, tenantId, people) };
  } catch (error) {
    if (!(error instanceof CrmError)) throw error;
    const people = await context.unitOfWork.transact(tenantId, (tx) => tx.findPeople());
    if (!people) throw error;
    return { check: await checkAgainst(context, tenantId, people), notRefreshed: error.message };
  }
}

/** What a round of upkeep did. */
export type RoleUpkeep = Partial<CheckedRoles> & { readonly failed?: string };

/**
 * Checks the roles when the people are a day old or the policy is another one than was checked; otherwise leaves the
 * newest check as it is. Safe to repeat and to run on several instances.
 */
export async function checkRolesWhenDue(context: Checking, tenantId: string): Promise<RoleUpkeep> {
  const { people, check, version } = await context.unitOfWork.transact(tenantId, async (tx) => ({
    people: await tx.findPeople(),
    check: await tx.findRoleCheck(),
    version: (await findPolicyInForce(tx, tenantId)).version,
  }));
  const age = people ? context.clock.now().getTime() - Date.parse(people.readAt) : Number.POSITIVE_INFINITY;
  if (!people || age >= DAY) {
    try {
      return await checkRoles(context, tenantId);
    } catch (error) {
      if (error instanceof CrmError) return { failed: error.internal };
      throw error;
    }
  }
  const isChecked = check?.policyVersion === version && check.peopleReadAt === people.readAt;
  return { check: isChecked ? check : await checkAgainst(context, tenantId, people) };
}

function checkAgainst(
  { unitOfWork, clock }: Checking,
  tenantId: string,
  people: PeopleSnapshot,
): Promise<RoleCheck> {
  return unitOfWork.transact(tenantId, async (tx) => {
    const { version, policy } = await findPolicyInForce(tx, tenantId);
    const now = clock.now();
    const check: RoleCheck = {
      checkedAt: now.toISOString(),
      peopleReadAt: people.readAt,
      policyVersion: version,
      findings: lintRoles(policy, directoryOf(people, now)),
    };
    await tx.saveRoleCheck(check);
    return check;
  });
}
