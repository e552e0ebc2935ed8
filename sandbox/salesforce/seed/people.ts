import { SEED_PEOPLE, SEED_TEAMS, type SeedPerson } from '../../hubspot/seed/people.ts';
import type { OrgCore } from '../engine/org-core.ts';
import { OPPORTUNITY_STAGES } from '../schema/standard-objects.ts';
import { plantRecord } from './plant-record.ts';

/** The user that Handrail connects as. */
export const INTEGRATION_USERNAME = 'handrail@northwind.example';

const CRO_ROLE = 'Chief Revenue Officer';
const OPERATIONS_ROLE = 'Revenue Operations';

/**
 * The people of the org: the same fourteen as in the sandbox portal, each in the role of their team under the chief
 * revenue officer, with their manager; a public group and a queue for each region; the user of the integration.
 */
export function seedPeople(org: OrgCore): void {
  const licence = plantRecord(org, 'UserLicense', { Name: 'Salesforce' });
  const profile = plantRecord(org, 'Profile', { Name: 'Standard User', UserLicenseId: licence });
  const cro = plantRecord(org, 'UserRole', { Name: CRO_ROLE, DeveloperName: 'CRO' });
  const roles = new Map<string | undefined, string>([[undefined, cro]]);
  for (const name of [...SEED_TEAMS.map((team) => team.name), OPERATIONS_ROLE]) {
    const DeveloperName = name.replaceAll(' ', '_');
    roles.set(name, plantRecord(org, 'UserRole', { Name: name, DeveloperName, ParentRoleId: cro }));
  }
  const users = new Map<string, string>();
  // Whoever manages comes first, so that the others can point to them.
  const rank: Readonly<Record<SeedPerson['job'], number>> = { cro: 0, manager: 1, revops: 1, rep: 2 };
  for (const person of SEED_PEOPLE.toSorted((a, b) => rank[a.job] - rank[b.job])) {
    const { email, firstName, lastName, team } = person;
    const ManagerId = users.get(managerOf(person)?.email ?? '');
    const id = plantRecord(org, 'User', {
      Username: email,
      Email: email,
      FirstName: firstName,
      LastName: lastName,
      ProfileId: profile,
      UserRoleId: roles.get(team),
      ...(ManagerId !== undefined && { ManagerId }),
    });
    users.set(email, id);
  }
  for (const { name, region } of SEED_TEAMS) {
    const group = plantRecord(org, 'Group', {
      Name: `${region} Deal Desk`,
      DeveloperName: `${region}_Deal_Desk`,
      Type: 'Regular',
    });
    for (const { email } of SEED_PEOPLE.filter((one) => one.team === name && one.job === 'manager')) {
      plantRecord(org, 'GroupMember', { GroupId: group, UserOrGroupId: users.get(email) });
    }
    plantRecord(org, 'Group', { Name: `${region} Leads`, DeveloperName: `${region}_Leads`, Type: 'Queue' });
  }
  plantRecord(org, 'User', {
    Username: INTEGRATION_USERNAME,
    Email: INTEGRATION_USERNAME,
    LastName: 'Handrail',
    ProfileId: profile,
  });
}

/** The one row that says which org this is. */
export function seedOrganization(org: OrgCore): void {
  plantRecord(org, 'Organization', {
    Name: 'Northwind',
    OrganizationType: 'Developer Edition',
    IsSandbox: false,
    InstanceName: 'SBX1',
  });
}

/** The stages that `OpportunityStage` lists. */
export function seedStages(org: OrgCore): void {
  for (const [at, { name, probability, closed, won }] of OPPORTUNITY_STAGES.entries()) {
    plantRecord(org, 'OpportunityStage', {
      MasterLabel: name,
      ApiName: name,
      IsClosed: closed,
      IsWon: won,
      SortOrder: at + 1,
      DefaultProbability: probability,
    });
  }
}

/** A user's id by their address. @throws Error when the org does not have them */
export function userIdOf(org: OrgCore, email: string): string {
  const found = org.store.all('User').find(({ values }) => values.Username === email);
  if (!found) throw new Error(`the org has no user ${email}`);
  return found.id;
}

function managerOf({ job, team }: SeedPerson): SeedPerson | undefined {
  if (job === 'cro') return undefined;
  return SEED_PEOPLE.find((one) =>
    job === 'rep' ? one.job === 'manager' && one.team === team : one.job === 'cro',
  );
}
