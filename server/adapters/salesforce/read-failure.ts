import type { z } from 'zod';

/** Several errors in one reply come as a list: the first one counts. */
export function refusalIn(
  error: unknown,
  errorCode: string,
): { readonly errorCode: string; readonly said: string } {
  const data = field(error, 'data');
  const first: unknown = errorCode === 'MULTIPLE_API_ERRORS' && Array.isArray(data) ? data[0] : undefined;
  const inner = field(first, 'errorCode');
  const said = field(first ?? error, 'message');
  return {
    // SOAP has the codes in a namespace.
    errorCode: typeof inner === 'string' ? inner : errorCode.replace(/^sf:/, ''),
    said: typeof said === 'string' && !said.includes('<html') ? said : errorCode,
  };
}

/** Codes of the system that say the call never left. */
export const NEVER_SENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** `fetch` hides the system's code in the cause of its TypeError. */
export function networkCode(error: unknown): string {
  const code = field(field(error, 'cause'), 'code');
  return typeof code === 'string' ? code : 'unknown';
}

/** A member of something unknown. */
export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** Where a reply differs from its schema: field paths only, since values may be personal. */
export function where(error: z.ZodError): string {
  return error.issues.map(({ path, code }) => `${path.join('.')} ${code}`).join(', ');
}
