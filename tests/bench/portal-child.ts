// The CRM of the benchmark in a process of its own, so that its work is not counted as Handrail's.

import { subscribe } from 'node:diagnostics_channel';
import { OBJECT_TYPES } from '@handrail/contracts/vocabulary';
import { pino } from 'pino';
import { regionalSellers, SALES_REGIONS, SEED_TEAMS } from '../../sandbox/hubspot/seed/people.ts';
import { SALES_PIPELINE_ID, SALES_STAGE } from '../../sandbox/hubspot/seed/pipelines.ts';
import { startPortal } from '../../sandbox/hubspot/start-portal.ts';
import type { WriteContext } from '../../sandbox/hubspot/store/model.ts';
import type { Portal } from '../../sandbox/hubspot/store/portal.ts';
import { createHubSpotClient } from '../../server/adapters/hubspot/client.ts';
import { installProperties } from '../../server/adapters/hubspot/install.ts';
import { answerParent } from './answer-parent.ts';

const SEED_WRITE: WriteContext = {
  method: 'SEED',
  path: '',
  body: null,
  source: { sourceType: 'IMPORT', sourceId: 'bench', sourceLabel: 'Benchmark' },
};
const FIRST_USER = 48_200_000;
/** From one approver up to three. */
const AMOUNTS = [60_000, 120_000, 300_000];

const running = await startPortal({ clientSecret: 'bench-client-secret', rateLimit: 'off' });
await installProperties(
  createHubSpotClient({
    accessToken: running.accessToken,
    basePath: running.origin,
    logger: pino({ level: 'silent' }),
  }),
  OBJECT_TYPES,
);
const reps = makeReps(running.portal, Number(process.env.BENCH_REPS));
const deals = makeDeals(running.portal, Number(process.env.BENCH_DEALS));

let lastCallAt = performance.now();
const heard = () => {
  lastCallAt = performance.now();
};
subscribe('http.server.request.start', heard);
subscribe('http.server.response.finish', heard);

const { origin, portalId, clientSecret, accessToken, unknownCalls } = running;
answerParent(
  { origin, portalId, clientSecret, accessToken, reps, deals },
  {
    quiet: () => ({
      quietMs: performance.now() - lastCallAt,
      unknownCalls: unknownCalls.length,
      // A record that was tagged once has one write of the application.
      taggedRecords: new Set(running.writeLog.map(({ objectId }) => objectId)).size,
    }),
  },
  () => running.close(),
);

/** People who file. They are many because one user is limited to some requests a minute. */
function makeReps(portal: Portal, count: number): { userId: number; email: string }[] {
  return Array.from({ length: count }, (_, at) => {
    const person = {
      userId: FIRST_USER + at,
      ownerId: String(FIRST_USER + at),
      email: `rep.${at}@northwind.example`,
      firstName: 'Rep',
      lastName: String(at),
    };
    const team = SEED_TEAMS[at % SEED_TEAMS.length];
    portal.people.addPerson({
      ...person,
      roleId: '9101',
      superAdmin: false,
      secondaryTeamIds: [],
      active: true,
      ...(team && { primaryTeamId: team.id }),
    });
    return { userId: person.userId, email: person.email };
  });
}

/** Deals that qualify for Strategic Logo, over all regions, each with a company. */
function makeDeals(portal: Portal, count: number): string[] {
  const companies = portal.list('companies');
  const ids = Array.from({ length: count }, (_, at) => {
    const region = SALES_REGIONS[at % SALES_REGIONS.length] ?? 'EMEA';
    const sellers = regionalSellers(region);
    const company = companies[at % companies.length];
    const deal = portal.create(
      'deals',
      {
        dealname: `Benchmark deal ${at}`,
        amount: AMOUNTS[at % AMOUNTS.length],
        sales_region: region,
        pipeline: SALES_PIPELINE_ID,
        dealstage: SALES_STAGE.qualified,
        hubspot_owner_id: sellers[at % sellers.length]?.ownerId,
      },
      SEED_WRITE,
      { associations: company ? [{ toType: 'companies', toId: company.id }] : [] },
    );
    return deal.id;
  });
  portal.writeLog.clear();
  return ids;
}
