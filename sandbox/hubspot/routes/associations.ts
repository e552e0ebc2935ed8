import { type Request, Router } from 'express';
import { z } from 'zod';
import {
  apiWrite,
  objectTypeParam,
  pathParam,
  queryLimit,
  queryText,
  readBody,
} from '../http/read-request.ts';
import { validationError } from '../hubspot-error.ts';
import type { AssociatedRecord } from '../store/association-store.ts';
import { defaultAssociationTypeId, type ObjectType } from '../store/object-types.ts';
import type { Portal } from '../store/portal.ts';
import { batchReply, checkBatchSize, eachInput, missingRecords } from './batch-reply.ts';

const MAX_BATCH_READ = 1000;
const Id = z.object({ id: z.string() });
const ReadBody = z.object({ inputs: z.array(Id) });
const DefaultBody = z.object({ inputs: z.array(z.object({ from: Id, to: Id })) });
const ArchiveBody = z.object({ inputs: z.array(z.object({ from: Id, to: z.array(Id) })) });
const LabelsBody = z
  .array(z.object({ associationCategory: z.string(), associationTypeId: z.number().int() }))
  .min(1);

/** Associations v4 with HubSpot's default types; labels are not kept. */
export function associationRoutes(portal: Portal, appId: number): Router {
  const router = Router();
  const record = '/crm/v4/objects/:fromType/:fromId/associations';
  const batch = '/crm/v4/associations/:fromType/:toType/batch';

  router.put(`${record}/default/:toType/:toId`, (req, res) => {
    const { from, to } = ends(req);
    const results = joinDefault(req, from, to);
    const at = new Date(portal.clock.now()).toISOString();
    res.json({ status: 'COMPLETE', results, startedAt: at, completedAt: at });
  });

  router.put(`${record}/:toType/:toId`, (req, res) => {
    const { from, to } = ends(req);
    for (const spec of readBody(req, LabelsBody)) {
      const known = defaultAssociationTypeId(from.type, to.type);
      if (spec.associationCategory !== 'HUBSPOT_DEFINED' || spec.associationTypeId !== known) {
        throw validationError(
          `invalid association type ${spec.associationTypeId} from ${from.type} to ${to.type}`,
        );
      }
    }
    joinDefault(req, from, to);
    res.status(201).json({
      fromObjectTypeId: from.type,
      fromObjectId: from.id,
      toObjectTypeId: to.type,
      toObjectId: to.id,
      labels: [],
    });
  });

  router.get(`${record}/:toType`, (req, res) => {
    const from = { type: objectTypeParam(req, 'fromType'), id: pathParam(req, 'fromId') };
    portal.require(from.type, from.id);
    const all = liveEnds(from, objectTypeParam(req, 'toType'));
    const limit = queryLimit(req, 500, 500);
    const start = Number(queryText(req, 'after') ?? 0);
    const more = start + limit < all.length;
    res.json({
      results: all.slice(start, start + limit).map(endReply),
      ...(more && { paging: { next: { after: String(start + limit) } } }),
    });
  });

  router.delete(`${record}/:toType/:toId`, (req, res) => {
    const { from, to } = ends(req);
    portal.associations.part(from, to);
    log(req, from, to);
    res.status(204).end();
  });

  router.post(`${batch}/read`, (req, res) => {
    const fromType = objectTypeParam(req, 'fromType');
    const toType = objectTypeParam(req, 'toType');
    const { inputs } = readBody(req, ReadBody);
    checkBatchSize(inputs, MAX_BATCH_READ);
    const known = inputs.filter((input) => portal.find(fromType, input.id));
    const missing = inputs.filter((input) => !portal.find(fromType, input.id)).map((input) => input.id);
    const results = known.flatMap((input) => {
      const to = liveEnds({ type: fromType, id: input.id }, toType).map(endReply);
      return to.length > 0 ? [{ from: { id: input.id }, to }] : [];
    });
    batchReply(res, portal, results, missingRecords(fromType, missing, 'get'));
  });

  router.post(`${batch}/associate/default`, (req, res) => {
    const fromType = objectTypeParam(req, 'fromType');
    const toType = objectTypeParam(req, 'toType');
    const { inputs } = readBody(req, DefaultBody);
    checkBatchSize(inputs, MAX_BATCH_READ);
    const { results, errors } = eachInput(inputs, (input) =>
      joinDefault(req, { type: fromType, id: input.from.id }, { type: toType, id: input.to.id }),
    );
    batchReply(res, portal, results.flat(), errors);
  });

  router.post(`${batch}/archive`, (req, res) => {
    const fromType = objectTypeParam(req, 'fromType');
    const toType = objectTypeParam(req, 'toType');
    const { inputs } = readBody(req, ArchiveBody);
    for (const input of inputs) {
      for (const target of input.to) {
        const from = { type: fromType, id: input.from.id };
        portal.associations.part(from, { type: toType, id: target.id });
        log(req, from, { type: toType, id: target.id });
      }
    }
    res.status(204).end();
  });

  function ends(req: Request): { from: End; to: End } {
    return {
      from: { type: objectTypeParam(req, 'fromType'), id: pathParam(req, 'fromId') },
      to: { type: objectTypeParam(req, 'toType'), id: pathParam(req, 'toId') },
    };
  }

  function joinDefault(req: Request, from: End, to: End): unknown[] {
    portal.require(from.type, from.id);
    portal.require(to.type, to.id);
    const { forth, back } = portal.associations.join(from, to);
    log(req, from, to);
    return [
      { from: { id: from.id }, to: { id: to.id }, associationSpec: spec(forth) },
      { from: { id: to.id }, to: { id: from.id }, associationSpec: spec(back) },
    ];
  }

  function log(req: Request, from: End, to: End): void {
    portal.writeLog.append(portal.clock.now(), apiWrite(req, appId), {
      objectType: from.type,
      objectId: from.id,
      properties: { toObjectType: to.type, toObjectId: to.id },
    });
  }

  function liveEnds(from: End, toType: ObjectType): AssociatedRecord[] {
    return portal.associations.list(from, toType).filter((end) => portal.find(toType, end.toId));
  }

  return router;
}

interface End {
  readonly type: ObjectType;
  readonly id: string;
}

function spec(associationTypeId: number): Record<string, unknown> {
  return { associationCategory: 'HUBSPOT_DEFINED', associationTypeId };
}

function endReply(end: AssociatedRecord): Record<string, unknown> {
  return { toObjectId: end.toId, associationTypes: [{ category: 'HUBSPOT_DEFINED', typeId: end.typeId }] };
}
