import type { ResolvedRequirement } from './decision.ts';
import type { FactMap, Person } from './facts.ts';
import type { Policy, Requirement, Role } from './policy.ts';
import type { RoleRequirement } from './requirement.ts';
import { factInWords, factNameInWords } from './words.ts';

/** Looks a person up by lower-case e-mail; undefined when the CRM does not know them or could not be asked. */
export type Directory = (email: string) => Person | undefined;

/** What roles are resolved against. */
export interface RoleContext {
  readonly roles: readonly Role[];
  readonly facts: FactMap;
  readonly directory: Directory;
}

/**
 * Turns roles into people. A role by a fact that is unknown resolves to its `otherwise` people: unknown never
 * means nobody.
 *
 * @throws Error when the requirement names a role the policy does not have; the policy catalog refuses such files
 */
export function resolveRequirement(requirement: Requirement, context: RoleContext): ResolvedRequirement {
  return requirement.kind === 'role'
    ? { ...requirement, ...resolveRole(requirement.role, context) }
    : { kind: requirement.kind, of: requirement.of.map((part) => resolveRequirement(part, context)) };
}

/**
 * The people behind one role, and why they are.
 *
 * @throws Error as `resolveRequirement`
 */
export function resolveRole(
  id: string,
  context: RoleContext,
): Pick<RoleRequirement, 'role' | 'label' | 'people' | 'because' | 'fact'> {
  const role = context.roles.find((one) => one.id === id);
  if (!role) throw new Error(`role "${id}" is not defined (this is a bug: the catalog checks it)`);
  const { emails, because } = emailsOf(role, context.facts);
  return {
    role: id,
    label: role.label,
    people: emails.map((email) => context.directory(email) ?? { email, name: email }),
    because,
    ...('byFact' in role && { fact: role.byFact.fact }),
  };
}

function emailsOf(role: Role, facts: FactMap): { emails: readonly string[]; because: string } {
  if ('people' in role) return { emails: role.people, because: role.label };
  const { fact: factName, people } = role.byFact;
  const name = factNameInWords(factName);
  const fact = facts[factName];
  if (fact?.state !== 'known') {
    const seen = fact ? factInWords(fact) : 'unknown';
    return {
      emails: role.otherwise,
      because: `${role.label}: ${name} is ${seen}, so those who stand in are asked`,
    };
  }
  const wanted = String(fact.value).trim().toLowerCase();
  const line = Object.entries(people).find(([value]) => value.toLowerCase() === wanted);
  return line
    ? { emails: line[1], because: `${role.label} for ${line[0]}` }
    : { emails: role.otherwise, because: `${role.label}: nobody is named for ${name} ${String(fact.value)}` };
}

/**
 * The roles that decide: those a decision right asks, and those that stand in. A role that is only named as one that
 * may act at once decides nothing.
 */
export function decidingRoles({ roles, exceptionTypes }: Policy): readonly Role[] {
  const named = new Set(
    exceptionTypes.flatMap(({ decisionRights, clock }) => [
      ...decisionRights.flatMap(({ require }) => rolesNamed(require)),
      ...[clock?.escalateAfter, clock?.fallBackAfter].flatMap((standIn) => standIn?.role ?? []),
    ]),
  );
  return roles.filter(({ id }) => named.has(id));
}

function rolesNamed(requirement: Requirement): readonly string[] {
  return requirement.kind === 'role' ? [requirement.role] : requirement.of.flatMap(rolesNamed);
}

/** Every e-mail address a policy's roles can resolve to, each once. */
export function emailsOfRoles(roles: readonly Role[]): readonly string[] {
  const emails = roles.flatMap((role) =>
    'people' in role ? role.people : [...Object.values(role.byFact.people).flat(), ...role.otherwise],
  );
  return [...new Set(emails)];
}
