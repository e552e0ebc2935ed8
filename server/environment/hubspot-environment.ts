import { z } from 'zod';
import { VAULT_KEY_BYTES, type VaultKey } from '../adapters/system/vault.ts';
import {
  EnvironmentError,
  origin,
  parseEnvironment,
  portalId,
  type Source,
  secret,
  setVariables,
} from './parse-environment.ts';

const apiShape = { HUBSPOT_API_ORIGIN: origin.default('https://api.hubapi.com') };

const staticShape = {
  ...apiShape,
  HUBSPOT_PORTAL_ID: portalId,
  HUBSPOT_ACCESS_TOKEN: secret(
    "the access token of the app's installation; for an installation by OAuth set HUBSPOT_CLIENT_ID and HANDRAIL_TOKEN_KEYS instead",
  ),
};

export const tokenKeysShape = {
  HANDRAIL_TOKEN_KEYS: z
    .string('is missing: the keys that stored tokens are sealed with, id:base64 of 32 random bytes')
    .transform((text, context): readonly VaultKey[] => {
      const { keys, problem } = vaultKeysIn(text);
      if (problem !== null) context.addIssue({ code: 'custom', message: problem });
      return keys;
    }),
};

const oauthShape = {
  ...apiShape,
  ...tokenKeysShape,
  HUBSPOT_CLIENT_ID: z
    .string('is missing: the client id of the HubSpot app')
    .regex(/^[\w-]{8,64}$/, 'must be the client id of a HubSpot app'),
  HUBSPOT_CLIENT_SECRET: secret('the client secret of the HubSpot app'),
  HUBSPOT_APP_ORIGIN: origin.default('https://app.hubspot.com'),
  HANDRAIL_PORTALS: z
    .string()
    .transform((text) => text.split(',').map((id) => id.trim()))
    .refine(
      (ids) => ids.every((id) => portalId.safeParse(id).success),
      'must be the numbers of HubSpot accounts with commas between',
    )
    .optional(),
};

/** One account, whose administrator copied the token of the app from HubSpot. */
export interface StaticHubSpot {
  readonly auth: 'static';
  readonly portalId: string;
  readonly accessToken: string;
  readonly apiOrigin: string;
}

/** The app that accounts install by OAuth. */
export interface OAuthHubSpot {
  readonly auth: 'oauth';
  readonly clientId: string;
  readonly clientSecret: string;
  /** Seal tokens at rest; the first one is the current one. */
  readonly tokenKeys: readonly VaultKey[];
  readonly apiOrigin: string;
  /** Where people grant access. */
  readonly appOrigin: string;
  /** When set, only these accounts may connect. */
  readonly portals?: readonly string[];
}

/** How the CRM is reached: which of the two, the variables that are set decide. */
export type HubSpotEnvironment = StaticHubSpot | OAuthHubSpot;

/** @throws EnvironmentError, also when the variables of both ways are set */
export function hubspotEnvironmentIn(source: Source): HubSpotEnvironment {
  if (authIn(source) === 'static') {
    const env = parseEnvironment(staticShape, source);
    return {
      auth: 'static',
      portalId: env.HUBSPOT_PORTAL_ID,
      accessToken: env.HUBSPOT_ACCESS_TOKEN,
      apiOrigin: env.HUBSPOT_API_ORIGIN,
    };
  }
  const env = parseEnvironment(oauthShape, source);
  return {
    auth: 'oauth',
    clientId: env.HUBSPOT_CLIENT_ID,
    clientSecret: env.HUBSPOT_CLIENT_SECRET,
    tokenKeys: env.HANDRAIL_TOKEN_KEYS,
    apiOrigin: env.HUBSPOT_API_ORIGIN,
    appOrigin: env.HUBSPOT_APP_ORIGIN,
    ...(env.HANDRAIL_PORTALS !== undefined && { portals: env.HANDRAIL_PORTALS }),
  };
}

/** The keys that stored tokens are sealed with. @throws EnvironmentError */
export function tokenKeysIn(source: Source): readonly VaultKey[] {
  return parseEnvironment(tokenKeysShape, source).HANDRAIL_TOKEN_KEYS;
}

/** Which account was meant cannot be told when both are set, so nothing is guessed. */
function authIn(source: Source): HubSpotEnvironment['auth'] {
  const set = setVariables(source);
  // The keys may be there for orgs of Salesforce alone.
  const areKeysOurs = set.SALESFORCE_CLIENT_SECRET === undefined;
  const oauth = ['HUBSPOT_CLIENT_ID', ...(areKeysOurs ? ['HANDRAIL_TOKEN_KEYS'] : [])].filter(
    (name) => set[name] !== undefined,
  );
  if (oauth.length === 0) return 'static';
  if (set.HUBSPOT_ACCESS_TOKEN === undefined) return 'oauth';
  throw new EnvironmentError([
    `HUBSPOT_ACCESS_TOKEN must not be set beside ${oauth.join(' and ')}: take either the static token of one account or an installation by OAuth`,
  ]);
}

/** Keys as `id:base64` with commas between; a problem names no key. */
function vaultKeysIn(text: string): { readonly keys: readonly VaultKey[]; readonly problem: string | null } {
  const keys: VaultKey[] = [];
  for (const part of text.split(',')) {
    const [, id, encoded] = /^\s*([\w-]{1,32}):([A-Za-z0-9+/]+={0,2})\s*$/.exec(part) ?? [];
    const bytes = Buffer.from(encoded ?? '', 'base64');
    if (id === undefined || bytes.length !== VAULT_KEY_BYTES) {
      return { keys: [], problem: 'must be id:base64 of 32 random bytes, several with commas between' };
    }
    if (keys.some((key) => key.id === id)) return { keys: [], problem: `names the key ${id} twice` };
    keys.push({ id, bytes });
  }
  return { keys, problem: null };
}
