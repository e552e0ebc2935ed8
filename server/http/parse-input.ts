import type { z } from 'zod';
import { EdgeFault } from './problem.ts';

/**
 * Reads a body of raw bytes as JSON; no body at all counts as `{}`.
 *
 * @throws EdgeFault `body_invalid` for what is no JSON, and for text no database can hold: NUL and lone surrogates
 */
export function parseJsonBody(body: unknown): unknown {
  if (!(body instanceof Uint8Array) || body.length === 0) return {};
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body), refuseBrokenText);
  } catch (error) {
    if (error instanceof EdgeFault) throw error;
    throw new EdgeFault('body_invalid', 'The body is not valid JSON in UTF-8.');
  }
}

function refuseBrokenText(path: string, value: unknown): unknown {
  if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())) {
    const message = 'must not contain control character 0 or half a character';
    throw new EdgeFault('body_invalid', `A text in the body cannot be stored: ${path} ${message}.`, [
      { path, message },
    ]);
  }
  return value;
}

/** @throws EdgeFault `body_invalid`, with what is wrong with each field */
export function parseInput<Input>(schema: z.ZodType<Input>, value: unknown): Input {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  const named = fields.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  throw new EdgeFault('body_invalid', `The input is not valid: ${named.join('; ')}.`, fields);
}
