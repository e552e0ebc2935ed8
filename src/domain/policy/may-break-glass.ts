import type { ExceptionType } from './policy.ts';
import { holdersOf, type RoleContext } from './resolve-role.ts';

/**
 * Whether a person may have an exception of the type take effect at once. A role counts only when its fact is known
 * and its source names them: those who stand in for what is unknown are asked more widely, and must not be trusted
 * more widely. Nor is somebody who is not active in the CRM.
 */
export function mayBreakGlass(
  { breakGlass }: Pick<ExceptionType, 'breakGlass'>,
  email: string,
  context: RoleContext,
): boolean {
  return context.policy.roles.some(
    (role) => breakGlass?.roles.includes(role.id) && holdersOf(role, context).includes(email),
  );
}
