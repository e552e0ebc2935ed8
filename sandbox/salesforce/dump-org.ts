import type { OrgCore } from './engine/org-core.ts';
import type { Values } from './store/field-value.ts';
import type { StoredRecord } from './store/org-store.ts';

/** Everything an org is, to be compared: what two dumps differ in is what happened between. */
export function dumpOrg({ schema, store, automation, metadata, waiting, deployed }: OrgCore) {
  return {
    objects: schema.objects.map(({ name, label, fields }) => ({ name, label, fields })),
    records: Object.fromEntries(schema.objects.map(({ name }) => [name, store.all(name).map(filled)])),
    history: store.history.length,
    flows: automation.flows.map(({ name, isActive }) => ({ name, isActive })),
    rules: [...automation.assignmentRules, ...automation.validationRules].map(({ name, object }) => ({
      name,
      object,
    })),
    waiting: waiting.length,
    metadata: metadata.all().map(({ type, fullName, content }) => ({ type, fullName, content })),
    deployed: [...deployed.components.keys()],
  };
}

/** What a record holds: a field that is empty looks like one that is not there. */
function filled({ values }: StoredRecord): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}
