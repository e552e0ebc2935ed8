import type { WriteContext } from '../store/model.ts';
import type { Portal } from '../store/portal.ts';
import { regionalSellers, type SalesRegion, seedPerson } from './people.ts';
import { RENEWAL_STAGE, RENEWALS_PIPELINE_ID, SALES_PIPELINE_ID, SALES_STAGE } from './pipelines.ts';
import { createRandom, type RandomSource } from './random.ts';

/** Two like deals: same region, amount, stage and owner. What happens to one and not to the other is visible. */
export const LIKE_DEALS = {
  auroraGrid: { id: '9000000101', name: 'Aurora Grid: group rollout', company: 'Aurora Grid' },
  borealisFreight: { id: '9000000102', name: 'Borealis Freight: group rollout', company: 'Borealis Freight' },
} as const;
export const LIKE_DEAL_AMOUNT = 84_000;
export const LIKE_DEAL_OWNER = 'maya.chen@northwind.example';

const MS_PER_DAY = 86_400_000;
const COMPANIES = 120;
const DEALS = 318;
const TICKETS = 40;
const BLANK_REGION_SHARE = 0.06;
const RENEWAL_SHARE = 0.25;

const SEED_WRITE: WriteContext = {
  method: 'SEED',
  path: '',
  body: null,
  source: { sourceType: 'IMPORT', sourceId: 'seed', sourceLabel: 'Initial import' },
};

const FIRST_WORDS =
  'Amber Birch Cobalt Delta Ember Fjord Granite Harbor Indigo Juniper Keystone Lumen Meridian Nimbus Onyx Pioneer Quarry Ridge Summit Tidal'.split(
    ' ',
  );
const SECOND_WORDS = 'Logistics Energy Health Foods Robotics Textiles'.split(' ');
const GIVEN_NAMES =
  'Ada Bram Chloe Diego Elif Farid Greta Hugo Isla Jun Kofi Lena Marco Nadia Omar Petra Quinn Rosa Sven Talia'.split(
    ' ',
  );
const FAMILY_NAMES =
  'Abara Bianchi Costa Dvorak Eriksen Fischer Garcia Hughes Ito Jansen Kaya Larsen Moreno Novak Owusu Park Rossi Silva Tran Weber'.split(
    ' ',
  );
const INDUSTRIES = [
  'LOGISTICS_AND_SUPPLY_CHAIN',
  'UTILITIES',
  'HOSPITAL_HEALTH_CARE',
  'FOOD_PRODUCTION',
  'MACHINERY',
  'TEXTILES',
];
const COUNTRIES: Readonly<Record<SalesRegion, readonly string[]>> = {
  AMER: ['United States', 'Canada'],
  EMEA: ['France', 'Germany', 'Netherlands', 'Sweden', 'United Arab Emirates'],
  APAC: ['Japan', 'Singapore', 'Australia', 'India'],
  LATAM: ['Brazil', 'Mexico', 'Chile'],
};
const SUBJECTS = [
  'Invoice question',
  'Onboarding delayed',
  'Cannot sign in',
  'Feature request',
  'Contract copy needed',
];

interface SeededCompany {
  readonly id: string;
  readonly name: string;
  readonly region: SalesRegion;
  readonly contactIds: readonly string[];
}

/** Fills the portal with companies, contacts, deals and tickets. The same portal time gives the same records. */
export function seedRecords(portal: Portal): void {
  const random = createRandom(20_261_123);
  for (const deal of Object.values(LIKE_DEALS)) seedLikeDeal(portal, random, deal);
  const companies = Array.from({ length: COMPANIES }, (_, at) => seedCompany(portal, random, at));
  for (let at = 0; at < DEALS; at += 1) seedDeal(portal, random, random.pick(companies), at);
  for (let at = 0; at < TICKETS; at += 1) seedTicket(portal, random, random.pick(companies));
}

function seedCompany(portal: Portal, random: RandomSource, at: number): SeededCompany {
  const first = FIRST_WORDS[at % FIRST_WORDS.length];
  const second = SECOND_WORDS[Math.floor(at / FIRST_WORDS.length) % SECOND_WORDS.length];
  const region = random.weighted<SalesRegion>([
    ['AMER', 4],
    ['EMEA', 4],
    ['APAC', 3],
    ['LATAM', 2],
  ]);
  return createCompany(portal, random, `${first} ${second}`, region);
}

function createCompany(
  portal: Portal,
  random: RandomSource,
  name: string,
  region: SalesRegion,
): SeededCompany {
  const country = random.pick(COUNTRIES[region]);
  const owner = random.pick(regionalSellers(region));
  const domain = `${name.toLowerCase().replaceAll(' ', '-')}.example`;
  const employees = Math.round(20 * 10 ** (random.next() * 3));
  const company = portal.create(
    'companies',
    {
      name,
      domain,
      country,
      industry: random.pick(INDUSTRIES),
      numberofemployees: employees,
      annualrevenue: employees * random.between(60, 220) * 1000,
      hubspot_owner_id: owner.ownerId,
    },
    SEED_WRITE,
    { at: daysAgo(portal, random.between(200, 900)) },
  );
  const contactIds = Array.from({ length: random.between(1, 3) }, (_, at) => {
    const firstname = random.pick(GIVEN_NAMES);
    const lastname = random.pick(FAMILY_NAMES);
    const contact = portal.create(
      'contacts',
      {
        email: `${firstname}.${lastname}.${at + 1}@${domain}`.toLowerCase(),
        firstname,
        lastname,
        country,
        jobtitle: random.pick(['Head of Operations', 'Procurement Lead', 'IT Director', 'CFO']),
        lifecyclestage: random.pick(['lead', 'opportunity', 'customer']),
        hubspot_owner_id: owner.ownerId,
      },
      SEED_WRITE,
      {
        at: daysAgo(portal, random.between(60, 199)),
        associations: [{ toType: 'companies', toId: company.id }],
      },
    );
    return contact.id;
  });
  return { id: company.id, name, region, contactIds };
}

