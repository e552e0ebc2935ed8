import { afterEach } from '@jest/globals';
import { Connection } from 'jsforce';
import { type RunningOrg, type RunningOrgOptions, startOrg } from '../../../sandbox/salesforce/start-org.ts';
import { ORG_NOW } from './org-fixture.ts';

const open: RunningOrg[] = [];

afterEach(async () => {
  for (const org of open.splice(0)) await org.close();
});

/** An org over HTTP with the official client on it; closed after the test. */
export async function openRunningOrg(options: RunningOrgOptions = {}) {
  const org = await startOrg({ now: ORG_NOW, ...options });
  open.push(org);
  const conn = new Connection({ instanceUrl: org.origin, accessToken: org.logIn(), version: '67.0' });
  return { org, conn };
}

/** What a call was refused with. */
export async function refusalOf(
  promise: PromiseLike<unknown>,
): Promise<{ readonly errorCode: string; readonly message: string }> {
  const error: unknown = await promise.then(
    (value) => new Error(`expected a refusal, got ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  if (error instanceof Error && 'errorCode' in error) {
    return { errorCode: String(error.errorCode), message: error.message };
  }
  throw error;
}
