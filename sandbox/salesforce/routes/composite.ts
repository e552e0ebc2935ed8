import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { deleteRecord, saveRecord } from '../engine/save-record.ts';
import type { Transaction } from '../engine/transaction.ts';
import { apiWrite } from '../http/org-caller.ts';
import { readBody } from '../http/read-call.ts';
import { fillReferences, InvalidReference } from '../http/references.ts';
import { notFound, SalesforceError } from '../salesforce-error.ts';
import { runQuery } from '../soql/run-query.ts';
import { selectedFields, toRecord } from '../soql/select-fields.ts';
import type { StoredRecord } from '../store/org-store.ts';
import { checkWritable, type OrgFace, querySource, versionOf } from './org-face.ts';
import { pageReply } from './query.ts';
import { findByExternalId } from './sobjects.ts';

const MOST_CALLS = 25;
const PAGE = 2000;

const CallBody = z.object({
  method: z.enum(['GET', 'POST', 'PATCH', 'DELETE']),
  url: z.string(),
  referenceId: z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/),
  body: z.record(z.string(), z.unknown()).optional(),
});
type SubCall = z.infer<typeof CallBody>;
const CompositeBody = z.object({
  allOrNone: z.boolean().default(false),
  compositeRequest: z.array(CallBody).min(1),
});

/** What became of one call. */
interface SubReply {
  readonly body: unknown;
  readonly httpHeaders: Readonly<Record<string, string>>;
  readonly httpStatusCode: number;
  readonly referenceId: string;
}

/**
 * `/composite`: up to 25 calls on records and queries in one, where a later one may name values of earlier replies as
 * `@{reference.field}`. All stand and fall together when that is asked for; otherwise a call that names a failed one is
 * halted. Calls of other kinds are answered 501.
 */
