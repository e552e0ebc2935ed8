import { z } from 'zod';

const MONTH_SECONDS = 30 * 24 * 60 * 60;

/** HubSpot sends its ids as numbers; as text they are compared with those of signed requests. */
const id = z.union([z.int().positive(), z.string().regex(/^[1-9]\d*$/)]).transform(String);
/** A token is one word: what is none must not come into a header. */
const token = z.string().regex(/^[\x21-\x7e]{8,4096}$/);

/** Reply of the token endpoint. */
export const tokenReplySchema = z.object({
  access_token: token,
  refresh_token: token,
  expires_in: z.int().min(1).max(MONTH_SECONDS),
  hub_id: id.optional(),
});

/** Reply of the introspection endpoint; only `active` comes with a token that is not valid. */
export const introspectionSchema = z.object({
  active: z.boolean(),
  hub_id: id.optional(),
  user_id: id.optional(),
  app_id: id.optional(),
  scopes: z.array(z.string()).optional(),
});

/** RFC 6749 section 5.2, or HubSpot's own form with a `status`. A body that is none reads as one without a code. */
export const oauthErrorSchema = z
  .object({ error: z.string().optional().catch(undefined), status: z.string().optional().catch(undefined) })
  .catch({});
