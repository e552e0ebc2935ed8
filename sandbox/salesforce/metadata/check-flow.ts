import type { OrgSchema } from '../schema/org-schema.ts';
import type { FlowDefinition } from './flow-definition.ts';
import { MetadataError } from './xml-node.ts';

/**
 * Checks a flow against the org it is deployed to: objects and fields that it names by themselves must be there.
 *
 * @returns the flow
 * @throws MetadataError for a name the org does not have
 */
export function checkFlow(schema: OrgSchema, flow: FlowDefinition): FlowDefinition {
  const fail = (what: string): never => {
    throw new MetadataError(`flow ${flow.name}: ${what}`);
  };
  const object = (name: string): string =>
    schema.findObject(name)?.name ?? fail(`there is no object ${name}`);
  const field = (objectName: string, name: string): void => {
    if (!schema.findField(objectName, name)) fail(`${objectName} has no field ${name}`);
  };
  const { trigger } = flow;
  if (trigger) {
    const started = object(trigger.object);
    for (const { left } of trigger.filters.conditions) if (!left.includes('.')) field(started, left);
    for (const { fromField } of trigger.scheduledPaths)
      if (fromField !== undefined) field(started, fromField);
    if (trigger.moment === 'before_save' && trigger.scheduledPaths.length > 0) {
      fail('a before-save flow has no scheduled paths');
    }
  }
  for (const element of flow.elements.values()) {
    if (element.kind !== 'update' && element.kind !== 'create' && element.kind !== 'lookup') continue;
    const written =
      element.object ?? ('input' in element && element.input === '$Record' ? trigger?.object : undefined);
    if (written === undefined) continue;
    const name = object(written);
    if ('fields' in element) for (const one of element.fields) field(name, one.field);
    if ('filters' in element) for (const { left } of element.filters.conditions) field(name, left);
  }
  return flow;
}
