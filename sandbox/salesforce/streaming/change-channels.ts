import type { ObjectDefinition } from '../schema/object-definition.ts';

/** The channel that carries the changes of every selected object. */
export const ALL_CHANGES = '/data/ChangeEvents';

/** How an object's change event is called: `OpportunityChangeEvent`, `Handoff_Exception__ChangeEvent`. */
export function changeEventOf(objectName: string): string {
  return objectName.endsWith('__c')
    ? objectName.replace(/__c$/, '__ChangeEvent')
    : `${objectName}ChangeEvent`;
}

/** The object that a channel such as `/data/OpportunityChangeEvent` is about; undefined for a channel that is none. */
export function objectOfChannel(
  objects: readonly ObjectDefinition[],
  channel: string,
): ObjectDefinition | undefined {
  return objects.find(({ name, writable }) => writable && channel === `/data/${changeEventOf(name)}`);
}
