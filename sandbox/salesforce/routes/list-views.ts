import { Router } from 'express';
import { pathParam } from '../http/read-call.ts';
import { notFound } from '../salesforce-error.ts';
import { toLongId } from '../store/record-ids.ts';
import { type OrgFace, objectParam } from './org-face.ts';

/** List views of an object, and the query behind one. */
export function listViewRoutes(face: OrgFace): Router {
  const { org, listViews } = face;
  const router = Router({ mergeParams: true });

  router.get('/sobjects/:object/listviews', (req, res) => {
    const object = objectParam(face, req);
    const views = org.core.store.all('ListView').filter(({ values }) => values.SobjectType === object.name);
    const listviews = views.map(({ id, values }) => ({
      id,
      label: values.Name,
      developerName: values.DeveloperName,
      soqlCompatible: true,
    }));
    res.json({ done: true, listviews, size: listviews.length, sobjectType: object.name });
  });

  router.get('/sobjects/:object/listviews/:id/describe', (req, res) => {
    const object = objectParam(face, req);
    const id = toLongId(pathParam(req, 'id'));
    const view = id === null ? undefined : org.core.store.find(id);
    const query = listViews.get(view?.id ?? '');
    if (view?.values.SobjectType !== object.name || query === undefined) throw notFound();
    res.json({ id: view.id, sobjectType: object.name, query });
  });

  return router;
}
