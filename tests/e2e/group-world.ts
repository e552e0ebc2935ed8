import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import type { CardView } from '@handrail/contracts/card-view';
import { z } from 'zod';
import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';
import type { RunningPortal } from '../../sandbox/hubspot/start-portal.ts';
import { RECORD_PROPERTY } from '../../src/contracts/crm-properties.ts';
import { eventually, filledForm, type TestServer } from '../http/test-server.ts';

const DAY = 24 * 60 * 60 * 1000;
export const MAYA = seedPerson('maya.chen@northwind.example');
const createdSchema = z.object({ id: z.string() });

type GroupObject = 'deals' | 'contacts' | 'companies';

/** An account of the portal with its deals, in the words of those who work with it. */
export function accountsOf({ portal: running }: TestServer) {
  const { portal } = running;
  const send = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const reply = await fetch(`${running.origin}${path}`, {
      method,
      headers: { authorization: `Bearer ${running.accessToken}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!reply.ok) throw new Error(`${method} ${path} answered ${reply.status}: ${await reply.text()}`);
    return reply.status === 204 ? null : reply.json();
  };
  const create = async (type: GroupObject, properties: Readonly<Record<string, string>>) =>
    createdSchema.parse(await send('POST', `/crm/v3/objects/${type}`, { properties })).id;
  const join = (type: GroupObject, id: string, companyId: string) =>
    send('PUT', `/crm/v4/objects/${type}/${id}/associations/default/companies/${companyId}`);
  return {
    company: (name: string) => create('companies', { name, hubspot_owner_id: MAYA.ownerId }),
    /** A deal of Maya's in EMEA that routing would move at its next stage. */
    deal: async (companyId: string, name: string, stage = 'qualifiedtobuy') => {
      const id = await create('deals', {
        dealname: name,
        amount: '60000',
        sales_region: 'EMEA',
        pipeline: 'default',
        dealstage: stage,
        hubspot_owner_id: MAYA.ownerId,
      });
      await join('deals', id, companyId);
      return id;
    },
    contact: async (companyId: string, name: string) => {
      const id = await create('contacts', {
        firstname: name,
        lastname: 'Buyer',
        email: `${name.toLowerCase()}.buyer@acme.example`,
      });
      await join('contacts', id, companyId);
      return id;
    },
    join,
    part: (type: GroupObject, id: string, companyId: string) =>
      send('DELETE', `/crm/v4/objects/${type}/${id}/associations/companies/${companyId}`),
    set: (type: GroupObject, id: string, properties: Readonly<Record<string, string>>) =>
      send('PATCH', `/crm/v3/objects/${type}/${id}`, { properties }),
    value: (type: GroupObject, id: string, name: string) =>
      portal.value(portal.require(type, id), name) ?? '',
    holder: (type: GroupObject, id: string) =>
      portal.value(portal.require(type, id), RECORD_PROPERTY.routingHold) === 'true'
        ? (portal.value(portal.require(type, id), RECORD_PROPERTY.exceptionId) ?? '')
        : '',
    /** Moves deals to the stage at which the territory workflow gives them to the next seller. */
    routeAll: async (ids: readonly string[]) => {
      for (const id of ids)
        await send('PATCH', `/crm/v3/objects/deals/${id}`, {
          properties: { dealstage: 'presentationscheduled' },
        });
      return control(running, '/flows/run');
    },
    routing: () => control(running, '/flows/run'),
  };
}

export type Accounts = ReturnType<typeof accountsOf>;

async function control(
  running: RunningPortal,
  path: string,
): Promise<readonly { kind: string; objectId: string }[]> {
  const reply = await fetch(`${running.origin}/_sandbox${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  const { events } = z
    .object({ events: z.array(z.object({ kind: z.string(), objectId: z.string() })) })
    .parse(await reply.json());
  return events;
}

/** A well-filled Executive Escalation on a company. */
export function escalation(companyId: string) {
  return filledForm(companyId, {
    record: { objectType: 'company', recordId: companyId },
    exceptionTypeId: 'executive-escalation',
    reasonCode: 'our-executive',
    reason: 'Our CEO promised their founder one contact for the whole account until the rollout is live.',
    proposedOwnerId: MAYA.ownerId,
    expiresAt: new Date(Date.now() + 10 * DAY).toISOString(),
  });
}

/** Files an escalation on the company, has Victor approve it, and waits until it is active. @returns its id */
export async function holdAccount(world: TestServer, companyId: string): Promise<string> {
  const filed = await world.as('maya.chen').card(CARD_ROUTES.requests, escalation(companyId));
  const requestId = filed.live?.requestId ?? '';
  await world
    .as('victor.lang')
    .card(CARD_ROUTES.review(requestId), { outcome: 'approve', version: filed.live?.version });
  await eventually(
    () => cardOf(world, 'company', companyId),
    ({ live }) => live?.status === 'active',
  );
  return requestId;
}

export function cardOf(
  world: TestServer,
  objectType: 'company' | 'deal',
  recordId: string,
  mailbox = 'maya.chen',
): Promise<CardView> {
  return world.as(mailbox).card(`${CARD_ROUTES.card}?objectType=${objectType}&recordId=${recordId}`);
}
