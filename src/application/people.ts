import type { Person } from '../domain/policy/facts.ts';
import type { Policy } from '../domain/policy/policy.ts';
import { type Directory, emailsOfRoles } from '../domain/policy/resolve-role.ts';
import type { CrmPort } from '../ports/crm.ts';
import type { Caller } from './context.ts';

/**
 * Looks up everybody a policy can ask. People the CRM does not know, or a CRM that is down, leave gaps: an approver
 * is then known by e-mail address alone, which is enough to decide.
 */
export async function loadDirectory(crm: CrmPort, policy: Policy): Promise<Directory> {
  const emails = emailsOfRoles(policy.roles);
  const people = await Promise.all(emails.map((email) => findPerson(crm, email)));
  const byEmail = new Map(people.flatMap((person) => (person ? [[person.email, person] as const] : [])));
  return (email) => byEmail.get(email);
}

/** The caller as a person, with the CRM's name for them where it can be had. */
export async function personOf(crm: CrmPort, caller: Caller): Promise<Person> {
  const known = await findPerson(crm, caller.email);
  // The signed identity wins over what a look-up by address returned.
  return { ...(known ?? { name: caller.email }), email: caller.email, userId: caller.userId };
}

async function findPerson(crm: CrmPort, email: string): Promise<Person | null> {
  try {
    return await crm.resolveUser(email);
  } catch {
    // Names are a courtesy: a CRM that is down must not keep anybody from asking or deciding.
    return null;
  }
}
