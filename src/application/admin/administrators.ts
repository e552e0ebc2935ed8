import type { Directory } from '../../domain/policy/directory.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { groupsOfRole } from '../../domain/policy/role-groups.ts';
import type { AppContext, Caller } from '../context.ts';
import { findDirectoryAsRead } from '../people.ts';

/** Who administers an account. */
export interface AdministratorRule {
  /** The role of the policy in force whose people administer. */
  readonly role: string;
  /** The CRM's id of the user who connected the account; null where nobody did. */
  readonly installedBy: string | null;
}

/**
 * Whether somebody may use the settings page: they hold the role in the policy in force, as people were last read, or
 * connected the account. Those who stand in for the role count only while it has nobody of its own; who is not active
 * never counts.
 */
export async function isAdministrator(
  context: Pick<AppContext, 'unitOfWork' | 'clock'>,
  { tenantId, userId, email }: Caller,
  { role, installedBy }: AdministratorRule,
): Promise<boolean> {
  if (installedBy !== null && installedBy === userId) return true;
  const { policy, directory } = await context.unitOfWork.transact(tenantId, async (tx) => ({
    policy: (await tx.findPolicyVersion('latest'))?.policy ?? null,
    directory: await findDirectoryAsRead(context, tx),
  }));
  if (!policy) return false;
  const isActive = (one: string) => directory.person(one)?.active !== false;
  return holdersOf(policy, role, directory, isActive).includes(email);
}

function holdersOf(
  policy: Policy,
  roleId: string,
  directory: Directory,
  isActive: (email: string) => boolean,
): readonly string[] {
  const role = policy.roles.find(({ id }) => id === roleId);
  if (!role) return [];
  const groups = groupsOfRole(role, policy, directory);
  const active = (standsIn: boolean) =>
    groups.filter((group) => group.standsIn === standsIn).flatMap(({ people }) => people.filter(isActive));
  const own = active(false);
  return own.length > 0 ? own : active(true);
}
