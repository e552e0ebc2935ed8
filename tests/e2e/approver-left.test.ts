import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';
import { type RunningServer, startServer } from '../../server/start-server.ts';
import { type SignedClient, signedClient } from '../http/signed-client.ts';
import { CLIENT_SECRET, filledForm, startTestServer, type TestServer } from '../http/test-server.ts';

/** A story of the people behind roles: an approver has left, and HubSpot is down. */
describe('Inès Moreau, who leads EMEA Sales, left the company this morning', () => {
  let world: TestServer;
  let server: RunningServer;
  const logLines: string[] = [];

  beforeAll(async () => {
    world = await startTestServer();
    await world.server.close();
    world.portal.portal.people.deactivate(seedPerson('ines.moreau@northwind.example').userId);
    const logger = pino({ level: 'info' }, { write: (line: string) => void logLines.push(line) });
    server = await startServer({ ...world.env, metricsPort: 0 }, { logger });
  }, 60_000);
  afterAll(async () => {
    await server.close();
    await world.close();
  });

  function as(mailbox: string): SignedClient {
    const { userId, email } = seedPerson(`${mailbox}@northwind.example`);
    const { portalId } = world.portal;
    return signedClient({ origin: server.origin, clientSecret: CLIENT_SECRET, portalId }, { userId, email });
  }

  it('so RevOps is told by log and metrics before anybody submits, as counts and without names', async () => {
    const line = logLines.find((text) => text.includes('roles checked against the people'));
    expect(JSON.parse(line ?? '{}').findings).toMatchObject({ person_inactive: 1 });
    expect(line).not.toContain('ines');
    const metrics = await (await fetch(`${server.metricsOrigin}/metrics`)).text();
    expect(metrics).toContain('handrail_role_findings{code="person_inactive"} 1');
    expect(metrics).toMatch(/^handrail_people_read_timestamp_seconds \d+/m);
  });

  it('then a rep files for EMEA: the other leads stand in, and card and trail say who was left out', async () => {
    const { live } = await as('maya.chen').card(CARD_ROUTES.requests, filledForm(await world.makeDeal()));
    expect(live?.waitingFor.map(({ name }) => name)).toEqual(['Dale Ortiz', 'Hana Sato', 'Luis Prado']);
    expect(live?.decision.asked[0]?.because).toContain(
      'Inès Moreau is not active in the CRM, so those who stand in are asked',
    );
    const [filed] = await as('maya.chen').trail(live?.requestId ?? '');
    expect(filed?.what).toContain('Left out, not active in the CRM: Inès Moreau as Region lead');
  });

  it('and while HubSpot is down, the region is not known: all four would have to agree, so the rep is told', async () => {
    const recordId = await world.makeDeal();
    world.portal.faults.inject({ kind: 'status', status: 503, times: 1000 });
    const form = filledForm(recordId);
    const code = await as('maya.chen').refusal(CARD_ROUTES.requests, form);
    world.portal.faults.clear();
    // The check of this morning has warned RevOps of it.
    expect(code).toBe('no_eligible_approver');
    const line = logLines.find((text) => text.includes('roles checked against the people'));
    expect(JSON.parse(line ?? '{}').findings).toMatchObject({ threshold_above_people: 1 });
    // With HubSpot back, the same form goes through.
    const { live } = await as('maya.chen').card(CARD_ROUTES.requests, form);
    expect(live?.status).toBe('pending');
  });
});
