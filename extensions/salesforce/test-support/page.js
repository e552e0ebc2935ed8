/** Finding and operating things across the components' shadows, as a person would. */

/** Lets promises and renders settle. */
export async function settled() {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
}

function* everywhere(root) {
  for (const element of root.querySelectorAll('*')) {
    yield element;
    if (element.shadowRoot) yield* everywhere(element.shadowRoot);
  }
}

/** Every element with a test id below a component. */
export function all(component, testId) {
  return [...everywhere(component.shadowRoot)].filter((element) => element.dataset.testid === testId);
}

/** The one element with a test id; undefined if there is none. */
export function find(component, testId) {
  return all(component, testId)[0];
}

/** What the component shows, in one line. */
export function textOf(component) {
  const parts = [];
  const read = (root) => {
    for (const node of root.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) parts.push(node.textContent.trim());
      if (node.nodeType !== Node.ELEMENT_NODE) continue;
      for (const said of [node.label, node.alternativeText]) if (typeof said === 'string') parts.push(said);
      read(node.shadowRoot ?? node);
    }
  };
  read(component.shadowRoot);
  return parts.filter(Boolean).join(' ').replace(/\s+/g, ' ');
}

/** Presses a button. */
export async function press(component, testId) {
  const button = find(component, testId);
  if (!button) throw new Error(`There is no ${testId} to press`);
  button.dispatchEvent(new CustomEvent('click'));
  await settled();
}

/** Presses a button that asks once more, and confirms. */
export async function pressTwice(component, testId) {
  const confirm = find(component, testId);
  confirm.shadowRoot.querySelector('[data-testid="ask"]').dispatchEvent(new CustomEvent('click'));
  await settled();
  confirm.shadowRoot.querySelector('[data-testid="confirm"]').dispatchEvent(new CustomEvent('click'));
  await settled();
}

/** Types or chooses a value. */
export async function fill(component, testId, value) {
  const input = find(component, testId);
  if (!input) throw new Error(`There is no ${testId} to fill`);
  input.value = value;
  input.dispatchEvent(new CustomEvent('change', { detail: { value, recordId: value, checked: value } }));
  await settled();
}
