import type { FactMap } from './facts.ts';
import type { ExceptionType, Role } from './policy.ts';

/**
 * Whether a person may have an exception of the type take effect at once. A role by a fact counts only when the fact
 * is known and names them: those who stand in for an unknown fact are asked more widely, and must not be trusted more
 * widely.
 */
export function mayBreakGlass(
  { breakGlass }: Pick<ExceptionType, 'breakGlass'>,
  email: string,
  { roles, facts }: { readonly roles: readonly Role[]; readonly facts: FactMap },
): boolean {
  return roles.some((role) => breakGlass?.roles.includes(role.id) && holds(role, email, facts));
}

function holds(role: Role, email: string, facts: FactMap): boolean {
  if ('people' in role) return role.people.includes(email);
  const fact = facts[role.byFact.fact];
  if (fact?.state !== 'known') return false;
  const wanted = String(fact.value).trim().toLowerCase();
  const line = Object.entries(role.byFact.people).find(([value]) => value.toLowerCase() === wanted);
  return line?.[1].includes(email) ?? false;
}
