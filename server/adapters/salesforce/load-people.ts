import type { CrmTeam, PeopleSnapshot } from '../../../src/domain/policy/directory.ts';
import type { Person } from '../../../src/domain/policy/facts.ts';
import type { SalesforceClient } from './client.ts';
import { personOf } from './mapper.ts';
import { queryAll } from './queries.ts';
import { groupMemberSchema, groupSchema, userSchema } from './schema.ts';

/**
 * Reads users, roles and public groups. A role is a team of those who have it; a public group one of its members and
 * of the members of groups inside it. Groups that hold roles as members show only the people named by themselves.
 */
export async function loadPeople(client: SalesforceClient): Promise<Omit<PeopleSnapshot, 'readAt'>> {
  const patience = 'job';
  const [users, groups, members] = await Promise.all([
    queryAll(client, {
      soql: "SELECT Id, Name, Email, IsActive, UserRole.Name FROM User WHERE UserType = 'Standard' ORDER BY IsActive, Id",
      record: userSchema,
      purpose: 'list the people',
      patience,
    }),
    queryAll(client, {
      soql: "SELECT Id, Name FROM Group WHERE Type = 'Regular' ORDER BY Name",
      record: groupSchema,
      purpose: 'list the public groups',
      patience,
    }),
    queryAll(client, {
      soql: 'SELECT GroupId, UserOrGroupId FROM GroupMember',
      record: groupMemberSchema,
      purpose: 'list the members of public groups',
      patience,
    }),
  ]);
  // Several users may share an address: the active one comes last and counts.
  const people = new Map<string, Person>();
  const emails = new Map<string, string>();
  for (const user of users) {
    const person = personOf(user);
    if (!person) continue;
    people.set(person.email, person);
    emails.set(user.Id, person.email);
  }
  const inside = new Map<string, string[]>();
  for (const { GroupId, UserOrGroupId } of members) {
    inside.set(GroupId, [...(inside.get(GroupId) ?? []), UserOrGroupId]);
  }
  const teams = new Map<string, Set<string>>();
  const join = (team: string, email: string) => teams.set(team, (teams.get(team) ?? new Set()).add(email));
  for (const { team, email } of people.values()) if (team !== undefined) join(team, email);
  for (const { Id, Name } of groups) {
    if (!Name) continue;
    for (const memberId of everybodyIn(Id, inside)) {
      const email = emails.get(memberId);
      if (email !== undefined) join(Name, email);
    }
  }
  return {
    people: [...people.values()].toSorted((a, b) => a.email.localeCompare(b.email, 'en')),
    teams: [...teams].map(([name, own]): CrmTeam => ({ name, members: [...own] })),
  };
}

/** The ids of users in a group and in the groups inside it, however they are nested. */
function everybodyIn(groupId: string, inside: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const open = [groupId];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const members = inside.get(id);
    if (members) open.push(...members);
    else found.add(id);
  }
  return found;
}
