import type { Request } from 'express';
import type { ZodType } from 'zod';
import { validationError } from '../hubspot-error.ts';
import type { ChangeSource, WriteContext } from '../store/model.ts';
import { type ObjectType, requireObjectType } from '../store/object-types.ts';

/** One path parameter as text. */
export function pathParam(req: Request, name: string): string {
  const value = req.params[name];
  if (typeof value !== 'string') throw new Error(`route has no parameter ${name} (this is a bug)`);
  return value;
}

/** The record type in the path. @throws HubspotError 404 for an unknown one */
export function objectTypeParam(req: Request, name = 'objectType'): ObjectType {
  return requireObjectType(pathParam(req, name));
}

/** One query value, or undefined. Of a repeated one the first counts. */
export function queryText(req: Request, name: string): string | undefined {
  return queryList(req, name)[0];
}

/** A query list, whether repeated or joined by commas. */
export function queryList(req: Request, name: string): string[] {
  const raw = req.query[name];
  const parts = Array.isArray(raw) ? raw : [raw];
  return parts
    .filter((part): part is string => typeof part === 'string')
    .flatMap((part) => part.split(','))
    .filter((part) => part !== '');
}

export function queryFlag(req: Request, name: string): boolean {
  return queryText(req, name) === 'true';
}

/** A page size. @throws HubspotError 400 outside 1 to `max` */
export function queryLimit(req: Request, standard: number, max: number): number {
  const text = queryText(req, 'limit');
  if (text === undefined) return standard;
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > max) {
    throw validationError(`limit must be between 1 and ${max}, not ${text}`);
  }
  return limit;
}

/** The body in the wanted shape. @throws HubspotError 400 that names each wrong field */
export function readBody<T>(req: Request, schema: ZodType<T>): T {
  const parsed = schema.safeParse(req.body);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => ({ message: issue.message, in: issue.path.join('.') }));
  const text = errors.map((error) => `${error.in || 'body'}: ${error.message}`).join('; ');
  throw validationError(`Invalid input JSON: ${text}`, { errors });
}

/** The write context of an API call. @param appId the app whose token is used */
export function apiWrite(req: Request, appId: number, body: unknown = req.body): WriteContext {
  return { method: req.method, path: req.path, body, source: integrationSource(appId) };
}

/** How HubSpot's history names a write by an app's token. */
export function integrationSource(appId: number): ChangeSource {
  return { sourceType: 'INTEGRATION', sourceId: String(appId), sourceLabel: `app ${appId}` };
}
