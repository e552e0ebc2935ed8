import type { Person } from './facts.ts';

/** A team of the CRM with its people, as lower-case e-mail addresses. */
export interface CrmTeam {
  readonly name: string;
  /** Those whose main team it is, and those who belong to it besides. */
  readonly members: readonly string[];
}

/** Everybody a CRM knows, read at one moment; those who were deactivated are among them, with `active: false`. */
export interface PeopleSnapshot {
  /** ISO 8601 instant. */
  readonly readAt: string;
  readonly people: readonly Person[];
  readonly teams: readonly CrmTeam[];
}

/** What is known of people when roles are resolved. It knows nothing of whom it does not have. */
export interface Directory {
  /** @param email lower case */
  person(email: string): Person | undefined;
  /** Everybody of a team, by its name in any case; undefined when no such team is known. */
  team(name: string): readonly string[] | undefined;
  /** The addresses of everybody who is active. */
  everybody(): readonly string[];
  /** When the people were read, if that is too long ago to pass for now; an ISO 8601 instant. */
  readonly staleSince?: string;
}

/** Nothing was read: people are known by their address alone, and teams not at all. */
export const EMPTY_DIRECTORY: Directory = {
  person: () => undefined,
  team: () => undefined,
  everybody: () => [],
};

/** People are read once a day. A read that is older than this has failed at least once since. */
export const STALE_AFTER_MS = 26 * 60 * 60 * 1000;

/** A snapshot as a directory. */
export function directoryOf({ readAt, people, teams }: PeopleSnapshot, now: Date): Directory {
  const byEmail = new Map(people.map((person) => [person.email, person]));
  const byName = new Map(teams.map(({ name, members }) => [keyOf(name), members]));
  const isStale = now.getTime() - Date.parse(readAt) > STALE_AFTER_MS;
  return {
    person: (email) => byEmail.get(email),
    team: (name) => byName.get(keyOf(name)),
    everybody: () => people.filter(({ active }) => active !== false).map(({ email }) => email),
    ...(isStale && { staleSince: readAt }),
  };
}

/** Names of teams are typed by hand, in a policy and in the CRM. */
function keyOf(name: string): string {
  return name.trim().toLowerCase();
}
