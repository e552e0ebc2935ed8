import { generateKeyPairSync } from 'node:crypto';
import { INTEGRATION_USERNAME, userIdOf } from '../../../sandbox/salesforce/seed/people.ts';
import { type RunningOrg, type RunningOrgOptions, startOrg } from '../../../sandbox/salesforce/start-org.ts';
import { createSalesforceClient } from '../../../server/adapters/salesforce/client.ts';
import { createJwtSessions, type JwtOptions } from '../../../server/adapters/salesforce/jwt-sessions.ts';
import type { Person, RecordRef, StageRef } from '../../../src/domain/policy/facts.ts';
import { createLogLines } from '../hubspot/log-lines.ts';
import { createManualTiming } from '../hubspot/manual-timing.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

export const NOW = new Date('2026-11-23T10:00:00.000Z');
export const OWNER = 'maya.chen@northwind.example';
export const OTHER = 'dale.ortiz@northwind.example';

/** A sandbox org that knows Handrail's certificate, with a client on it that never waits in real time. */
export async function openOrg(options: RunningOrgOptions = {}) {
  const org = await startOrg({ now: NOW, wallClock: () => NOW.getTime(), app: { publicKey }, ...options });
  const { logger, lines } = createLogLines();
  const timing = createManualTiming();
  const jwt: JwtOptions = {
    loginUrl: org.origin,
    clientId: org.app.clientId,
    username: INTEGRATION_USERNAME,
    privateKey,
    wallClock: () => NOW.getTime(),
  };
  const client = createSalesforceClient({ sessions: createJwtSessions(jwt), logger, timing });
  return { org, client, logger, lines, timing, jwt };
}

/** One opportunity with its account, and nothing else. */
export function plantDeal(org: RunningOrg) {
  const companyId = org.plant('Account', { Name: 'Aurora Grid', BillingCountry: 'Sweden' });
  const recordId = org.plant('Opportunity', {
    Name: 'Aurora Grid: group rollout',
    Amount: 84_000,
    StageName: 'Qualification',
    CloseDate: '2026-12-31',
    AccountId: companyId,
    OwnerId: userIdOf(org.core, OWNER),
  });
  const deal: RecordRef = { objectType: 'deal', recordId };
  return { deal, companyId };
}

export function stage(stageId: string): StageRef {
  return { stageId, label: stageId, pipelineLabel: 'Opportunity stages' };
}

export function personIn(org: RunningOrg, email: string): Person {
  const id = userIdOf(org.core, email);
  const values = org.get(id);
  const role = typeof values.UserRoleId === 'string' ? org.core.store.find(values.UserRoleId) : undefined;
  const team = role?.values.Name;
  return {
    email,
    name: String(values.Name),
    userId: id,
    ownerId: id,
    active: true,
    ...(typeof team === 'string' && { team }),
  };
}

/** Ends the org; a call that it did not know is a gap of the sandbox or an error of the adapter. */
export async function closeOrg(org: RunningOrg): Promise<void> {
  await org.close();
  if (org.unknownCalls.length > 0) {
    throw new Error(`the org does not know ${JSON.stringify(org.unknownCalls)}`);
  }
}
