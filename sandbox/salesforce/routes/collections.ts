import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { deleteRecord, saveRecord } from '../engine/save-record.ts';
import type { Transaction } from '../engine/transaction.ts';
import { apiWrite } from '../http/org-caller.ts';
import { pathParam, queryText, readBody } from '../http/read-call.ts';
import { SalesforceError, saveError } from '../salesforce-error.ts';
import { selectedFields, toRecord } from '../soql/select-fields.ts';
import { checkWritable, type OrgFace, objectParam, querySource, versionOf } from './org-face.ts';
import { findByExternalId } from './sobjects.ts';

const MOST_RECORDS = 200;
const MOST_READ = 2000;

const RecordBody = z.looseObject({
  attributes: z.looseObject({ type: z.string() }),
  id: z.string().optional(),
});
type CollectionRecord = z.infer<typeof RecordBody>;
const WriteBody = z.object({ allOrNone: z.boolean().default(false), records: z.array(RecordBody) });
const ReadBody = z.object({ ids: z.array(z.string()), fields: z.array(z.string()).min(1) });

interface RowResult {
  readonly id?: string;
  readonly success: boolean;
  readonly created?: boolean;
  readonly errors: readonly {
    readonly statusCode: string;
    readonly message: string;
    readonly fields: readonly string[];
  }[];
}

/** `/composite/sobjects`: up to 200 records in one call, each with a result of its own. */
export function collectionRoutes(face: OrgFace): Router {
  const { org } = face;
  const router = Router({ mergeParams: true });

  router.post('/composite/sobjects', (req, res) => {
    writeAll(req, res, (transaction, record) => {
      const { objectName, values } = partsOf(res, record);
      return { id: saveRecord(org.core, transaction, { objectName, id: undefined, values }).id };
    });
  });

  router.patch('/composite/sobjects', (req, res) => {
    writeAll(req, res, (transaction, record) => {
      const { objectName, values, id } = partsOf(res, record);
      if (id === undefined) throw saveError('MISSING_ARGUMENT', 'Id not specified in an update call');
      return { id: saveRecord(org.core, transaction, { objectName, id, values }).id };
    });
  });

  router.patch('/composite/sobjects/:object/:field', (req, res) => {
    const object = objectParam(face, req);
    const field = org.core.schema.findField(object.name, pathParam(req, 'field'));
    if (!field || !(field.externalId || field.name === 'Id')) {
      throw new SalesforceError(400, 'INVALID_FIELD', 'the field is no external id');
    }
    writeAll(req, res, (transaction, record) => {
      const { objectName, values } = partsOf(res, record);
      const value = String(Reflect.get(record, field.name) ?? '');
      const found = findByExternalId(face, object, field.name, value);
      if (found.length > 1) throw saveError('DUPLICATE_EXTERNAL_ID', `${field.name}: ${value}`, [field.name]);
      const id = found[0]?.id;
      const saved = saveRecord(org.core, transaction, { objectName, id, values });
      return { id: saved.id, created: id === undefined };
    });
  });

  router.delete('/composite/sobjects', (req, res) => {
    const ids = (queryText(req, 'ids') ?? '').split(',').filter((id) => id !== '');
    const allOrNone = queryText(req, 'allOrNone') === 'true';
    runAll(req, res, { records: ids, allOrNone }, (transaction, id) => {
      const found = org.core.store.find(id);
      if (!found) throw saveError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
      checkWritable(face, res, org.core.schema.object(found.objectName), {});
      deleteRecord(org.core, transaction, found.objectName, id);
      return { id: found.id };
    });
  });

  router.post('/composite/sobjects/:object', (req, res) => {
    const object = objectParam(face, req);
    const { ids, fields } = readBody(req, ReadBody);
    if (ids.length > MOST_READ) throw tooMany(MOST_READ);
    const source = querySource(face, res);
    const names = [...new Set(['Id', ...fields])].map((field) => ({ type: 'Field' as const, field }));
    const selected = selectedFields(source, object, names, {});
    // A record that is not there leaves a gap in its place.
    const records = ids.map((id) => {
      const found = org.core.store.find(id);
      return found?.objectName === object.name ? toRecord(source, selected, found, versionOf(req)) : null;
    });
    res.json(records);
  });

  function partsOf(res: Response, { attributes, id, ...rest }: CollectionRecord) {
    const object = org.core.schema.findObject(attributes.type);
    if (!object) throw saveError('INVALID_TYPE', `sObject type '${attributes.type}' is not supported.`);
    const { Id, ...values } = rest;
    checkWritable(face, res, object, values);
    return { objectName: object.name, values, id: id ?? (typeof Id === 'string' ? Id : undefined) };
  }

  function writeAll(req: Request, res: Response, write: RowWrite<CollectionRecord>): void {
    runAll(req, res, readBody(req, WriteBody), write);
  }

  type RowWrite<T> = (
    transaction: Transaction,
    record: T,
  ) => { readonly id: string; readonly created?: boolean };

  /** Each row is a transaction of its own, unless all of them stand and fall together. */
  function runAll<T>(
    req: Request,
    res: Response,
    { records, allOrNone }: { readonly records: readonly T[]; readonly allOrNone: boolean },
    write: RowWrite<T>,
  ): void {
    if (records.length > MOST_RECORDS) throw tooMany(MOST_RECORDS);
    const options = apiWrite(req, res);
    if (!allOrNone) {
      res.json(records.map((record) => resultOf(() => org.transact(options, (one) => write(one, record)))));
      return;
    }
    const results: RowResult[] = [];
    try {
      org.transact(options, (transaction) => {
        for (const record of records) results.push(resultOf(() => write(transaction, record)));
        if (results.some(({ success }) => !success)) throw new RolledBack();
      });
    } catch (error) {
      if (!(error instanceof RolledBack)) throw error;
    }
    const failed = results.some(({ success }) => !success);
    res.json(failed ? results.map((one) => (one.success ? ROLLED_BACK : one)) : results);
  }

  return router;
}

/** Ends a transaction in which a row failed. */
class RolledBack extends Error {}

const ROLLED_BACK: RowResult = {
  success: false,
  errors: [
    {
      statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      message:
        'Record rolled back because not all records were valid and the request was using AllOrNone header',
      fields: [],
    },
  ],
};

function resultOf(write: () => { readonly id: string; readonly created?: boolean }): RowResult {
  try {
    return { ...write(), success: true, errors: [] };
  } catch (error) {
    if (!(error instanceof SalesforceError)) throw error;
    const { errorCode, message, fields = [] } = error;
    return { success: false, errors: [{ statusCode: errorCode, message, fields }] };
  }
}

function tooMany(most: number): SalesforceError {
  return new SalesforceError(
    400,
    'EXCEEDED_ID_LIMIT',
    `record limit reached. cannot submit more than ${most} records into this call`,
  );
}
