/**
 * Builds the components and serves them to the page of a sandbox org, which frames them:
 *
 *     node page/host.js --org <origin of the org> --page <origin of the page>
 *
 * Prints one line of JSON with its origin once it answers. Ends on SIGTERM, and when its standard input closes.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildPage } from './build.js';
import { servePage } from './serve.js';

const { values } = parseArgs({ options: { org: { type: 'string' }, page: { type: 'string' } } });
if (!values.org || !values.page) {
  console.error('Usage: node page/host.js --org <origin of the org> --page <origin of the page>');
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'handrail-page-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
process.once('SIGTERM', () => process.exit(0));
process.stdin.once('end', () => process.exit(0)).resume();

const script = join(folder, 'page.js');
await buildPage(script);
const { url } = await servePage(
  script,
  { userId: '', permissionSets: '' },
  { origin: values.org, logIn: (username) => logIn(values.org, username) },
  values.page,
);
console.log(JSON.stringify({ origin: new URL(url).origin }));

/** A session past OAuth, by the sandbox's control plane: Salesforce's own pages have one already. */
async function logIn(org, username) {
  const response = await fetch(`${org}/_sandbox/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username }),
  });
  if (!response.ok) throw new Error(`The org has no session for ${username}.`);
  const { accessToken, userId } = await response.json();
  return { token: accessToken, userId };
}
