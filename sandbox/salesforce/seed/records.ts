import { regionalSellers, SALES_REGIONS, type SalesRegion, SEED_PEOPLE } from '../../hubspot/seed/people.ts';
import { createRandom, type RandomSource } from '../../hubspot/seed/random.ts';
import type { Org } from '../create-org.ts';
import { OPPORTUNITY_STAGES } from '../schema/standard-objects.ts';
import { userIdOf } from './people.ts';

/** Two like opportunities: same region, amount, stage and owner. What happens to one and not to the other is visible. */
export interface LikeOpportunities {
  readonly auroraGrid: string;
  readonly borealisFreight: string;
}

export const LIKE_OPPORTUNITY_OWNER = 'maya.chen@northwind.example';
const LIKE_AMOUNT = 84_000;

const OPPORTUNITIES = 60;
const LEADS = 24;
const CASES = 10;
const MS_PER_DAY = 86_400_000;

const FIRST_WORDS = 'Amber Birch Cobalt Delta Ember Fjord Granite Harbor Indigo Juniper'.split(' ');
const SECOND_WORDS = ['Logistics', 'Energy', 'Health'];
const GIVEN_NAMES = 'Ada Bram Chloe Diego Elif Farid Greta Hugo'.split(' ');
const FAMILY_NAMES = 'Abara Bianchi Costa Dvorak Eriksen Fischer'.split(' ');
const INDUSTRIES = ['Energy', 'Technology', 'Manufacturing', 'Retail'];
const COUNTRIES: Readonly<Record<SalesRegion, string>> = {
  AMER: 'Canada',
  EMEA: 'Sweden',
  APAC: 'Japan',
  LATAM: 'Brazil',
};
const SUBJECTS = ['Invoice question', 'Onboarding delayed', 'Cannot sign in', 'Contract copy needed'];

interface SeededAccount {
  readonly id: string;
  readonly name: string;
  readonly region: SalesRegion;
}

/** Fills an org with accounts, opportunities, leads and cases, owned by the sellers of their regions. */
export function seedRecords(org: Org): LikeOpportunities {
  const random = createRandom(20_261_123);
  const like = {
    auroraGrid: plantLike(org, 'Aurora Grid'),
    borealisFreight: plantLike(org, 'Borealis Freight'),
  };
  const accounts = FIRST_WORDS.flatMap((first) =>
    SECOND_WORDS.map((second) => plantAccount(org, random, `${first} ${second}`)),
  );
  for (let at = 0; at < OPPORTUNITIES; at += 1) plantOpportunity(org, random, random.pick(accounts), at);
  for (let at = 0; at < LEADS; at += 1) plantLead(org, random, at);
  for (let at = 0; at < CASES; at += 1) {
    const { id, region } = random.pick(accounts);
    const Subject = random.pick(SUBJECTS);
    org.plant('Case', {
      Subject,
      AccountId: id,
      Sales_Region__c: region,
      OwnerId: seller(org, random, region),
    });
  }
  return like;
}

function plantLike(org: Org, company: string): string {
  const OwnerId = userIdOf(org.core, LIKE_OPPORTUNITY_OWNER);
  const AccountId = org.plant('Account', {
    Name: company,
    Industry: 'Energy',
    NumberOfEmployees: 4_200,
    BillingCountry: COUNTRIES.EMEA,
    Sales_Region__c: 'EMEA',
    OwnerId,
  });
  return org.plant('Opportunity', {
    Name: `${company}: group rollout`,
    AccountId,
    Amount: LIKE_AMOUNT,
    StageName: 'Qualification',
    CloseDate: inDays(org, 45),
    Sales_Region__c: 'EMEA',
    OwnerId,
  });
}

function plantAccount(org: Org, random: RandomSource, name: string): SeededAccount {
  const region = random.pick(SALES_REGIONS);
  const id = org.plant('Account', {
    Name: name,
    Industry: random.pick(INDUSTRIES),
    NumberOfEmployees: random.between(2, 300) * 10,
    BillingCountry: COUNTRIES[region],
    Sales_Region__c: region,
    OwnerId: seller(org, random, region),
  });
  return { id, name, region };
}

function plantOpportunity(org: Org, random: RandomSource, account: SeededAccount, at: number): void {
  org.plant('Opportunity', {
    Name: `${account.name}: ${random.pick(['pilot', 'rollout', 'renewal', 'second site'])}`,
    AccountId: account.id,
    Amount: random.between(4, 300) * 1_000,
    StageName: OPPORTUNITY_STAGES[at % OPPORTUNITY_STAGES.length]?.name,
    CloseDate: inDays(org, random.between(-30, 120)),
    Sales_Region__c: account.region,
    OwnerId: seller(org, random, account.region),
  });
}

function plantLead(org: Org, random: RandomSource, at: number): void {
  const region = random.pick(SALES_REGIONS);
  org.plant('Lead', {
    FirstName: GIVEN_NAMES[at % GIVEN_NAMES.length],
    LastName: FAMILY_NAMES[at % FAMILY_NAMES.length],
    Company: `${random.pick(FIRST_WORDS)} ${random.pick(SECOND_WORDS)}`,
    Country: COUNTRIES[region],
    Sales_Region__c: region,
    OwnerId: seller(org, random, region),
  });
}

function seller(org: Org, random: RandomSource, region: SalesRegion): string {
  const { email } = random.pick(regionalSellers(region)) ?? SEED_PEOPLE[0];
  return userIdOf(org.core, email);
}

/** A day of the org's calendar, as `YYYY-MM-DD`. */
function inDays(org: Org, days: number): string {
  return new Date(org.clock.now() + days * MS_PER_DAY).toISOString().slice(0, 10);
}
