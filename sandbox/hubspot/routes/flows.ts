import { type Request, Router } from 'express';
import { z } from 'zod';
import { type Flow, FlowInput } from '../engine/flow-document.ts';
import type { FlowStore } from '../engine/flow-store.ts';
import type { WorkflowEngine } from '../engine/workflow-engine.ts';
import { apiWrite, pathParam, queryLimit, queryText, readBody } from '../http/read-request.ts';
import type { Portal } from '../store/portal.ts';
import { batchReply, checkBatchSize, eachInput } from './batch-reply.ts';

const ReadBody = z.object({ inputs: z.array(z.object({ type: z.literal('FLOW_ID'), flowId: z.string() })) });
const CallbackBody = z.object({ outputFields: z.record(z.string(), z.unknown()) });
/** Keys the portal sets itself, whatever a client sends. */
const OWN_KEYS = [
  'id',
  'revisionId',
  'createdAt',
  'updatedAt',
  'dataSources',
  'nextAvailableActionId',
  'crmObjectCreationStatus',
];

/** Automation v4: flows, and the callbacks of custom actions. */
export function flowRoutes(portal: Portal, flows: FlowStore, engine: WorkflowEngine, appId: number): Router {
  const router = Router();

  router.get('/automation/v4/flows', (req, res) => {
    const all = flows.list();
    const limit = queryLimit(req, 100, 100);
    const after = queryText(req, 'after');
    const start = after === undefined ? 0 : all.findIndex((flow) => flow.id === after) + 1;
    const page = all.slice(start, start + limit);
    const last = page.at(-1);
    const more = start + limit < all.length && last !== undefined;
    res.json({ results: page.map(summary), ...(more && { paging: { next: { after: last.id } } }) });
  });

  router.post('/automation/v4/flows', (req, res) => {
    const flow = flows.create(readBody(req, FlowInput));
    log(req, flow);
    res.status(201).json(flow);
  });

  router.post('/automation/v4/flows/batch/read', (req, res) => {
    const { inputs } = readBody(req, ReadBody);
    checkBatchSize(inputs, 100);
    const { results, errors } = eachInput(inputs, (input) => flows.require(input.flowId));
    batchReply(res, portal, results, errors);
  });

  // `email-campaigns` lies under the same path but is no flow: it must end as an unknown call.
  router.param('flowId', (_req, _res, next, flowId) => next(/^\d+$/.test(flowId) ? undefined : 'route'));

  router.get('/automation/v4/flows/:flowId', (req, res) => {
    res.json(flows.require(pathParam(req, 'flowId')));
  });

  router.put('/automation/v4/flows/:flowId', (req, res) => {
    const body = readBody(req, z.record(z.string(), z.unknown()));
    const input = readBody(req, FlowInput);
    const written = Object.fromEntries(Object.entries(input).filter(([key]) => !OWN_KEYS.includes(key)));
    const flow = flows.replace(pathParam(req, 'flowId'), FlowInput.parse(written), body);
    log(req, flow);
    res.json(flow);
  });

  router.delete('/automation/v4/flows/:flowId', (req, res) => {
    const flow = flows.require(pathParam(req, 'flowId'));
    flows.delete(flow.id);
    log(req, flow);
    res.status(204).end();
  });

  router.post('/automation/v4/actions/callbacks/:callbackId/complete', (req, res) => {
    engine.completeCallback(pathParam(req, 'callbackId'), readBody(req, CallbackBody).outputFields);
    res.status(204).end();
  });

  function log(req: Request, flow: Flow): void {
    portal.writeLog.append(portal.clock.now(), apiWrite(req, appId), {
      objectType: 'flows',
      objectId: flow.id,
      properties: {},
    });
  }

  return router;
}

function summary(flow: Flow): Record<string, unknown> {
  const { id, name, isEnabled, flowType, objectTypeId, revisionId, createdAt, updatedAt } = flow;
  return { id, name, isEnabled, flowType, objectTypeId, revisionId, createdAt, updatedAt };
}
