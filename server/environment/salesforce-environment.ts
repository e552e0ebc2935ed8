import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { longId } from '../adapters/salesforce/long-id.ts';
import {
  EnvironmentError,
  origin,
  parseEnvironment,
  type Source,
  setVariables,
} from './parse-environment.ts';

/** The id of an org, as short or long text. */
export const orgId = z
  .string('is missing: the id of the Salesforce org')
  .regex(
    /^00D[0-9A-Za-z]{12}(?:[0-9A-Za-z]{3})?$/,
    'must be the id of a Salesforce org: 00D and 12 or 15 more',
  )
  .transform(longId);

const jwtShape = {
  SALESFORCE_ORG_ID: orgId,
  SALESFORCE_CLIENT_ID: z
    .string('is missing: the consumer key of the External Client App')
    .regex(/^[\w.-]{8,256}$/, 'must be the consumer key of an External Client App'),
  SALESFORCE_USERNAME: z
    .string('is missing: the user name of the integration user')
    .regex(
      /^[^\s@]+@[^\s@]+$/,
      'must be the user name of the integration user, such as handrail@example.com.prod',
    ),
  SALESFORCE_PRIVATE_KEY_FILE: z
    .string('is missing: the file with the private key of the External Client App’s certificate')
    .min(1),
  SALESFORCE_LOGIN_ORIGIN: origin.default('https://login.salesforce.com'),
  SALESFORCE_APP_ORIGIN: origin.optional(),
};

/** One org, which Handrail enters as its integration user by JWT bearer. */
export interface SalesforceEnvironment {
  /** 18 characters. */
  readonly orgId: string;
  readonly clientId: string;
  readonly username: string;
  /** RSA, in PEM. */
  readonly privateKey: string;
  /** `https://login.salesforce.com`, `https://test.salesforce.com`, or the org's own address. */
  readonly loginUrl: string;
  /** Where people open records, such as `https://acme.lightning.force.com`; notices link there. */
  readonly appOrigin?: string;
}

/**
 * The org of the environment; undefined when no variable names one.
 *
 * @throws EnvironmentError, also when the file with the key cannot be read
 */
export function salesforceEnvironmentIn(source: Source): SalesforceEnvironment | undefined {
  const set = setVariables(source);
  if (!Object.keys(jwtShape).some((name) => set[name] !== undefined)) return undefined;
  const env = parseEnvironment(jwtShape, source);
  return {
    orgId: env.SALESFORCE_ORG_ID,
    clientId: env.SALESFORCE_CLIENT_ID,
    username: env.SALESFORCE_USERNAME,
    privateKey: readKey(env.SALESFORCE_PRIVATE_KEY_FILE),
    loginUrl: env.SALESFORCE_LOGIN_ORIGIN,
    ...(env.SALESFORCE_APP_ORIGIN !== undefined && { appOrigin: env.SALESFORCE_APP_ORIGIN }),
  };
}

function readKey(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // What the system says of it names the file, which may tell where secrets are kept.
    throw new EnvironmentError(['SALESFORCE_PRIVATE_KEY_FILE must name a file that this process can read']);
  }
}
