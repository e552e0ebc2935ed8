import type { OrgCore } from './engine/org-core.ts';

/** Everything an org is, to be compared: what two dumps differ in is what happened between. */
export function dumpOrg({ schema, store, automation, metadata, waiting, deployed }: OrgCore) {
  return {
    objects: schema.objects.map(({ name, label, fields }) => ({ name, label, fields })),
    records: Object.fromEntries(
      schema.objects.map(({ name }) => [name, store.all(name).map(({ values }) => values)]),
    ),
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
