import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { apiWrite, objectTypeParam, queryFlag, readBody } from '../http/read-request.ts';
import { validationError } from '../hubspot-error.ts';
import type { PortalRecord } from '../store/model.ts';
import type { ObjectType } from '../store/object-types.ts';
import type { Portal } from '../store/portal.ts';
import { batchReply, checkBatchSize, eachInput, missingRecords } from './batch-reply.ts';
import { AssociationsBody, newAssociations } from './objects.ts';
import { NO_WISH, recordReply, wholeRecordReply } from './record-reply.ts';

const MAX_WITH_HISTORY = 50;
const Id = z.object({ id: z.string() });

const ReadBody = z.object({
  inputs: z.array(Id),
  properties: z.array(z.string()).default([]),
  propertiesWithHistory: z.array(z.string()).default([]),
  idProperty: z.string().optional(),
});
const UpdateInput = Id.extend({
  properties: z.record(z.string(), z.unknown()),
  idProperty: z.string().optional(),
  objectWriteTraceId: z.string().optional(),
});
const UpdateBody = z.object({ inputs: z.array(UpdateInput) });
const CreateBody = z.object({
  inputs: z.array(
    z.object({
      properties: z.record(z.string(), z.unknown()),
      associations: AssociationsBody,
      objectWriteTraceId: z.string().optional(),
    }),
  ),
});
const ArchiveBody = z.object({ inputs: z.array(Id) });

/**
 * Batch calls of CRM objects v3. Ids that do not exist make a 207 with what was found. Refused values fail the
 * whole batch, unless every input has an `objectWriteTraceId`, which is how HubSpot's clients ask for errors per
 * input.
 */
export function objectBatchRoutes(portal: Portal, appId: number): Router {
  const router = Router();

  router.post('/crm/v3/objects/:objectType/batch/read', (req, res) => {
    const type = objectTypeParam(req);
    const body = readBody(req, ReadBody);
    checkBatchSize(body.inputs, body.propertiesWithHistory.length > 0 ? MAX_WITH_HISTORY : 100);
    const archived = queryFlag(req, 'archived');
    const found: PortalRecord[] = [];
    const missing: string[] = [];
    for (const { id } of uniqueBy(body.inputs, (input) => input.id)) {
      const record = lookUp(portal, type, id, body.idProperty, archived);
      if (record) found.push(record);
      else missing.push(id);
    }
    const wish = {
      ...NO_WISH,
      properties: body.properties,
      propertiesWithHistory: body.propertiesWithHistory,
    };
    const results = found.map((record) => recordReply(portal, record, wish));
    batchReply(res, portal, results, missingRecords(type, missing, 'get'));
  });

  router.post('/crm/v3/objects/:objectType/batch/create', (req, res) => {
    const type = objectTypeParam(req);
    const { inputs } = readBody(req, CreateBody);
    checkBatchSize(inputs, 100);
    const perInput = inputs.every((input) => input.objectWriteTraceId !== undefined);
    const checked = inputs.map((input) => ({
      input,
      associations: newAssociations(type, input.associations),
    }));
    if (!perInput) for (const { input } of checked) portal.check(type, undefined, input.properties);
    const { results, errors } = eachInput(checked, ({ input, associations }) => {
      const record = portal.create(type, input.properties, apiWrite(req, appId, input), { associations });
      return traced(wholeRecordReply(portal, record), input.objectWriteTraceId);
    });
    batchReply(res, portal, results, errors, 201);
  });

  router.post('/crm/v3/objects/:objectType/batch/update', (req, res) => {
    updateBatch(portal, appId, req, res);
  });

  router.post('/crm/v3/objects/:objectType/batch/archive', (req, res) => {
    const type = objectTypeParam(req);
    const { inputs } = readBody(req, ArchiveBody);
    checkBatchSize(inputs, 100);
    for (const input of inputs) portal.archive(type, input.id, apiWrite(req, appId, input));
    res.status(204).end();
  });

  return router;
}

function updateBatch(portal: Portal, appId: number, req: Request, res: Response): void {
  const type = objectTypeParam(req);
  const { inputs } = readBody(req, UpdateBody);
  checkBatchSize(inputs, 100);
  refuseDoubles(inputs.map((input) => input.id));
  const known: Array<{ input: z.infer<typeof UpdateInput>; record: PortalRecord }> = [];
  const missing: string[] = [];
  for (const input of inputs) {
    const record = lookUp(portal, type, input.id, input.idProperty, false);
    if (record) known.push({ input, record });
    else missing.push(input.id);
  }
  const perInput = inputs.every((input) => input.objectWriteTraceId !== undefined);
  if (!perInput) for (const { input, record } of known) portal.check(type, record, input.properties);
  const { results, errors } = eachInput(known, ({ input, record }) => {
    portal.update(record, input.properties, apiWrite(req, appId, input));
    return traced(wholeRecordReply(portal, record), input.objectWriteTraceId);
  });
  batchReply(res, portal, results, [...missingRecords(type, missing, 'update'), ...errors]);
}

function lookUp(
  portal: Portal,
  type: ObjectType,
  id: string,
  idProperty: string | undefined,
  archived: boolean,
): PortalRecord | undefined {
  if (idProperty !== undefined) return portal.findByUnique(type, idProperty, id);
  if (!archived) return portal.find(type, id);
  return portal.list(type, true).find((record) => record.id === id);
}

function refuseDoubles(ids: readonly string[]): void {
  const doubled = ids.filter((id, at) => ids.indexOf(id) !== at);
  if (doubled.length > 0) {
    throw validationError(`Duplicate IDs found in batch input: [${doubled.join(', ')}]. IDs must be unique`);
  }
}

function uniqueBy<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}

function traced(reply: Record<string, unknown>, traceId: string | undefined): Record<string, unknown> {
  return traceId === undefined ? reply : { ...reply, objectWriteTraceId: traceId };
}
