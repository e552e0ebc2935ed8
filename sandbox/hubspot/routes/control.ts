import { Router } from 'express';
import { z } from 'zod';
import type { FlowStore } from '../engine/flow-store.ts';
import type { WorkflowEngine } from '../engine/workflow-engine.ts';
import { FAULT_KINDS, type FaultQueue } from '../http/faults.ts';
import { objectTypeParam, pathParam, queryText, readBody } from '../http/read-request.ts';
import type { UnknownCall } from '../http/unknown-calls.ts';
import { notFound } from '../hubspot-error.ts';
import type { OAuthGrants } from '../oauth/oauth-grants.ts';
import type { ListStore } from '../store/list-store.ts';
import type { PortalRecord } from '../store/model.ts';
import { OBJECT_TYPES, type ObjectType, requireObjectType } from '../store/object-types.ts';
import type { Portal } from '../store/portal.ts';
import { editAsUser } from '../user-actions.ts';
import type { WebhookSender } from '../webhooks/webhook-sender.ts';
import { oauthControlRoutes } from './oauth.ts';

/** What the control plane steers. */
export interface ControlledParts {
  readonly portal: Portal;
  readonly appId: number;
  readonly flows: FlowStore;
  readonly lists: ListStore;
  readonly grants: OAuthGrants;
  readonly engine: WorkflowEngine;
  readonly webhooks: WebhookSender;
  readonly faults: FaultQueue;
  readonly unknownCalls: readonly UnknownCall[];
}

/** A fault as another process asks for it. */
export const FaultBody = z.object({
  kind: z.enum(FAULT_KINDS),
  method: z.string().optional(),
  path: z.string().optional(),
  after: z.number().int().min(0).optional(),
  times: z.number().int().min(1).optional(),
  status: z.number().int().min(400).max(599).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  errorCode: z.string().optional(),
});
const AdvanceBody = z.object({ milliseconds: z.number().min(0), run: z.boolean().default(true) });
const Edit = z.object({
  objectType: z.string(),
  objectId: z.string(),
  properties: z.record(z.string(), z.string()),
});
const EditBody = z.object({ email: z.string(), edits: z.array(Edit).min(1), run: z.boolean().default(true) });
const DisorderBody = z.object({
  duplicate: z.union([z.boolean(), z.number().min(0).max(1)]).default(false),
  shuffle: z.boolean().default(false),
});
const Subscription = z.object({
  subscriptionType: z.enum(['object.propertyChange', 'object.creation', 'object.deletion']),
  objectType: z.string().transform(requireObjectType),
  propertyName: z.string().optional(),
});
const SubscribeBody = z.object({ targetUrl: z.url(), subscriptions: z.array(Subscription).max(1000) });

