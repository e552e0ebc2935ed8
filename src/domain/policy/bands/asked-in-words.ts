import type { Directory } from '../directory.ts';
import type { FactMap, Person } from '../facts.ts';
import type { Policy, Requirement } from '../policy.ts';
import { resolveRole } from '../resolve-role.ts';
import { factOfRole, NO_ORG_CHART, type Role } from '../role.ts';
import { factNameInWords, listInWords } from '../words.ts';

/** People a band names one by one; where a fact chooses among more, it says how many they are. */
const MOST_NAMED = 12;

interface AskedContext {
  readonly policy: Pick<Policy, 'roles' | 'orgChart'>;
  readonly directory: Directory;
}

/**
 * Who a requirement asks, with the people: "Deal desk: Priya Nair or Victor Lang", "CRO: Elena Fischer, or (Region lead,
 * by deal sales region: …)". A role whose people a fact chooses names everybody it can choose.
 */
export function askedInWords(requirement: Requirement, context: AskedContext): string {
  if (requirement.kind === 'role') {
    const { role, approve } = requirement;
    return `${approve === 1 ? '' : `${approve} of `}${roleInWords(role, context)}`;
  }
  const parts = requirement.of.map((part) => {
    const words = askedInWords(part, context);
    return requirement.of.length === 1 || part.kind === 'role' ? words : `(${words})`;
  });
  return parts.join(requirement.kind === 'all_of' ? ' and ' : ', or ');
}

function roleInWords(id: string, context: AskedContext): string {
  const { role, people, fact } = possiblePeople(id, context);
  const label = fact === undefined ? role.label : `${role.label}, by ${factNameInWords(fact)}`;
  if (people.length === 0) return `${label}: nobody`;
  const many = fact !== undefined && people.length > MOST_NAMED;
  return `${label}: ${
    many
      ? `one of ${people.length} people`
      : listInWords(
          people.map(({ name }) => name),
          'or',
        )
  }`;
}

/**
 * Everybody a role can ask, whatever the facts say: it is resolved for every value that can choose its people, and for
 * a fact that is not known.
 *
 * @throws Error when the policy does not have the role; the policy catalog refuses such files
 */
export function possiblePeople(
  id: string,
  { policy, directory }: AskedContext,
): { readonly role: Role; readonly people: readonly Person[]; readonly fact?: string } {
  const role = policy.roles.find((one) => one.id === id);
  if (!role) throw new Error(`role "${id}" is not defined (this is a bug: the catalog checks it)`);
  const fact = factOfRole(role);
  const maps: readonly FactMap[] =
    fact === undefined
      ? [{}]
      : [
          {},
          ...choosingValues(role, policy).map((value) => ({ [fact]: { state: 'known', value } as const })),
        ];
  const found = maps.flatMap((facts) => resolveRole(id, { policy, facts, directory }).people);
  const people = [...new Map(found.map((person) => [person.email, person])).values()];
  return { role, people, ...(fact !== undefined && { fact }) };
}

/** The values of its fact that choose people; every other one asks those who stand in. */
function choosingValues(
  role: Role,
  { orgChart = NO_ORG_CHART }: Pick<Policy, 'orgChart'>,
): readonly string[] {
  if ('byFact' in role) return Object.keys(role.byFact.people);
  if (!('source' in role)) return [];
  const { source } = role;
  if (source.kind === 'manager') return Object.keys(orgChart.managers);
  return source.kind === 'team_lead_by_fact' ? Object.keys(source.teams ?? orgChart.teamLeads) : [];
}
