import {
  type Directory,
  directoryOf,
  EMPTY_DIRECTORY,
  type PeopleSnapshot,
} from '../domain/policy/directory.ts';
import type { Person } from '../domain/policy/facts.ts';
import type { Policy } from '../domain/policy/policy.ts';
import { emailsOfRoles } from '../domain/policy/role-groups.ts';
import type { CrmPort } from '../ports/crm.ts';
import type { HandoffTransaction } from '../ports/unit-of-work.ts';
import type { AppContext, Caller } from './context.ts';

/**
 * The people of the CRM as last read: no request waits for them, and a CRM that is down changes nothing. Before they
 * were read for the first time, those whom the policy names are looked up one by one, and roles that come from the CRM
 * ask those who stand in.
 */
export async function loadDirectory(
  context: Pick<AppContext, 'unitOfWork' | 'crmOf' | 'clock'>,
  tenantId: string,
  policy: Policy,
): Promise<Directory> {
  const snapshot = await context.unitOfWork.transact(tenantId, (tx) => tx.findPeople());
  return directoryFrom(context, tenantId, policy, snapshot);
}

/** `loadDirectory` for people whom a transaction has read already; null when they never were. */
export async function directoryFrom(
  { crmOf, clock }: Pick<AppContext, 'crmOf' | 'clock'>,
  tenantId: string,
  policy: Policy,
  snapshot: PeopleSnapshot | null,
): Promise<Directory> {
  return snapshot ? directoryOf(snapshot, clock.now()) : lookUp(crmOf(tenantId), policy);
}

/** The people as last read, and nobody before. For what must not wait for the CRM. */
export async function findDirectoryAsRead(
  { clock }: Pick<AppContext, 'clock'>,
  tx: HandoffTransaction,
): Promise<Directory> {
  const snapshot = await tx.findPeople();
  return snapshot ? directoryOf(snapshot, clock.now()) : EMPTY_DIRECTORY;
}

/**
 * People the CRM does not know, or a CRM that is down, leave gaps: an approver is then known by e-mail address alone,
 * which is enough to decide.
 */
async function lookUp(crm: CrmPort, policy: Policy): Promise<Directory> {
  const emails = emailsOfRoles(policy);
  const people = await Promise.all(emails.map((email) => findPerson(crm, email)));
  const byEmail = new Map(people.flatMap((person) => (person ? [[person.email, person] as const] : [])));
  return { ...EMPTY_DIRECTORY, person: (email) => byEmail.get(email) };
}

/** The caller as a person, with the CRM's name for them where it can be had. */
export async function personOf(crm: CrmPort, caller: Caller): Promise<Person> {
  const known = await findPerson(crm, caller.email);
  // The signed identity wins over what a look-up by address returned; of two CRMs it is that of the one they ask in.
  const { userId, elsewhere } = known ?? {};
  const asksElsewhere = userId !== undefined && elsewhere?.userId === caller.userId;
  return {
    ...(known ?? { name: caller.email }),
    email: caller.email,
    userId: caller.userId,
    ...(asksElsewhere && { elsewhere: { ...elsewhere, userId } }),
  };
}

async function findPerson(crm: CrmPort, email: string): Promise<Person | null> {
  try {
    return await crm.resolveUser(email);
  } catch {
    // Names are a courtesy: a CRM that is down must not keep anybody from asking or deciding.
    return null;
  }
}