/** The control plane under `/_sandbox`, for other processes: it is not part of HubSpot and needs no token. */
export function controlRoutes(parts: ControlledParts): Router {
  const { portal, engine, flows, faults, webhooks } = parts;
  const router = Router();
  router.use('/oauth', oauthControlRoutes(parts.grants));

  router.get('/info', (_req, res) => {
    res.json({
      portalId: portal.portalId,
      appId: parts.appId,
      now: new Date(portal.clock.now()).toISOString(),
    });
  });

  router.post('/clock/advance', async (req, res) => {
    const { milliseconds, run } = readBody(req, AdvanceBody);
    portal.clock.advance(milliseconds);
    res.json({ now: new Date(portal.clock.now()).toISOString(), events: run ? await runFlows() : [] });
  });

  router.post('/flows/run', async (_req, res) => {
    res.json({ events: await runFlows() });
  });

  router.get('/flows/log', (req, res) => {
    const since = Number(queryText(req, 'since') ?? 0);
    res.json({ events: engine.events.filter((event) => event.seq > since) });
  });

  router.get('/flows/enrollments', (_req, res) => {
    res.json({
      enrollments: engine.enrollments.map(({ outputs, ...one }) => ({
        ...one,
        outputs: Object.fromEntries(outputs),
      })),
    });
  });

  router.post('/flows/:flowId/enrol/:objectId', async (req, res) => {
    const result = engine.enrol(pathParam(req, 'flowId'), pathParam(req, 'objectId'));
    res.json({ result, events: await runFlows() });
  });

  router.post('/ui/edit', async (req, res) => {
    const { email, edits, run } = readBody(req, EditBody);
    for (const edit of edits) {
      editAsUser(portal, email, { ...edit, objectType: requireObjectType(edit.objectType) });
    }
    res.json({ events: run ? await runFlows() : [] });
  });

  router.get('/records/:objectType/:id', (req, res) => {
    const record = portal.find(objectTypeParam(req), pathParam(req, 'id'));
    if (!record) throw notFound();
    res.json(dumpRecord(record));
  });

  router.get('/dump', (_req, res) => {
    const types = ['companies', 'contacts', 'deals', 'tickets', 'notes', 'tasks'] as const;
    res.json({
      portalId: portal.portalId,
      people: portal.people.people(),
      teams: portal.people.teams(),
      flows: flows.list(),
      lists: parts.lists.all().map(({ members, ...list }) => ({ ...list, members: [...members.keys()] })),
      properties: definitionsOf((type) => portal.catalog.list(type)),
      propertyGroups: definitionsOf((type) => portal.catalog.groups(type)),
      records: Object.fromEntries(types.map((type) => [type, portal.list(type).map(dumpRecord)])),
    });
  });

  router.get('/writes', (req, res) => {
    res.json({ writes: portal.writeLog.since(Number(queryText(req, 'since') ?? 0)) });
  });

  router.get('/unknown-calls', (_req, res) => {
    res.json({ calls: parts.unknownCalls });
  });

  router.post('/faults', (req, res) => {
    faults.inject(readBody(req, FaultBody));
    res.status(201).json({ pending: faults.pending });
  });

  router.delete('/faults', (_req, res) => {
    faults.clear();
    res.status(204).end();
  });

  router.post('/people/:email/deactivate', (req, res) => {
    const person = portal.people.byEmail(pathParam(req, 'email'));
    if (!person) throw notFound();
    portal.people.deactivate(person.userId);
    res.status(204).end();
  });

  router.post('/webhooks/flush', async (_req, res) => {
    await webhooks.flush();
    res.json({ pending: webhooks.pending, deliveries: webhooks.deliveries });
  });

  router.put('/webhooks/subscriptions', (req, res) => {
    const { targetUrl, subscriptions } = readBody(req, SubscribeBody);
    webhooks.subscribe({
      targetUrl,
      subscriptions: subscriptions.map(({ propertyName, ...rest }) => ({
        ...rest,
        ...(propertyName !== undefined && { propertyName }),
      })),
    });
    res.status(204).end();
  });

  router.post('/webhooks/disorder', (req, res) => {
    webhooks.setDisorder(readBody(req, DisorderBody));
    res.status(204).end();
  });

  async function runFlows() {
    const { events } = await engine.runUntilQuiet();
    await webhooks.flush();
    return events;
  }

  return router;
}

/** Definitions of every record type by the type's name. */
function definitionsOf<T>(list: (type: ObjectType) => readonly T[]): Record<string, readonly T[]> {
  return Object.fromEntries(OBJECT_TYPES.map((type) => [type, list(type)]));
}

/** A record with its present values and whole history. */
function dumpRecord(record: PortalRecord): Record<string, unknown> {
  const entries = [...record.history];
  return {
    id: record.id,
    objectType: record.objectType,
    createdAt: new Date(record.createdAt).toISOString(),
    updatedAt: new Date(record.updatedAt).toISOString(),
    properties: Object.fromEntries(entries.map(([name, history]) => [name, history[0]?.value ?? ''])),
    history: Object.fromEntries(
      entries.map(([name, history]) => [
        name,
        history.map(({ at, ...one }) => ({ ...one, timestamp: new Date(at).toISOString() })),
      ]),
    ),
  };
}
