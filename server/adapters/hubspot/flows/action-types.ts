import type { RecordKind } from '../../../../src/domain/guard/automation.ts';
import { asObject, member } from './json-shape.ts';

/** What an action of HubSpot's own types does, as far as the guard cares. Types that are missing here are opaque. */
type ActionDoes = 'set' | 'rotate' | 'copy' | 'enrol' | 'pause' | 'harmless';

/**
 * HubSpot publishes no table of its action types: these are the ones its documentation and the community name. A
 * type is harmless only when it changes no property of a record that exists.
 */
export const ACTION_TYPES: ReadonlyMap<string, ActionDoes> = new Map([
  ['0-1', 'pause'],
  ['0-35', 'pause'],
  ['0-29', 'pause'],
  ['0-5', 'set'],
  ['0-11', 'rotate'],
  ['0-25', 'copy'],
  ['0-15', 'enrol'],
  // Tasks, marketing and internal e-mail, notifications, new records, lists.
  ['0-3', 'harmless'],
  ['0-4', 'harmless'],
  ['0-8', 'harmless'],
  ['0-9', 'harmless'],
  ['0-14', 'harmless'],
  ['0-63809083', 'harmless'],
  ['0-63863438', 'harmless'],
]);

/** The kind of record at the other end of HubSpot's default associations, the primary company's among them. */
const ASSOCIATED_KINDS: ReadonlyMap<unknown, RecordKind> = new Map<number, RecordKind>([
  ...[279, 1, 341, 5, 339, 26, 13, 14].map((id): [number, RecordKind] => [id, 'company']),
  ...[280, 2, 3, 16].map((id): [number, RecordKind] => [id, 'contact']),
  ...[342, 6, 4, 28].map((id): [number, RecordKind] => [id, 'deal']),
  ...[340, 25, 15, 27].map((id): [number, RecordKind] => [id, 'ticket']),
]);

/** The kind of record an action's `association` leads to; `unknown` for labels that an account made itself. */
export function associatedKind(association: unknown): RecordKind {
  const object = asObject(association);
  if (!object || member(object, 'associationCategory') !== 'HUBSPOT_DEFINED') return 'unknown';
  return ASSOCIATED_KINDS.get(member(object, 'associationTypeId')) ?? 'unknown';
}
