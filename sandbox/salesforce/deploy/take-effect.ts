import type { OrgCore } from '../engine/org-core.ts';
import { metadataType } from '../metadata/metadata-types.ts';
import { plantRecord } from '../seed/plant-record.ts';
import { readBack } from './client-app.ts';
import type { CompiledOrg } from './compile-org.ts';
import type { Components } from './component.ts';

/** Makes the org what a deployment made of it. Records of objects and values of fields that are no more go with them. */
export function takeEffect(org: OrgCore, components: Components, compiled: CompiledOrg): void {
  const gone = org.schema.objects.filter(({ name }) => !compiled.objects.some((one) => one.name === name));
  for (const { name } of gone) org.store.drop(name);
  org.schema.replace(compiled.objects);
  org.automation = compiled.automation;
  org.waiting = org.waiting.filter(({ flow }) =>
    compiled.automation.flows.some(({ name }) => name === flow.name),
  );
  shelve(org, org.deployed.components, components);
  org.deployed.put(components, compiled);
  fitRecords(org);
  fitPermissionSets(org, compiled);
  org.store.commit();
}

/** Shows what was deployed where the org shows its metadata. */
function shelve(org: OrgCore, before: Components, after: Components): void {
  for (const [key, { type, fullName }] of before) if (!after.has(key)) org.metadata.remove(type, fullName);
  for (const [key, component] of after) {
    if (before.get(key)?.files === component.files) continue;
    const { type, fullName } = component;
    const [content = ''] = readBack(component).values();
    if (metadataType(type)) org.metadata.put({ type, fullName, content });
  }
}

/** Gives records what new fields begin with, and takes away what no field holds any more. */
function fitRecords(org: OrgCore): void {
  for (const { name, fields } of org.schema.objects) {
    for (const record of org.store.all(name)) {
      const values = Object.fromEntries(
        fields.map((field) => [
          field.name,
          // Of a new field, records that are there hold only what a checkbox begins with.
          record.values[field.name] ?? (field.type === 'boolean' ? (field.defaultValue ?? false) : null),
        ]),
      );
      const isFit =
        Object.keys(record.values).length === fields.length &&
        fields.every((field) => field.name in record.values);
      if (!isFit) org.store.put({ ...record, values });
    }
  }
}

/** A permission set that was deployed is a record, to which assignments point. */
function fitPermissionSets(org: OrgCore, { permissionSets }: CompiledOrg): void {
  const there = org.store.all('PermissionSet');
  for (const { name, label } of permissionSets) {
    const found = there.find(({ values }) => values.Name === name);
    if (!found) plantRecord(org, 'PermissionSet', { Name: name, Label: label, IsCustom: true });
    else org.store.put({ ...found, values: { ...found.values, Label: label } });
  }
  for (const record of there) {
    const isKept =
      record.values.IsCustom !== true || permissionSets.some(({ name }) => name === record.values.Name);
    if (!isKept) org.store.put({ ...record, values: { ...record.values, IsDeleted: true }, deleted: true });
  }
}
