import { SalesforceError } from '../salesforce-error.ts';
import { SETUP_OBJECTS } from '../tooling/tooling-objects.ts';
import { type FieldDefinition, field, reference } from './field-definition.ts';
import { ACTIVITY_KEY, HANDRAIL_FIELDS, HANDRAIL_OBJECTS } from './handrail-fields.ts';
import { type ObjectDefinition, object } from './object-definition.ts';
import { STANDARD_OBJECTS } from './standard-objects.ts';

/** Objects that get the package's fields. */
export const GOVERNED_OBJECTS = ['Opportunity', 'Lead', 'Account', 'Case'] as const;

/** The objects and fields an org has. Names are found in any case, as in the real org. */
export class OrgSchema {
  readonly #objects = new Map<string, ObjectDefinition>();
  readonly #fields = new Map<string, ReadonlyMap<string, FieldDefinition>>();

  constructor(objects: readonly ObjectDefinition[]) {
    for (const one of objects) {
      this.#objects.set(one.name.toLowerCase(), one);
      this.#fields.set(one.name, new Map(one.fields.map((each) => [each.name.toLowerCase(), each])));
    }
  }

  get objects(): readonly ObjectDefinition[] {
    return [...this.#objects.values()];
  }

  findObject(name: string): ObjectDefinition | undefined {
    return this.#objects.get(name.toLowerCase());
  }

  /** @throws SalesforceError 404 as for a path with an unknown object */
  object(name: string): ObjectDefinition {
    const found = this.findObject(name);
    if (!found) throw new SalesforceError(404, 'NOT_FOUND', 'The requested resource does not exist');
    return found;
  }

  findField(objectName: string, fieldName: string): FieldDefinition | undefined {
    return this.#fields.get(objectName)?.get(fieldName.toLowerCase());
  }

  /** The reference field that a relationship name such as `Owner` or `Deal__r` walks. */
  findRelationship(objectName: string, relationshipName: string): FieldDefinition | undefined {
    const wanted = relationshipName.toLowerCase();
    return [...(this.#fields.get(objectName)?.values() ?? [])].find(
      (one) => one.relationshipName?.toLowerCase() === wanted,
    );
  }

  /** The object whose records carry this id, by its first three characters. */
  objectOfId(id: string): ObjectDefinition | undefined {
    return this.objects.find(({ keyPrefix }) => keyPrefix === id.slice(0, 3));
  }
}

/** Objects and fields an org has besides the standard ones. */
export interface SchemaOptions {
  /** Leaves the package's objects and fields out when false. */
  readonly installed?: boolean;
  /** The package's objects, in place of those most tests need. */
  readonly packageObjects?: readonly ObjectDefinition[];
  /** Custom fields of the org's own, by object. */
  readonly fields?: Readonly<Record<string, readonly FieldDefinition[]>>;
  /** Fields whose history nobody switched on, by object; `all` for an object without history. */
  readonly untracked?: Readonly<Record<string, readonly string[] | 'all'>>;
}

/** The schema of an org: standard objects, the package, history objects, fields of its own. */
export function createSchema({
  installed = true,
  packageObjects = HANDRAIL_OBJECTS,
  fields = {},
  untracked = {},
}: SchemaOptions = {}): OrgSchema {
  const governed: readonly string[] = GOVERNED_OBJECTS;
  const objects = [...STANDARD_OBJECTS, ...(installed ? packageObjects : [])].map((one) => ({
    ...one,
    fields: [
      ...one.fields,
      ...(installed && governed.includes(one.name) ? HANDRAIL_FIELDS : []),
      ...(installed && one.name === 'Task' ? [ACTIVITY_KEY] : []),
      ...(fields[one.name] ?? []),
    ].map((each) => (isTracked(untracked, one.name, each) ? each : { ...each, tracked: false })),
  }));
  return new OrgSchema([
    ...objects,
    ...objects.flatMap((one) => historyObject(one)),
    ...SETUP_OBJECTS.map(({ definition }) => definition),
  ]);
}

function isTracked(
  untracked: NonNullable<SchemaOptions['untracked']>,
  object: string,
  { name, tracked }: FieldDefinition,
): boolean {
  const off = untracked[object] ?? [];
  return tracked && off !== 'all' && !off.includes(name);
}

/** The object that shows the field history of another; made by the org, never written. */
function historyObject({ name, history }: ObjectDefinition): readonly ObjectDefinition[] {
  if (!history) return [];
  const fields = [
    reference(history.parentField, [name], { childRelationshipName: 'Histories' }),
    field('string', 'Field'),
    field('string', 'DataType'),
    field('string', 'OldValue'),
    field('string', 'NewValue'),
  ];
  return [object(history.object, '017', fields, { writable: false })];
}
