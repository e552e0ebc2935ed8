/**
 * Builds the components and shows them in a browser of yours, state by state, until you press Ctrl-C:
 *
 *     npm --prefix extensions/salesforce run show
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPage } from './build.js';
import { PEOPLE, SCENES } from './scenes.js';
import { servePage } from './serve.js';

const folder = mkdtempSync(join(tmpdir(), 'handrail-page-'));
const script = join(folder, 'page.js');
const requester = { userId: PEOPLE.maya.Id, permissionSets: 'Handrail_Requester' };
const objector = { userId: PEOPLE.tom.Id, permissionSets: 'Handrail_Requester' };
const approver = { userId: PEOPLE.victor.Id, permissionSets: 'Handrail_Approver' };

console.error('Building the components; this takes half a minute.');
await buildPage(script);
const { url, close } = await servePage(script, requester);
const address = (viewer, over) => `${url}?${new URLSearchParams({ ...viewer, ...over })}`;

console.log(`\nthe standard path, and the form:\n  ${address(requester, { component: 'card' })}`);
const viewers = { maya: requester, tom: objector, victor: approver };
for (const [scene, { as = 'maya' }] of Object.entries(SCENES)) {
  const viewer = viewers[as];
  console.log(`${scene}:\n  ${address(viewer, { component: 'card', scene })}`);
}
console.log(`the inbox:\n  ${address(approver, { component: 'inbox', scene: 'pending-approver' })}`);

process.once('SIGINT', async () => {
  await close();
  rmSync(folder, { recursive: true, force: true });
});
