import { fieldMisfits } from './flow-shape.ts';

/**
 * HubSpot's dated token endpoints, which its SDK does not know: names from its documentation of OAuth. A trailing `?`
 * marks an optional field.
 */
const CLIENT = ['client_id', 'client_secret'] as const;
const OAUTH: Readonly<Record<string, { request: readonly string[]; reply: readonly string[] | null }>> = {
  'POST /oauth/2026-03/token': {
    request: [...CLIENT, 'grant_type', 'code?', 'redirect_uri?', 'refresh_token?', 'code_verifier?'],
    reply: ['access_token', 'refresh_token', 'expires_in', 'token_type', 'hub_id?', 'user_id?', 'scopes?'],
  },
  'POST /oauth/2026-03/token/introspect': {
    request: [...CLIENT, 'token', 'token_type_hint?'],
    reply: ['active', 'hub_id?', 'app_id?', 'user_id?', 'scopes?'],
  },
  'POST /oauth/2026-03/token/revoke': { request: [...CLIENT, 'token', 'token_type_hint?'], reply: null },
};

/** Checks a token call; null for what is none. */
export function oauthMisfits(call: string, body: unknown, status: number, reply: unknown): string[] | null {
  const shape = OAUTH[call];
  if (!shape) return null;
  // Errors are those of RFC 6749.
  if (status >= 400) return fieldMisfits(['error', 'error_description?', 'status?'], reply, 'reply');
  const request = fieldMisfits(shape.request, body, 'body');
  if (shape.reply === null) return request;
  return [...request, ...fieldMisfits(shape.reply, reply, 'reply')];
}
