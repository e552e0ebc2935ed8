/** A person of the seeded portal, so that configuration and tests can name them. */
export interface SeedPerson {
  readonly userId: number;
  readonly ownerId: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly job: 'rep' | 'manager' | 'revops' | 'cro';
  readonly team?: SeedTeamName;
}

export type SalesTeamName = 'AMER Sales' | 'EMEA Sales' | 'APAC Sales' | 'LATAM Sales';
export type SeedTeamName = SalesTeamName | 'Revenue Operations';

/** The values of the deal property `sales_region`. */
export const SALES_REGIONS = ['AMER', 'EMEA', 'APAC', 'LATAM'] as const;
export type SalesRegion = (typeof SALES_REGIONS)[number];

/** The four sales teams, one a region. */
export const SEED_TEAMS: ReadonlyArray<{
  readonly id: string;
  readonly name: SalesTeamName;
  readonly region: SalesRegion;
}> = [
  { id: '40010', name: 'AMER Sales', region: 'AMER' },
  { id: '40020', name: 'EMEA Sales', region: 'EMEA' },
  { id: '40030', name: 'APAC Sales', region: 'APAC' },
  { id: '40040', name: 'LATAM Sales', region: 'LATAM' },
];

/** The team that no region has. */
export const OPERATIONS_TEAM = { id: '40050', name: 'Revenue Operations' } as const;

/** Fourteen people. Owner ids differ from user ids, as in HubSpot. */
export const SEED_PEOPLE: readonly SeedPerson[] = [
  person(1, 'dale.ortiz', 'Dale', 'Ortiz', 'manager', 'AMER Sales'),
  person(2, 'tom.becker', 'Tom', 'Becker', 'rep', 'AMER Sales'),
  person(3, 'grace.okafor', 'Grace', 'Okafor', 'rep', 'AMER Sales'),
  person(4, 'ines.moreau', 'Inès', 'Moreau', 'manager', 'EMEA Sales'),
  person(5, 'maya.chen', 'Maya', 'Chen', 'rep', 'EMEA Sales'),
  person(6, 'jonas.lind', 'Jonas', 'Lind', 'rep', 'EMEA Sales'),
  person(7, 'amira.haddad', 'Amira', 'Haddad', 'rep', 'EMEA Sales'),
  person(8, 'hana.sato', 'Hana', 'Sato', 'manager', 'APAC Sales'),
  person(9, 'ravi.menon', 'Ravi', 'Menon', 'rep', 'APAC Sales'),
  person(10, 'mei.tanaka', 'Mei', 'Tanaka', 'rep', 'APAC Sales'),
  person(11, 'luis.prado', 'Luis', 'Prado', 'manager', 'LATAM Sales'),
  person(12, 'carla.nunez', 'Carla', 'Núñez', 'rep', 'LATAM Sales'),
  person(13, 'priya.nair', 'Priya', 'Nair', 'revops', 'Revenue Operations'),
  person(14, 'victor.lang', 'Victor', 'Lang', 'cro'),
];

/** @throws Error for an address no seeded person has */
export function seedPerson(email: string): SeedPerson {
  const found = SEED_PEOPLE.find((one) => one.email === email);
  if (!found) throw new Error(`no seeded person has the address ${email}`);
  return found;
}

/** The people of a region's team who can own deals there: its reps, and the manager where there is only one rep. */
export function regionalSellers(region: SalesRegion): readonly SeedPerson[] {
  const team = SEED_TEAMS.find((one) => one.region === region)?.name;
  const members = SEED_PEOPLE.filter((one) => one.team === team);
  const reps = members.filter((one) => one.job === 'rep');
  return reps.length > 1 ? reps : members.toSorted((a, b) => b.userId - a.userId);
}

function person(
  at: number,
  mailbox: string,
  firstName: string,
  lastName: string,
  job: SeedPerson['job'],
  team?: SeedTeamName,
): SeedPerson {
  return {
    userId: 48_100_100 + at,
    ownerId: String(771_200 + at * 7),
    email: `${mailbox}@northwind.example`,
    firstName,
    lastName,
    job,
    ...(team && { team }),
  };
}
