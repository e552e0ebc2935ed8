import { Router } from 'express';
import { z } from 'zod';
import { apiWrite, objectTypeParam, pathParam, readBody } from '../http/read-request.ts';
import type { PropertyGroup } from '../store/model.ts';
import type { Portal } from '../store/portal.ts';

const CreateBody = z.object({
  name: z.string().min(1),
  label: z.string().min(1),
  displayOrder: z.number().int().default(-1),
});
const UpdateBody = z.object({
  label: z.string().min(1).optional(),
  displayOrder: z.number().int().optional(),
});

/** Property groups v3. */
export function propertyGroupRoutes(portal: Portal, appId: number): Router {
  const router = Router();
  const { catalog } = portal;

  router.get('/crm/v3/properties/:objectType/groups', (req, res) => {
    res.json({ results: catalog.groups(objectTypeParam(req)).map(groupReply) });
  });

  router.post('/crm/v3/properties/:objectType/groups', (req, res) => {
    const type = objectTypeParam(req);
    const group = readBody(req, CreateBody);
    catalog.addGroup(type, group);
    log(group, type, req);
    res.status(201).json(groupReply(group));
  });

  router.get('/crm/v3/properties/:objectType/groups/:groupName', (req, res) => {
    res.json(groupReply(catalog.requireGroup(objectTypeParam(req), pathParam(req, 'groupName'))));
  });

  router.patch('/crm/v3/properties/:objectType/groups/:groupName', (req, res) => {
    const type = objectTypeParam(req);
    const former = catalog.requireGroup(type, pathParam(req, 'groupName'));
    const { label = former.label, displayOrder = former.displayOrder } = readBody(req, UpdateBody);
    const group = { name: former.name, label, displayOrder };
    catalog.replaceGroup(type, group);
    log(group, type, req);
    res.json(groupReply(group));
  });

  router.delete('/crm/v3/properties/:objectType/groups/:groupName', (req, res) => {
    const type = objectTypeParam(req);
    const group = catalog.requireGroup(type, pathParam(req, 'groupName'));
    catalog.archiveGroup(type, group.name);
    log(group, type, req);
    res.status(204).end();
  });

  function log(group: PropertyGroup, objectType: string, req: Parameters<typeof apiWrite>[0]): void {
    portal.writeLog.append(portal.clock.now(), apiWrite(req, appId), {
      objectType,
      objectId: null,
      properties: { groupName: group.name },
    });
  }

  return router;
}

function groupReply(group: PropertyGroup): Record<string, unknown> {
  return { ...group, archived: false };
}
