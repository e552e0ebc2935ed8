import { MetadataError } from '../metadata/xml-node.ts';
import type { ObjectDefinition } from '../schema/object-definition.ts';
import { withHistories } from '../schema/org-schema.ts';
import { type ComponentFailure, type Components, failureOf, type OrgComponent, ofType } from './component.ts';
import { type CustomField, readCustomField } from './read-custom-field.ts';
import { NO_LABEL, readCustomObject } from './read-custom-object.ts';

/** The objects of an org with what was deployed to it. */
export interface CompiledSchema {
  readonly objects: readonly ObjectDefinition[];
  /** Fields that came by a deployment and are seen only by those a permission set lets: `Object.Field`. */
  readonly guarded: ReadonlySet<string>;
  readonly failures: readonly ComponentFailure[];
}

/** Custom fields of this one are fields of tasks and events. */
const ACTIVITY = 'Activity';
const ACTIVITIES = ['Task', 'Event'];

/**
 * Puts custom objects and fields to the objects that the org begins with. Reports what does not fit; never throws.
 *
 * @param prefixOf the first three characters of a custom object's ids, the same ones each time
 */
export function compileSchema(
  base: readonly ObjectDefinition[],
  components: Components,
  prefixOf: (objectName: string) => string,
): CompiledSchema {
  const failures: ComponentFailure[] = [];
  const guarded = new Set<string>();
  const custom = ofType(components, 'CustomObject').filter((one) => isCustom(one, base, failures));
  const known = new Set([...base, ...custom.map(({ fullName: name }) => ({ name }))].map(({ name }) => name));
  const fields = new Map<string, CustomField[]>();
  for (const component of ofType(components, 'CustomField')) {
    const [parent = ''] = component.fullName.split('.');
    const targets = parent === ACTIVITY ? ACTIVITIES.filter((name) => known.has(name)) : [parent];
    if (!targets.every((name) => known.has(name))) {
      failures.push(failureOf(component, NO_LABEL));
      continue;
    }
    const read = fieldOf(component, known, failures);
    if (!read) continue;
    for (const target of targets) {
      fields.set(target, [...(fields.get(target) ?? []), read]);
      if (!read.alwaysVisible) guarded.add(`${target}.${read.field.name}`);
    }
  }
  const added = custom.flatMap((component) => {
    const own = fields.get(component.fullName) ?? [];
    return objectOf(component, prefixOf(component.fullName), own, failures);
  });
  const changed = base.map((one) => ({
    ...one,
    fields: [...one.fields, ...(fields.get(one.name) ?? []).map(({ field }) => field)],
  }));
  return { objects: withHistories([...changed, ...added]), guarded, failures };
}

/** A custom object that the org has not already; settings of an object of the org's own are kept and not run. */
function isCustom(
  component: OrgComponent,
  base: readonly ObjectDefinition[],
  failures: ComponentFailure[],
): boolean {
  if (!base.some(({ name }) => name === component.fullName)) return true;
  if (component.fullName.endsWith('__c'))
    failures.push(failureOf(component, 'the sandbox org has this object already'));
  return false;
}

function fieldOf(
  component: OrgComponent,
  known: ReadonlySet<string>,
  failures: ComponentFailure[],
): CustomField | undefined {
  if (!component.node) return undefined;
  try {
    const read = readCustomField(component.node);
    const missing = read.field.referenceTo.find((name) => !known.has(name));
    if (missing === undefined) return read;
    failures.push(
      failureOf(component, `In field: referenceTo - no CustomObject named ${missing} found`, missing),
    );
  } catch (error) {
    if (!(error instanceof MetadataError)) throw error;
    failures.push(failureOf(component, error.message));
  }
  return undefined;
}

function objectOf(
  component: OrgComponent,
  keyPrefix: string,
  fields: readonly CustomField[],
  failures: ComponentFailure[],
): readonly ObjectDefinition[] {
  if (!component.node) return [];
  try {
    return [readCustomObject(component.fullName, component.node, { keyPrefix, fields })];
  } catch (error) {
    if (!(error instanceof MetadataError)) throw error;
    failures.push(failureOf(component, error.message));
    return [];
  }
}
