import { type Request, Router } from 'express';
import { z } from 'zod';
import {
  apiWrite,
  objectTypeParam,
  pathParam,
  queryFlag,
  queryLimit,
  queryList,
  queryText,
  readBody,
} from '../http/read-request.ts';
import { notFound, validationError } from '../hubspot-error.ts';
import type { PortalRecord } from '../store/model.ts';
import { associationPair, type ObjectType } from '../store/object-types.ts';
import type { NewAssociation, Portal } from '../store/portal.ts';
import { type ReadWish, recordReply, wholeRecordReply } from './record-reply.ts';

const PropertiesBody = z.object({ properties: z.record(z.string(), z.unknown()) });

/** The association list of a create body. */
export const AssociationsBody = z
  .array(
    z.object({
      to: z.object({ id: z.union([z.string(), z.number()]).transform(String) }),
      types: z
        .array(z.object({ associationCategory: z.string(), associationTypeId: z.number().int() }))
        .min(1),
    }),
  )
  .optional();

const CreateBody = PropertiesBody.extend({ associations: AssociationsBody });

/** Single-record calls of CRM objects v3. */
export function objectRoutes(portal: Portal, appId: number): Router {
  const router = Router();

  router.get('/crm/v3/objects/:objectType', (req, res) => {
    const type = objectTypeParam(req);
    const limit = queryLimit(req, 10, 100);
    const after = queryText(req, 'after');
    const records = portal.list(type, queryFlag(req, 'archived'));
    const start = after === undefined ? 0 : records.findIndex((record) => Number(record.id) >= Number(after));
    const page = start === -1 ? [] : records.slice(start, start + limit);
    const next = start === -1 ? undefined : records[start + limit];
    res.json({
      results: page.map((record) => recordReply(portal, record, readWish(req))),
      ...(next && { paging: { next: { after: next.id, link: nextLink(req, next.id) } } }),
    });
  });

  router.post('/crm/v3/objects/:objectType', (req, res) => {
    const type = objectTypeParam(req);
    const body = readBody(req, CreateBody);
    const associations = newAssociations(type, body.associations);
    const record = portal.create(type, body.properties, apiWrite(req, appId), { associations });
    res.status(201).json(wholeRecordReply(portal, record));
  });

  router.get('/crm/v3/objects/:objectType/:id', (req, res) => {
    const record = requireRecord(portal, req);
    res.json(recordReply(portal, record, readWish(req)));
  });

  router.patch('/crm/v3/objects/:objectType/:id', (req, res) => {
    const record = requireRecord(portal, req);
    portal.update(record, readBody(req, PropertiesBody).properties, apiWrite(req, appId));
    res.json(wholeRecordReply(portal, record));
  });

  router.delete('/crm/v3/objects/:objectType/:id', (req, res) => {
    portal.archive(objectTypeParam(req), pathParam(req, 'id'), apiWrite(req, appId));
    res.status(204).end();
  });

  return router;
}

/**
 * The associations of a create body, checked against the ids HubSpot gives each pair.
 *
 * @throws HubspotError 400 for a type id that does not start at this record type
 */
export function newAssociations(type: ObjectType, body: z.infer<typeof AssociationsBody>): NewAssociation[] {
  return (body ?? []).flatMap((entry) =>
    entry.types.map((spec) => {
      const pair =
        spec.associationCategory === 'HUBSPOT_DEFINED' ? associationPair(spec.associationTypeId) : undefined;
      if (pair?.from !== type) {
        throw validationError(
          `invalid association type ${spec.associationCategory} ${spec.associationTypeId} from ${type}`,
        );
      }
      return { toType: pair.to, toId: entry.to.id };
    }),
  );
}

function requireRecord(portal: Portal, req: Request): PortalRecord {
  const type = objectTypeParam(req);
  const id = pathParam(req, 'id');
  const idProperty = queryText(req, 'idProperty');
  if (idProperty === undefined) return portal.require(type, id, queryFlag(req, 'archived'));
  const record = portal.findByUnique(type, idProperty, id);
  if (!record) throw notFound();
  return record;
}

function readWish(req: Request): ReadWish {
  return {
    properties: queryList(req, 'properties'),
    propertiesWithHistory: queryList(req, 'propertiesWithHistory'),
    associations: queryList(req, 'associations'),
  };
}

function nextLink(req: Request, after: string): string {
  const url = new URL(req.originalUrl, `${req.protocol}://${req.get('host') ?? '127.0.0.1'}`);
  url.searchParams.set('after', after);
  return url.href;
}
