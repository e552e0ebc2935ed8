import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { deleteRecord, saveRecord } from '../engine/save-record.ts';
import { apiWrite } from '../http/org-caller.ts';
import { pathParam, queryText, readBody } from '../http/read-call.ts';
import { notFound, SalesforceError } from '../salesforce-error.ts';
import type { ObjectDefinition } from '../schema/object-definition.ts';
import { pathOf } from '../soql/query-source.ts';
import { selectedFields, toRecord } from '../soql/select-fields.ts';
import type { StoredRecord } from '../store/org-store.ts';
import { describeObject, summarizeObject } from './describe.ts';
import { checkWritable, type OrgFace, objectParam, querySource, versionOf } from './org-face.ts';

/** Values of a record by field name. */
export const ValuesBody = z.record(z.string(), z.unknown());

/** `/sobjects`: describe, and one record at a time, by id or by an external id. */
export function sobjectRoutes(face: OrgFace): Router {
  const { org } = face;
  const router = Router({ mergeParams: true });

  router.get('/sobjects', (req, res) => {
    const sobjects = org.core.schema.objects.map((object) => summarizeObject(object, versionOf(req)));
    res.json({ encoding: 'UTF-8', maxBatchSize: 200, sobjects });
  });

  router.get('/sobjects/:object/describe', (req, res) => {
    res.json(describeObject(querySource(face, res), objectParam(face, req), versionOf(req)));
  });

  router.get('/sobjects/:object', (req, res) => {
    const object = objectParam(face, req);
    res.json({ objectDescribe: summarizeObject(object, versionOf(req)), recentItems: [] });
  });

  router.post('/sobjects/:object', (req, res) => {
    const object = objectParam(face, req);
    const values = readBody(req, ValuesBody);
    checkWritable(face, res, object, values);
    const made = org.transact(apiWrite(req, res), (transaction) =>
      saveRecord(org.core, transaction, { objectName: object.name, id: undefined, values }),
    );
    res.status(201).json({ id: made.id, success: true, errors: [] });
  });

  router.get('/sobjects/:object/:id', (req, res) => {
    const object = objectParam(face, req);
    res.json(readRecord(face, req, res, requireRecord(face, object, pathParam(req, 'id'))));
  });

  router.patch('/sobjects/:object/:id', (req, res) => {
    const object = objectParam(face, req);
    const { id } = requireRecord(face, object, pathParam(req, 'id'));
    const values = readBody(req, ValuesBody);
    checkWritable(face, res, object, values);
    org.transact(apiWrite(req, res), (transaction) =>
      saveRecord(org.core, transaction, { objectName: object.name, id, values }),
    );
    res.status(204).end();
  });

  router.delete('/sobjects/:object/:id', (req, res) => {
    const object = objectParam(face, req);
    const { id } = requireRecord(face, object, pathParam(req, 'id'));
    checkWritable(face, res, object, {});
    org.transact(apiWrite(req, res), (transaction) => deleteRecord(org.core, transaction, object.name, id));
    res.status(204).end();
  });

  router.get('/sobjects/:object/:field/:value', (req, res) => {
    const found = byExternalId(face, req);
    if (!found.only) throw notFound();
    res.json(readRecord(face, req, res, found.only));
  });

  router.patch('/sobjects/:object/:field/:value', (req, res) => {
    const { object, field, value, only } = byExternalId(face, req);
    const values = { ...readBody(req, ValuesBody), ...(field === 'Id' ? {} : { [field]: value }) };
    checkWritable(face, res, object, values);
    if (field === 'Id' && !only) throw notFound();
    const saved = org.transact(apiWrite(req, res), (transaction) =>
      saveRecord(org.core, transaction, { objectName: object.name, id: only?.id, values }),
    );
    const created = only === undefined;
    res.status(created ? 201 : 200).json({ id: saved.id, success: true, errors: [], created });
  });

  router.delete('/sobjects/:object/:field/:value', (req, res) => {
    const { object, only } = byExternalId(face, req);
    if (!only) throw notFound();
    checkWritable(face, res, object, {});
    org.transact(apiWrite(req, res), (transaction) =>
      deleteRecord(org.core, transaction, object.name, only.id),
    );
    res.status(204).end();
  });

  /** The record an external id means. @throws SalesforceError 404 for a field that is none; answers 300 for several */
  function byExternalId(_: OrgFace, req: Request) {
    const object = objectParam(face, req);
    const written = pathParam(req, 'field');
    const value = pathParam(req, 'value');
    const definition = org.core.schema.findField(object.name, written);
    if (!definition || !(definition.externalId || definition.name === 'Id')) {
      throw notFound(`Provided external ID field does not exist or is not accessible: ${written}`);
    }
    const found = findByExternalId(face, object, definition.name, value);
    if (found.length > 1)
      throw new SeveralRecords(found.map((one) => addressOf(object, one, versionOf(req))));
    return { object, field: definition.name, value, only: found[0] };
  }

  return router;
}

/** More than one record has an external id: answered 300 with their addresses. */
export class SeveralRecords extends SalesforceError {
  readonly addresses: readonly string[];

  constructor(addresses: readonly string[]) {
    super(300, 'MULTIPLE_CHOICES', 'more than one record has this external id');
    this.addresses = addresses;
  }
}

/** Records with a value of an external id field, in any case. */
export function findByExternalId(
  { org }: OrgFace,
  object: ObjectDefinition,
  field: string,
  value: string,
): readonly StoredRecord[] {
  if (field === 'Id') {
    const found = org.core.store.find(value);
    return found?.objectName === object.name ? [found] : [];
  }
  const wanted = value.toLowerCase();
  return org.core.store
    .all(object.name)
    .filter(({ values }) => String(values[field] ?? '').toLowerCase() === wanted && wanted !== '');
}

function addressOf({ name }: ObjectDefinition, { id }: StoredRecord, version: string): string {
  return `/services/data/${version}/sobjects/${name}/${id}`;
}

function requireRecord({ org }: OrgFace, object: ObjectDefinition, id: string): StoredRecord {
  const found = org.core.store.findAny(id);
  if (found?.deleted && found.objectName === object.name) {
    throw new SalesforceError(404, 'ENTITY_IS_DELETED', 'entity is deleted', []);
  }
  if (found?.objectName !== object.name) {
    throw notFound(
      /^[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?$/.test(id)
        ? 'The requested resource does not exist'
        : `Provided external ID field does not exist or is not accessible: ${id}`,
    );
  }
  return found;
}

/** A record with the fields asked for, or every field the caller may see. */
function readRecord(face: OrgFace, req: Request, res: Response, record: StoredRecord) {
  const source = querySource(face, res);
  const object = face.org.core.schema.object(record.objectName);
  const asked = queryText(req, 'fields');
  const names = asked
    ? [...new Set(['Id', ...asked.split(',').map((name) => name.trim())])]
    : object.fields.filter(({ name }) => !source.isHidden(object.name, name)).map(({ name }) => name);
  for (const name of names) pathOf(source, object.name, name.split('.'));
  const fields = names.map((name) => ({ type: 'Field' as const, field: name }));
  return toRecord(source, selectedFields(source, object, fields, {}), record, versionOf(req));
}
