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

const overHttp = globalThis.handrailPage.services !== undefined;
globalThis.handrailPage.org = overHttp ? createHttpOrg() : createMemoryOrg(globalThis.handrailPage);
globalThis.handrailPage.scenes = { RECORD, requestDocument, SCENES, seedOrg, seedScene };
if (!overHttp) seedOrg(globalThis.handrailPage.org);

// `?component=card&scene=active` shows one state at once, for somebody who looks; `&record=…&object=…` one of an org.
const asked = new URLSearchParams(location.search);
const scene = SCENES[asked.get('scene') ?? ''];
if (scene) seedScene(globalThis.handrailPage.org, scene, globalThis.handrailPage.userId);
if (asked.has('component')) {
  globalThis.handrailPage.show(asked.get('component'), {
    recordId: asked.get('record') ?? RECORD,
    objectApiName: asked.get('object') ?? 'Opportunity',
  });
}

// A page that frames this one gives it the room it needs.
if (window.parent !== window) {
  const main = document.querySelector('main');
  document.documentElement.style.overflow = 'hidden';
  document.body.style.background = 'white';
  main.style.cssText = 'max-width: none; margin: 0';
  const tell = () => window.parent.postMessage({ height: main.scrollHeight }, '*');
  new globalThis.ResizeObserver(tell).observe(main);
  tell();
}
