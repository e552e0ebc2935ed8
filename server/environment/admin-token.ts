import { z } from 'zod';
import { parseEnvironment, type Source, secret } from './parse-environment.ts';
import { orgId } from './salesforce-environment.ts';

const tokenShape = {
  SF_ACCESS_TOKEN: secret(
    'the access token of an administrator of the org, as "sf org display --verbose" shows it',
  ),
  SALESFORCE_ORG_ID: orgId.optional(),
  SALESFORCE_CLIENT_ID: z.string().optional(),
  SALESFORCE_USERNAME: z.string().optional(),
  SALESFORCE_PRIVATE_KEY_FILE: z.string().optional(),
  SALESFORCE_LOGIN_ORIGIN: z.string().optional(),
};

/** What an installer of the org takes from its environment. Only the token must be there. */
export interface AdminEnvironment {
  readonly accessToken: string;
  /** When set, no other org is touched. 18 characters. */
  readonly orgId?: string;
  readonly clientId?: string;
  readonly username?: string;
  readonly privateKeyFile?: string;
  readonly loginUrl?: string;
}

/** @throws EnvironmentError */
export function adminEnvironmentIn(source: Source): AdminEnvironment {
  const env = parseEnvironment(tokenShape, source);
  return {
    accessToken: env.SF_ACCESS_TOKEN,
    ...(env.SALESFORCE_ORG_ID !== undefined && { orgId: env.SALESFORCE_ORG_ID }),
    ...(env.SALESFORCE_CLIENT_ID !== undefined && { clientId: env.SALESFORCE_CLIENT_ID }),
    ...(env.SALESFORCE_USERNAME !== undefined && { username: env.SALESFORCE_USERNAME }),
    ...(env.SALESFORCE_PRIVATE_KEY_FILE !== undefined && { privateKeyFile: env.SALESFORCE_PRIVATE_KEY_FILE }),
    ...(env.SALESFORCE_LOGIN_ORIGIN !== undefined && { loginUrl: env.SALESFORCE_LOGIN_ORIGIN }),
  };
}
