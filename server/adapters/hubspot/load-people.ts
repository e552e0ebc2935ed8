import type { CrmTeam, PeopleSnapshot } from '../../../src/domain/policy/directory.ts';
import type { Person } from '../../../src/domain/policy/facts.ts';
import type { HubSpotClient } from './client.ts';
import { personOf } from './mapper.ts';
import { hubspotPath } from './paths.ts';
import { readOwners } from './portal-catalog.ts';
import { type HubSpotOwner, type HubSpotTeam, teamListSchema } from './schema.ts';

/**
 * Reads owners and teams. HubSpot makes an owner of every user; the owner of a user who was deactivated or removed is
 * archived. Its API names no manager and no team lead (docs/decisions/0022).
 */
export async function loadPeople(client: HubSpotClient): Promise<Omit<PeopleSnapshot, 'readAt'>> {
  const [active, archived, teams] = await Promise.all([
    readOwners(client, 'job'),
    readOwners(client, 'job', { archived: true }),
    readTeams(client),
  ]);
  // Somebody who left and came back has an owner of each kind: the active one counts.
  const people = new Map<string, Person>();
  const byUserId = new Map<string, string>();
  for (const person of [...archived, ...active].flatMap((owner) => personWithUser(owner) ?? [])) {
    people.set(person.email, person);
    if (person.userId !== undefined) byUserId.set(person.userId, person.email);
  }
  return {
    people: [...people.values()].toSorted((a, b) => a.email.localeCompare(b.email, 'en')),
    teams: teams.map((team) => teamOf(team, byUserId)),
  };
}

async function readTeams(client: HubSpotClient): Promise<readonly HubSpotTeam[]> {
  const { results } = await client.send({
    method: 'GET',
    path: hubspotPath('teams', {}),
    schema: teamListSchema,
    purpose: 'list the teams',
    patience: 'job',
  });
  return results;
}

/** An archived owner names its user in another field. */
function personWithUser(owner: HubSpotOwner): Person | null {
  const person = personOf(owner);
  const userId = owner.userId ?? owner.userIdIncludingInactive;
  return person && userId != null ? { ...person, userId: String(userId) } : person;
}

/** A member without an owner has no address here; HubSpot knows none such. */
function teamOf(
  { name, userIds, secondaryUserIds }: HubSpotTeam,
  byUserId: ReadonlyMap<string, string>,
): CrmTeam {
  const members = [...userIds, ...secondaryUserIds].flatMap((userId) => byUserId.get(userId) ?? []);
  return { name, members: [...new Set(members)] };
}
