import type { Request } from 'express';
import type { ZodType } from 'zod';
import { SalesforceError } from '../salesforce-error.ts';

/** One path parameter as text. */
export function pathParam(req: Request, name: string): string {
  const value = req.params[name];
  if (typeof value !== 'string') throw new Error(`route has no parameter ${name} (this is a bug)`);
  return value;
}

/** One query value, or undefined. Of a repeated one the first counts. */
export function queryText(req: Request, name: string): string | undefined {
  const raw = req.query[name];
  const first: unknown = Array.isArray(raw) ? raw[0] : raw;
  return typeof first === 'string' ? first : undefined;
}

/** The body in the wanted shape. @throws SalesforceError `JSON_PARSER_ERROR` that names what is wrong */
export function readBody<T>(req: Request, schema: ZodType<T>): T {
  const parsed = schema.safeParse(req.body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new SalesforceError(
    400,
    'JSON_PARSER_ERROR',
    `Cannot deserialize the request: ${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'wrong'}`,
  );
}
