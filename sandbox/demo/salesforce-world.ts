import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { INTEGRATION_USERNAME } from '../salesforce/seed/people.ts';
import { type Northwind, startNorthwind } from '../salesforce/start-northwind.ts';
import { type DemoWorld, startDemoServer } from './demo-world.ts';

/** An org and a Handrail server on it: everything on this machine. */
export interface OrgWorld extends DemoWorld, Northwind {}

/**
 * Starts an org with the package in it, and a server that enters it by JWT bearer with a key made for this run.
 *
 * @param variables further settings of the server
 */
export async function startOrgWorld(variables: Readonly<Record<string, string>> = {}): Promise<OrgWorld> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const northwind = await startNorthwind({ app: { publicKey } });
  const { org } = northwind;
  try {
    const server = await startDemoServer(async (scratchDir) => {
      const keyFile = join(scratchDir, 'handrail.pem');
      await writeFile(keyFile, privateKey, { mode: 0o600 });
      return {
        SALESFORCE_ORG_ID: org.orgId,
        SALESFORCE_CLIENT_ID: org.app.clientId,
        SALESFORCE_USERNAME: INTEGRATION_USERNAME,
        SALESFORCE_PRIVATE_KEY_FILE: keyFile,
        SALESFORCE_LOGIN_ORIGIN: org.origin,
        // Nobody wants to wait for the next look, which is minutes away where change events are followed.
        HANDRAIL_POLL_SECONDS: '1',
        ...variables,
      };
    });
    return {
      ...server,
      ...northwind,
      close: async () => {
        await server.close();
        await org.close();
      },
    };
  } catch (error) {
    await org.close();
    throw error;
  }
}
