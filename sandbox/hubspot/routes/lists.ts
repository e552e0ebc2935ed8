import { Router } from 'express';
import { z } from 'zod';
import { FilterBranchSchema } from '../engine/flow-document.ts';
import { isMember } from '../engine/record-subject.ts';
import { apiWrite, pathParam, queryFlag, queryLimit, queryText, readBody } from '../http/read-request.ts';
import { conflict, validationError } from '../hubspot-error.ts';
import type { ListStore, PortalList } from '../store/list-store.ts';
import type { PortalRecord } from '../store/model.ts';
import { OBJECT_TYPE_FACTS, requireObjectType } from '../store/object-types.ts';
import type { Portal } from '../store/portal.ts';

const CreateBody = z.object({
  name: z.string().min(1),
  objectTypeId: z.string(),
  processingType: z.enum(['DYNAMIC', 'MANUAL', 'SNAPSHOT']),
  filterBranch: FilterBranchSchema.optional(),
});
const SearchBody = z.object({
  query: z.string().default(''),
  offset: z.number().int().min(0).default(0),
  count: z.number().int().min(1).max(500).default(20),
  processingTypes: z.array(z.string()).optional(),
});
const RecordIds = z.array(z.union([z.string(), z.number()]).transform(String));

/** The part of lists v3 that exclusion lists of contact flows need. */
export function listRoutes(portal: Portal, lists: ListStore, appId: number): Router {
  const router = Router();

  router.post('/crm/v3/lists', (req, res) => {
    const { filterBranch, objectTypeId, ...body } = readBody(req, CreateBody);
    if ((body.processingType === 'MANUAL') === (filterBranch !== undefined)) {
      throw validationError('filterBranch: must be given, except for a MANUAL list');
    }
    const objectType = requireObjectType(objectTypeId);
    if (lists.all().some((list) => list.name === body.name && list.objectType === objectType)) {
      throw conflict('VALIDATION_ERROR', `A list named ${body.name} already exists`);
    }
    const list = lists.add({
      ...body,
      objectType,
      createdAt: portal.clock.now(),
      ...(filterBranch && { filterBranch }),
    });
    // A SNAPSHOT takes its filter's members once and keeps them.
    if (body.processingType === 'SNAPSHOT') {
      for (const record of matching({ ...list, processingType: 'DYNAMIC' }))
        list.members.set(record.id, list.createdAt);
    }
    log(req, list);
    res.json({ list: listReply(list, true) });
  });

  router.post('/crm/v3/lists/search', (req, res) => {
    const { query, offset, count, processingTypes } = readBody(req, SearchBody);
    const found = lists
      .all()
      .filter((list) => list.name.toLowerCase().includes(query.toLowerCase()))
      .filter((list) => processingTypes === undefined || processingTypes.includes(list.processingType));
    res.json({
      total: found.length,
      offset,
      hasMore: offset + count < found.length,
      lists: found.slice(offset, offset + count).map((list) => ({
        ...listReply(list, false),
        additionalProperties: { hs_list_size: String(membersOf(list).length) },
      })),
    });
  });

  router.post('/crm/v3/lists/idmapping', (req, res) => {
    const legacyIds = readBody(req, RecordIds);
    const found = lists
      .all()
      .flatMap(({ listId, legacyListId }) =>
        legacyListId !== undefined && legacyIds.includes(legacyListId) ? [{ listId, legacyListId }] : [],
      );
    res.json({
      legacyListIdsToIdsMapping: found,
      missingLegacyListIds: legacyIds.filter((id) => found.every(({ legacyListId }) => legacyListId !== id)),
    });
  });

  router.get('/crm/v3/lists/:listId', (req, res) => {
    res.json({ list: listReply(lists.require(pathParam(req, 'listId')), queryFlag(req, 'includeFilters')) });
  });

  router.delete('/crm/v3/lists/:listId', (req, res) => {
    const list = lists.require(pathParam(req, 'listId'));
    lists.delete(list.listId);
    log(req, list);
    res.status(204).end();
  });

  router.get('/crm/v3/lists/:listId/memberships', (req, res) => {
    const list = lists.require(pathParam(req, 'listId'));
    const members = membersOf(list);
    const limit = queryLimit(req, 100, 250);
    const start = Number(queryText(req, 'after') ?? 0);
    res.json({
      total: members.length,
      results: members.slice(start, start + limit).map((record) => ({
        recordId: record.id,
        membershipTimestamp: new Date(list.members.get(record.id) ?? record.updatedAt).toISOString(),
      })),
      ...(start + limit < members.length && { paging: { next: { after: String(start + limit) } } }),
    });
  });

  router.put('/crm/v3/lists/:listId/memberships/add', (req, res) => {
    const list = requireManual(pathParam(req, 'listId'));
    const ids = readBody(req, RecordIds);
    const known = ids.filter((id) => portal.find(list.objectType, id));
    const added = known.filter((id) => !list.members.has(id));
    for (const id of added) list.members.set(id, portal.clock.now());
    log(req, list);
    res.json(
      membershipReply(
        added,
        [],
        ids.filter((id) => !known.includes(id)),
      ),
    );
  });

  router.put('/crm/v3/lists/:listId/memberships/remove', (req, res) => {
    const list = requireManual(pathParam(req, 'listId'));
    const ids = readBody(req, RecordIds);
    const removed = ids.filter((id) => list.members.delete(id));
    log(req, list);
    res.json(
      membershipReply(
        [],
        removed,
        ids.filter((id) => !removed.includes(id)),
      ),
    );
  });

  function matching(list: PortalList): PortalRecord[] {
    return portal.list(list.objectType).filter((record) => isMember(portal, lists, list, record));
  }

  function membersOf(list: PortalList): PortalRecord[] {
    if (list.processingType === 'DYNAMIC') return matching(list);
    return [...list.members.keys()].flatMap((id) => portal.find(list.objectType, id) ?? []);
  }

  function requireManual(listId: string): PortalList {
    const list = lists.require(listId);
    if (list.processingType === 'DYNAMIC') throw validationError(`List ${listId} follows its filter`);
    return list;
  }

  function log(req: Parameters<typeof apiWrite>[0], list: PortalList): void {
    portal.writeLog.append(portal.clock.now(), apiWrite(req, appId), {
      objectType: 'lists',
      objectId: list.listId,
      properties: {},
    });
  }

  return router;
}

function listReply(list: PortalList, withFilters: boolean): Record<string, unknown> {
  return {
    listId: list.listId,
    listVersion: 1,
    name: list.name,
    objectTypeId: OBJECT_TYPE_FACTS[list.objectType].typeId,
    processingType: list.processingType,
    processingStatus: 'COMPLETE',
    createdAt: new Date(list.createdAt).toISOString(),
    updatedAt: new Date(list.createdAt).toISOString(),
    ...(withFilters && list.filterBranch && { filterBranch: list.filterBranch }),
  };
}

/** The first name is spelt so by HubSpot. */
function membershipReply(added: string[], removed: string[], missing: string[]): Record<string, unknown> {
  return { recordsIdsAdded: added, recordIdsRemoved: removed, recordIdsMissing: missing };
}
