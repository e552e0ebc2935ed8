import '@lwc/synthetic-shadow';
import HandoffCard from 'c/handoffCard';
import HandoffInbox from 'c/handoffInbox';
import { createElement } from 'lwc';
import { createHttpOrg } from './org/http-org.js';
import { createMemoryOrg } from './org/memory-org.js';
import { RECORD, requestDocument, SCENES, seedOrg, seedScene } from './scenes.js';

/** Puts a component on the page, as the Lightning App Builder would. */
globalThis.handrailPage.show = (name, properties) => {
  const place = document.querySelector('main');
  while (place.firstChild) place.firstChild.remove();
  const component =
    name === 'card'
      ? createElement('c-handoff-card', { is: HandoffCard })
      : createElement('c-handoff-inbox', { is: HandoffInbox });
  if (name === 'card') Object.assign(component, properties);
  place.appendChild(component);
};

const { overHttp } = globalThis.handrailPage;
globalThis.handrailPage.org = overHttp ? createHttpOrg() : createMemoryOrg(globalThis.handrailPage);
globalThis.handrailPage.scenes = { RECORD, requestDocument, SCENES, seedOrg, seedScene };
if (!overHttp) seedOrg(globalThis.handrailPage.org);

// `?component=card&scene=active` shows one state at once, for somebody who looks.
const asked = new URLSearchParams(location.search);
const scene = SCENES[asked.get('scene') ?? ''];
if (scene) seedScene(globalThis.handrailPage.org, scene, globalThis.handrailPage.userId);
if (asked.has('component')) {
  globalThis.handrailPage.show(asked.get('component'), { recordId: RECORD, objectApiName: 'Opportunity' });
}
