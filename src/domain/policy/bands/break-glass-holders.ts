import type { Directory } from '../directory.ts';
import type { BreakGlassRule, Policy } from '../policy.ts';
import { holdersOf } from '../resolve-role.ts';
import { factOfRole } from '../role.ts';
import { factNameInWords, listInWords } from '../words.ts';

/** Who may have a type take effect at once, before a record is known. */
export interface BreakGlassHolders {
  /** "CRO (Elena Fischer), or Region lead, by deal sales region". */
  readonly words: string;
  /** Addresses of those who may on every record. */
  readonly people: readonly string[];
  /** True where facts of the record may allow it to others too. */
  readonly depends: boolean;
}

/** Who may use break-glass on any record, and whether a record's facts may add somebody. Pure. */
export function breakGlassHolders(
  { roles }: BreakGlassRule,
  policy: Pick<Policy, 'roles' | 'orgChart'>,
  directory: Directory,
): BreakGlassHolders {
  const parts = policy.roles
    .filter(({ id }) => roles.includes(id))
    .map((role) => {
      const fact = factOfRole(role);
      if (fact !== undefined) {
        return { words: `${role.label}, by ${factNameInWords(fact)}`, people: [], depends: true };
      }
      const people = holdersOf(role, { policy, facts: {}, directory });
      const names = people.map((email) => directory.person(email)?.name ?? email);
      return {
        words: `${role.label} (${names.length > 0 ? listInWords(names, 'or') : 'nobody'})`,
        people,
        depends: false,
      };
    });
  return {
    words: parts.map(({ words }) => words).join(', or '),
    people: [...new Set(parts.flatMap(({ people }) => people))],
    depends: parts.some(({ depends }) => depends),
  };
}
