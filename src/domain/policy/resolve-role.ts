import type { ResolvedRequirement } from './decision.ts';
import type { Directory } from './directory.ts';
import type { FactMap, Person } from './facts.ts';
import type { Policy, Requirement } from './policy.ts';
import type { RoleRequirement } from './requirement.ts';
import { EMAIL_FACT, factOfRole, leadsOf, NO_ORG_CHART, type Role, type RoleSource } from './role.ts';
import { factInWords, factNameInWords, listInWords } from './words.ts';

/** What roles are resolved against. */
export interface RoleContext {
  readonly policy: Pick<Policy, 'roles' | 'orgChart'>;
  readonly facts: FactMap;
  readonly directory: Directory;
}

/**
 * Turns roles into people. A role whose fact is unknown or whose people cannot be read resolves to its `otherwise`
 * people: unknown never means nobody.
 *
 * @throws Error when the requirement names a role the policy does not have; the policy catalog refuses such files
 */
export function resolveRequirement(requirement: Requirement, context: RoleContext): ResolvedRequirement {
  return requirement.kind === 'role'
    ? { ...requirement, ...resolveRole(requirement.role, context) }
    : { kind: requirement.kind, of: requirement.of.map((part) => resolveRequirement(part, context)) };
}

/** People by address, with the reason; `standsIn` when they are the `otherwise` people. */
interface Chosen {
  readonly emails: readonly string[];
  readonly because: string;
  readonly standsIn: boolean;
}

/**
 * The people behind one role, and why they are. Somebody who is known to be inactive is left out and named; when that
 * leaves nobody, the `otherwise` people are asked.
 *
 * @throws Error as `resolveRequirement`
 */
export function resolveRole(
  id: string,
  context: RoleContext,
): Pick<RoleRequirement, 'role' | 'label' | 'people' | 'because' | 'fact' | 'leftOut'> {
  const role = context.policy.roles.find((one) => one.id === id);
  if (!role) throw new Error(`role "${id}" is not defined (this is a bug: the catalog checks it)`);
  const { directory } = context;
  const fact = factOfRole(role);
  const chosen = choose(role, context);
  const first = split(chosen.emails, directory);
  const second =
    first.active.length === 0 && 'otherwise' in role && !chosen.standsIn
      ? split(role.otherwise, directory)
      : null;
  const people = second ? second.active : first.active;
  const inactive = [...first.inactive, ...(second?.inactive ?? [])];
  const leftOut = [...new Map(inactive.map((person) => [person.email, person])).values()];
  return {
    role: id,
    label: role.label,
    people,
    because: `${chosen.because}${leftOutInWords(leftOut, people, second !== null)}${asOf(role, leftOut, directory)}`,
    ...(fact !== undefined && { fact }),
    ...(leftOut.length > 0 && { leftOut }),
  };
}

/**
 * The active people a role surely has: those its source names, never those who only stand in for what is not known.
 * For what must not be granted on a doubt.
 */
export function holdersOf(role: Role, context: RoleContext): readonly string[] {
  const { emails, standsIn } = choose(role, context);
  return standsIn ? [] : split(emails, context.directory).active.map(({ email }) => email);
}

function split(emails: readonly string[], directory: Directory) {
  const people = emails.map((email): Person => directory.person(email) ?? { email, name: email });
  return {
    active: people.filter(({ active }) => active !== false),
    inactive: people.filter(({ active }) => active === false),
  };
}

function leftOutInWords(leftOut: readonly Person[], people: readonly Person[], hasStandIns: boolean): string {
  if (leftOut.length === 0) return '';
  const verb = leftOut.length === 1 ? 'is' : 'are';
  const who = `${listInWords(leftOut.map(({ name }) => name))} ${verb} not active in the CRM`;
  if (people.length === 0) return ` (${who}, so nobody is left)`;
  return hasStandIns ? ` (${who}, so those who stand in are asked)` : ` (${who} and left out)`;
}

/** An old reading of people is used, and said where people came from it. */
function asOf(role: Role, leftOut: readonly Person[], { staleSince }: Directory): string {
  const isFromCrm = leftOut.length > 0 || ('source' in role && role.source.kind === 'team');
  if (!isFromCrm || staleSince === undefined) return '';
  return `, as of ${staleSince.slice(0, 16).replace('T', ' ')} UTC, when people were last read from the CRM`;
}

function choose(role: Role, context: RoleContext): Chosen {
  if ('people' in role) return { emails: role.people, because: role.label, standsIn: false };
  if ('source' in role) return chooseFrom(role.source, role, context);
  return byFactValue(role, role.byFact.fact, context.facts, (value) => {
    const line = lineOf(role.byFact.people, value);
    return line ? { emails: line[1], because: `${role.label} for ${line[0]}` } : null;
  });
}

type RoleWithOtherwise = Extract<Role, { readonly otherwise: readonly string[] }>;

function chooseFrom(
  source: RoleSource,
  role: RoleWithOtherwise,
  { policy, facts, directory }: RoleContext,
): Chosen {
  const { label } = role;
  const { orgChart = NO_ORG_CHART } = policy;
  const lead = (team: string, forWhat = `the team ${team}`) => {
    const emails = leadsOf(orgChart, team);
    return emails.length > 0 ? { emails, because: `${label} for ${forWhat}` } : null;
  };
  switch (source.kind) {
    case 'team': {
      const emails = directory.team(source.team) ?? [];
      return emails.length > 0
        ? { emails, because: `${label}: the team ${source.team}`, standsIn: false }
        : standIns(role, `nobody is known of the team ${source.team}`);
    }
    case 'team_lead': {
      const found = lead(source.team);
      return found ? { ...found, standsIn: false } : standIns(role, `nobody leads ${source.team}`);
    }
    case 'team_lead_by_fact':
      return byFactValue(role, source.fact, facts, (value) => {
        if (!source.teams) return lead(value, value);
        const line = lineOf(source.teams, value);
        return line ? lead(line[1], line[0]) : null;
      });
    case 'manager':
      return byFactValue(role, EMAIL_FACT[source.of], facts, (value) => {
        const manager = orgChart.managers[value.toLowerCase()];
        if (manager === undefined) return null;
        const name = directory.person(value.toLowerCase())?.name ?? value;
        return { emails: [manager], because: `${label}: manager of ${name}` };
      });
  }
}

/** The people for a known fact's value, else those who stand in. */
function byFactValue(
  role: RoleWithOtherwise,
  factName: string,
  facts: FactMap,
  find: (value: string) => Omit<Chosen, 'standsIn'> | null,
): Chosen {
  const name = factNameInWords(factName);
  const fact = facts[factName];
  if (fact?.state !== 'known') {
    return standIns(role, `${name} is ${fact ? factInWords(fact) : 'unknown'}`);
  }
  const found = find(String(fact.value).trim());
  if (found) return { ...found, standsIn: false };
  return {
    emails: role.otherwise,
    because: `${role.label}: nobody is named for ${name} ${String(fact.value)}`,
    standsIn: true,
  };
}

function standIns({ label, otherwise }: RoleWithOtherwise, why: string): Chosen {
  return { emails: otherwise, because: `${label}: ${why}, so those who stand in are asked`, standsIn: true };
}

function lineOf<T>(lines: Readonly<Record<string, T>>, value: string): readonly [string, T] | undefined {
  return Object.entries(lines).find(([key]) => key.toLowerCase() === value.toLowerCase());
}