function seedDeal(portal: Portal, random: RandomSource, company: SeededCompany, at: number): void {
  const isRenewal = random.next() < RENEWAL_SHARE;
  const stage = isRenewal ? renewalStage(random) : salesStage(random);
  const isClosed = CLOSED_STAGES.has(stage);
  const age = random.between(5, 180);
  const closesIn = isClosed ? -random.between(1, age) : random.between(5, 150);
  createDeal(portal, {
    name: `${company.name}: ${isRenewal ? 'renewal' : random.pick(['platform', 'pilot', 'expansion', 'rollout'])} ${at + 1}`,
    pipeline: isRenewal ? RENEWALS_PIPELINE_ID : SALES_PIPELINE_ID,
    stage,
    amount: Math.round((2_000 * 10 ** (random.next() * 2.1)) / 500) * 500,
    region: random.next() < BLANK_REGION_SHARE ? '' : company.region,
    ownerId: random.pick(regionalSellers(company.region)).ownerId,
    age,
    closesIn,
    lastActivity: random.between(0, Math.min(age, 30)),
    type: isRenewal ? 'existingbusiness' : 'newbusiness',
    company,
  });
}

function seedLikeDeal(
  portal: Portal,
  random: RandomSource,
  deal: { id: string; name: string; company: string },
): void {
  createDeal(portal, {
    id: deal.id,
    name: deal.name,
    pipeline: SALES_PIPELINE_ID,
    stage: SALES_STAGE.qualified,
    amount: LIKE_DEAL_AMOUNT,
    region: 'EMEA',
    ownerId: seedPerson(LIKE_DEAL_OWNER).ownerId,
    age: 30,
    closesIn: 45,
    lastActivity: 2,
    type: 'newbusiness',
    company: createCompany(portal, random, deal.company, 'EMEA'),
  });
}

interface DealSketch {
  readonly id?: string;
  readonly name: string;
  readonly pipeline: string;
  readonly stage: string;
  readonly amount: number;
  readonly region: SalesRegion | '';
  readonly ownerId: string;
  /** Days since it was created, until it closes, and since its last activity. */
  readonly age: number;
  readonly closesIn: number;
  readonly lastActivity: number;
  readonly type: 'newbusiness' | 'existingbusiness';
  readonly company: SeededCompany;
}

function createDeal(portal: Portal, deal: DealSketch): void {
  portal.create(
    'deals',
    {
      dealname: deal.name,
      pipeline: deal.pipeline,
      dealstage: deal.stage,
      amount: deal.amount,
      dealtype: deal.type,
      sales_region: deal.region,
      hubspot_owner_id: deal.ownerId,
      closedate: new Date(daysAgo(portal, -deal.closesIn)).toISOString(),
    },
    SEED_WRITE,
    {
      ...(deal.id !== undefined && { id: deal.id }),
      at: daysAgo(portal, deal.age),
      calculated: { notes_last_updated: new Date(daysAgo(portal, deal.lastActivity)).toISOString() },
      associations: [
        { toType: 'companies', toId: deal.company.id },
        ...deal.company.contactIds.slice(0, 1).map((toId) => ({ toType: 'contacts' as const, toId })),
      ],
    },
  );
}

function seedTicket(portal: Portal, random: RandomSource, company: SeededCompany): void {
  portal.create(
    'tickets',
    {
      subject: `${random.pick(SUBJECTS)}: ${company.name}`,
      hs_pipeline: '0',
      hs_pipeline_stage: random.pick(['1', '2', '3', '4']),
      hs_ticket_priority: random.pick(['LOW', 'MEDIUM', 'HIGH']),
      hubspot_owner_id: random.pick(regionalSellers(company.region)).ownerId,
    },
    SEED_WRITE,
    { at: daysAgo(portal, random.between(1, 60)), associations: [{ toType: 'companies', toId: company.id }] },
  );
}

const CLOSED_STAGES: ReadonlySet<string> = new Set([
  SALES_STAGE.won,
  SALES_STAGE.lost,
  RENEWAL_STAGE.renewed,
  RENEWAL_STAGE.churned,
]);

function salesStage(random: RandomSource): string {
  return random.weighted([
    [SALES_STAGE.appointment, 4],
    [SALES_STAGE.qualified, 4],
    [SALES_STAGE.presentation, 3],
    [SALES_STAGE.decisionMaker, 2],
    [SALES_STAGE.contract, 2],
    [SALES_STAGE.won, 4],
    [SALES_STAGE.lost, 5],
  ]);
}

function renewalStage(random: RandomSource): string {
  return random.weighted(Object.values(RENEWAL_STAGE).map((stage) => [stage, 1] as const));
}

function daysAgo(portal: Portal, days: number): number {
  return portal.clock.now() - days * MS_PER_DAY;
}