export function compositeRoutes(face: OrgFace): Router {
  const { org } = face;
  const router = Router({ mergeParams: true });

  router.post('/composite', (req, res) => {
    const { allOrNone, compositeRequest: calls } = readBody(req, CompositeBody);
    if (calls.length > MOST_CALLS) {
      throw new SalesforceError(
        400,
        'LIMIT_EXCEEDED',
        `Composite subrequest limit exceeded. ${MOST_CALLS} subrequests are allowed`,
      );
    }
    if (new Set(calls.map(({ referenceId }) => referenceId)).size < calls.length) {
      throw new SalesforceError(400, 'JSON_PARSER_ERROR', 'referenceIds must be unique');
    }
    const options = apiWrite(req, res);
    const compositeResponse = allOrNone
      ? together(calls, (work) => org.transact(options, work), req, res)
      : oneByOne(calls, (call, known) =>
          org.transact(options, (transaction) => answer(call, known, transaction, req, res)),
        );
    res.json({ compositeResponse });
  });

  type Known = ReadonlyMap<string, unknown>;

  function oneByOne(
    calls: readonly SubCall[],
    run: (call: SubCall, known: Known) => SubReply,
  ): readonly SubReply[] {
    const known = new Map<string, unknown>();
    return calls.map((call) => {
      const reply = attempt(call, () => run(call, known));
      if (reply.httpStatusCode < 300) known.set(call.referenceId, reply.body);
      return reply;
    });
  }

  function together(
    calls: readonly SubCall[],
    transact: (work: (transaction: Transaction) => void) => void,
    req: Request,
    res: Response,
  ): readonly SubReply[] {
    const replies: SubReply[] = [];
    const known = new Map<string, unknown>();
    try {
      transact((transaction) => {
        for (const call of calls) {
          const reply = attempt(call, () => answer(call, known, transaction, req, res));
          replies.push(reply);
          if (reply.httpStatusCode >= 300) throw new RolledBack();
          known.set(call.referenceId, reply.body);
        }
      });
      return replies;
    } catch (error) {
      if (!(error instanceof RolledBack)) throw error;
    }
    return calls.map((call, at) => {
      const reply = replies[at];
      return reply && reply.httpStatusCode >= 300 ? reply : halted(call, ROLLED_BACK);
    });
  }

  function answer(
    call: SubCall,
    known: Known,
    transaction: Transaction,
    req: Request,
    res: Response,
  ): SubReply {
    const { method, referenceId } = call;
    const filled = { url: fillReferences(call.url, known), body: fillReferences(call.body ?? {}, known) };
    const url = new URL(String(filled.url), 'http://org.invalid');
    const path = url.pathname.replace(/^\/services\/data\/v\d+\.0\//, '').split('/');
    const [kind, objectName = '', key = '', value] = path.map(decodeURIComponent);
    const reply = (httpStatusCode: number, body: unknown): SubReply => ({
      body,
      httpHeaders: {},
      httpStatusCode,
      referenceId,
    });
    const version = versionOf(req);
    if (kind === 'query' && method === 'GET' && objectName === '') {
      const found = runQuery(querySource(face, res), url.searchParams.get('q') ?? '', version);
      return reply(200, pageReply(face.cursors.open(found, PAGE), version));
    }
    if (kind !== 'sobjects' || path.length < 2 || path.length > 4) throw unknown(call);
    const object = org.core.schema.object(objectName);
    const found = key === '' ? undefined : findRecord(objectName, key, value);
    const values = z.record(z.string(), z.unknown()).parse(filled.body);
    if (method === 'GET') {
      if (!found) throw notFound();
      return reply(200, wholeRecord(found, version, res));
    }
    checkWritable(face, res, object, values);
    if (method === 'DELETE') {
      if (!found) throw notFound();
      deleteRecord(org.core, transaction, object.name, found.id);
      return reply(204, null);
    }
    if (method === 'POST') {
      if (key !== '') throw unknown(call);
      const { id } = saveRecord(org.core, transaction, { objectName: object.name, id: undefined, values });
      return reply(201, { id, success: true, errors: [] });
    }
    if (key === '') throw unknown(call);
    if (!found && value === undefined) throw notFound();
    const asked = value === undefined ? values : { ...values, [key]: value };
    const saved = saveRecord(org.core, transaction, {
      objectName: object.name,
      id: found?.id,
      values: asked,
    });
    if (value === undefined) return reply(204, null);
    return reply(found ? 200 : 201, { id: saved.id, success: true, errors: [], created: !found });
  }

  /** By id, or by an external id. */
  function findRecord(objectName: string, key: string, value: string | undefined): StoredRecord | undefined {
    const object = org.core.schema.object(objectName);
    if (value === undefined) {
      const found = org.core.store.find(key);
      return found?.objectName === object.name ? found : undefined;
    }
    const field = org.core.schema.findField(object.name, key);
    if (!field?.externalId) throw notFound(`Provided external ID field does not exist: ${key}`);
    const found = findByExternalId(face, object, field.name, value);
    if (found.length > 1) throw new SalesforceError(300, 'MULTIPLE_CHOICES', `several records have ${value}`);
    return found[0];
  }

  function wholeRecord(record: StoredRecord, version: string, res: Response) {
    const source = querySource(face, res);
    const object = org.core.schema.object(record.objectName);
    const fields = object.fields
      .filter(({ name }) => !source.isHidden(object.name, name))
      .map(({ name }) => ({ type: 'Field' as const, field: name }));
    return toRecord(source, selectedFields(source, object, fields, {}), record, version);
  }

  return router;
}

/** Ends a transaction in which a call failed. */
class RolledBack extends Error {}

const ROLLED_BACK = 'The transaction was rolled back since another operation in the same transaction failed.';

function attempt(call: SubCall, run: () => SubReply): SubReply {
  try {
    return run();
  } catch (error) {
    if (error instanceof InvalidReference) return halted(call, error.message);
    if (!(error instanceof SalesforceError)) throw error;
    const { referenceId } = call;
    return { body: [error.document], httpHeaders: {}, httpStatusCode: error.status, referenceId };
  }
}

function halted({ referenceId }: SubCall, message: string): SubReply {
  const body = [{ errorCode: 'PROCESSING_HALTED', message }];
  return { body, httpHeaders: {}, httpStatusCode: 400, referenceId };
}

function unknown({ method, url }: SubCall): SalesforceError {
  return new SalesforceError(
    501,
    'NOT_IMPLEMENTED',
    `The sandbox org does not know ${method} ${url} in a composite call`,
  );
}
