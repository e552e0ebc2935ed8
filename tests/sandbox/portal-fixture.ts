import { Client } from '@hubspot/api-client';
import { afterEach } from '@jest/globals';
import type { PortalOptions, RunningPortal } from '../../sandbox/hubspot/start-portal.ts';
import { PROPERTY_GROUP, RECORD_PROPERTY } from '../../src/contracts/crm-properties.ts';
import { startWatchedPortal } from '../fixtures/start-watched-portal.ts';

/** The instant at which every test portal stands still. */
export const PORTAL_NOW = new Date('2026-11-23T09:00:00.000Z');
export const CLIENT_SECRET = '11111111-2222-3333-4444-555555555555';

const open: RunningPortal[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((portal) => portal.close()));
});

/** A portal that is closed after the test, and the official SDK pointed at it. */
export async function openPortal(
  options: Partial<PortalOptions> = {},
): Promise<{ running: RunningPortal; hubspot: Client }> {
  const running = await startWatchedPortal({
    clientSecret: CLIENT_SECRET,
    now: PORTAL_NOW,
    rateLimit: 'off',
    ...options,
  });
  open.push(running);
  const hubspot = new Client({ accessToken: running.accessToken, basePath: running.origin });
  return { running, hubspot };
}

/** Installs the two properties that the seeded workflows look at. */
export async function installHoldProperties(hubspot: Client): Promise<void> {
  await hubspot.crm.properties.groupsApi.create('deals', {
    name: PROPERTY_GROUP,
    label: 'Handoff exception',
  });
  await hubspot.apiRequest({
    method: 'POST',
    path: '/crm/v3/properties/deals/batch/create',
    body: {
      inputs: [
        {
          name: RECORD_PROPERTY.routingHold,
          label: 'Routing hold',
          type: 'bool',
          fieldType: 'booleancheckbox',
          groupName: PROPERTY_GROUP,
          options: ['true', 'false'].map((value) => ({
            value,
            label: value,
            hidden: false,
            displayOrder: 0,
          })),
        },
        {
          name: RECORD_PROPERTY.resubmittedAt,
          label: 'Resubmitted at',
          type: 'datetime',
          fieldType: 'date',
          groupName: PROPERTY_GROUP,
        },
      ],
    },
  });
}

/** What an SDK call was refused with. @throws Error when it was not refused */
export async function refusal(
  call: Promise<unknown>,
): Promise<{ code: number; category: string; message: string; errors: Array<{ code: string }> }> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !('body' in error)) throw error;
    const body = error.body as { category: string; message: string; errors?: Array<{ code: string }> };
    return {
      code: Number(error.code),
      category: body.category,
      message: body.message,
      errors: body.errors ?? [],
    };
  }
  throw new Error('the call was not refused');
}
